"""What may be wrong with a statement, one kind of error a module."""
