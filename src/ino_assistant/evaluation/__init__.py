"""Evaluation: what is right, measured case by case."""
