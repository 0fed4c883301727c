"""« J’ai besoin d’aide »: who asks the team, what it answers, and how it lets somebody back in."""
