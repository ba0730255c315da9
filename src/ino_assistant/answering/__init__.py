"""Answering: from a question to an Answer that can't lack its boxed warning.

Path of a question: `followup` (written out with what earlier turns said) → `question`
(what is asked) → search → `ranking` (which statements hold what is asked) → `coverage`
(is everything asked for there, or is it refused) → `compose` (the words) → `answer`.
"""
