"""Claims: quantities bound to arm, endpoint, population, time by sentence, table and section."""
