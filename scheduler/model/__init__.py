"""Layer 3: the constraint model. It turns a problem and the rules' terms into CP-SAT, and a solution back into an agenda."""
