"""Layer 5: how well and how fast agendas are found: solves are measured, and put into tables."""
