"""Which statements answer: facts of each, ranking, and whether everything asked for is there."""
