"""Layer 5: an agenda as a picture."""
