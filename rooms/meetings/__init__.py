"""Rencontres: the video meetings that complement a fabrique, as rows, rules and services."""
