"""What a meeting is and does, without I/O, clock or chance: commands and facts in, effects out."""
