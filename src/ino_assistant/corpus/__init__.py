"""The corpus: source documents, what is known of them, and how they are read.

Path of a document: `manifest`, `annotations` and `boxed_warnings` (reviewed data, proven
against the text) → `layout` (lines to blocks, with `forms`, `grids`, `loose` and
`sections`) → `tables` → `statements` → `caveats` → `load`. Beside it stand `audit` (what
is covered and what does not add up) and `show` (a page to review a document in).
"""
