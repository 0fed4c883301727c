"""What is broken on purpose."""

LAST_WORDS = "Between the commit and the hint."
"""What a server prints that dies there (``dying.py``)."""
