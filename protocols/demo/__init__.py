"""The demonstration: words written for the house, and what brings them to life."""
