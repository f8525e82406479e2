"""Layer 1: what a meeting, an agenda and a violation are. Frozen values, standard library only, no input or output."""
