"""Answering: from a question to an Answer that can't lack its boxed warning.

Path of a question: `assistant` (who is it for: people, a desk, the search) → `conversation`
(written out with what earlier turns said) → `question` (what is asked) → `finding` (search,
`ranking`: which statements hold what is asked, `deciding`: is everything asked for there) →
`drafting` (`compose`: the words, `premise`, `refusing`) → `answer` with its `gate`.
"""
