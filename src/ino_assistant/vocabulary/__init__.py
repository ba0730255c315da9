"""The words of a text as they are compared, and the concepts that they name."""
