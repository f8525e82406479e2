"""What was released: the history of every calendar entry, and the ledger that keeps it."""
