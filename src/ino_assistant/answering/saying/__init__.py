"""The words of an answer, and the Answer that can't lack its warning or pass its gate unproven."""
