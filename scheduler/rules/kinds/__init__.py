"""One module per kind of rule, found by the registry: its syntax, encoding, check, sentence and examples side by side."""
