"""A local search over whole agendas: the cost of every move at once, from tables."""
