"""The state machine of a meeting, without I/O, clock or randomness: commands and facts in, effects out."""
