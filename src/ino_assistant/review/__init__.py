"""Review: what medical information staff do with recorded answers, and what is served of it.

An approved answer is served first, as it was signed, to who asks the same question; every step
to there is a version of the review, a signature where it decides, and an entry in the trail.
"""
