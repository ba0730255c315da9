"""Reports of a run: for a terminal, for machines, for a reader."""
