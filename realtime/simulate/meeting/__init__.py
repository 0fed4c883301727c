"""Simulated rencontres: their media is canned, they never decode, they count what reaches them."""
