"""A language model that may word answers, if the owner has one; none does by default.

It is shown the standalone question and the statements that were chosen, and nothing else.
What it says is read strictly, judged sentence by sentence, and replaced by the quotation
where it fails. Without settings for a model nothing of this is loaded.
"""
