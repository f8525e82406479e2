"""Layer 3: reading sheets, rule books and agendas, every fault at once; writing files whole or not at all."""
