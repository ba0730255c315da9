"""Reviewed general data: the clinical lexicon."""
