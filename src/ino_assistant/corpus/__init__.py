"""The corpus: source documents, what is known of them, and how they are read.

Path of a document: `manifest` and `annotations` (reviewed data, proven against the
text) → `layout` (lines to blocks) → `tables` → `statements` → `caveats` → `load`.
"""
