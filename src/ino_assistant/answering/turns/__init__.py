"""Conversation: a turn written out with what earlier turns said and showed."""
