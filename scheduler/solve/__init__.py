"""Layer 4: finding an agenda, proving it, having it checked, and explaining why there is none."""
