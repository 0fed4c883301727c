"""Simulated rencontres: the guests send canned media, decode nothing, and count what they receive."""
