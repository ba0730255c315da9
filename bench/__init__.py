"""`make bench`: start-up, indexing, answering and memory, as ratios to simpler things.

What is compared with is measured in the same run, in turns with ours, each in a process of its
own: `floor` (sentence-transformers' `encode` and one Chroma query: what no answer from this model
and this store can do without) and `plain` (the usual LlamaIndex pipeline).
"""
