"""What others are told of people."""

from django.dispatch import Signal

# Sent in the transaction that saved ``person`` from the back office, when others see them otherwise now:
# their name, their place in the team.
shown_otherwise = Signal()
