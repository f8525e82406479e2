"""Layer 2: the kinds of rules. One module per kind in ``kinds``; the solver and the files are unknown here."""
