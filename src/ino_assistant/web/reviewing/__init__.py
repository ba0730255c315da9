"""The reviewing screens: queue, answers, library, safety, trail, figures, drafts, corpus.

`page` makes the Gradio page; the browser's part is `reviewing.js`, which sends what is asked to
`screens` and shows what comes back. `*_view` are pure functions from data to HTML; `steps` does
what a form asks for. Whether somebody may is asked below this layer, at every call.
"""
