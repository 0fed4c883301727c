"""Moderation: what the team reads first, what is reported, what the régie shows of all rooms."""
