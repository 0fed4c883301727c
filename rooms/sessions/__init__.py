"""Live, timed sessions: a score of phases that an artist conducts, on one clock for all."""
