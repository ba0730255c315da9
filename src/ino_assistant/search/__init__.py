"""Search: how statements are indexed, kept on disk, and found again.

Path of a statement: `wording` (the text that is indexed) → `encoder` (vectors) →
`build` (an index put in place in one step) → `store` (opened again) → `scoring`
(dense, BM25 and late interaction) → `searcher`. `llama` gives it to LlamaIndex.
"""
