"""Yes, no, and what a question takes for granted, judged by what the documents say."""
