"""What sessions tell the apps above, inside the transaction in which it happens."""

from django.dispatch import Signal

# A phase began: ``room``, which is held; ``phase``; ``by`` whom, None for the clock; ``at``.
phase_began = Signal()

# Phases were copied into ``room``: ``copies``, each with its original before it; ``by`` whom.
phases_copied = Signal()
