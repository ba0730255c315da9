"""Checking drafts: a letter is read, cut into sentences, and each held against the corpus.

Path of a draft: `reading` (with `plain`, `markdown`, `word`, `tables`) → `units` (sentences;
`letters` says what is no claim) → `evidence` and `choosing` (which statements bear on it, and
which verdict counts) → `caveats`, `boxed` → `report`; `terminal` and `page` show it.
`check.check_draft` runs these steps and knows nothing else.
"""
