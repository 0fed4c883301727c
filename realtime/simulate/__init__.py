"""``bin/simulate``: load tests with believable simulated people, and a verdict on what they received."""
