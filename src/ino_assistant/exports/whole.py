"""Boxed warnings leave whole, or nothing does: proven before a file is made, and in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ino_assistant.answering.saying.answer import Answer
from ino_assistant.answering.saying.render import escape
from ino_assistant.corpus.model import Corpus
from ino_assistant.exports.errors import WarningNotWholeError
from ino_assistant.exports.paper import Box, plain
from ino_assistant.text import sha256_text, squeeze


def check_answer(answer: Answer, corpus: Corpus) -> None:
    """That an answer has every boxed warning that it needs, letter for letter.

    Raises:
        WarningNotWholeError: one is missing, cut or not the corpus' own.
    """
    own = {w.product: w for w in corpus.boxed_warnings}
    concerned = {product for product in own if product in answer.products} or set(own)
    shown = {w.product: w for w in answer.boxed_warning}
    for product in sorted(concerned | set(shown)):
        there, needed = shown.get(product), own.get(product)
        if there is None or needed is None:
            raise _not_whole(product)
        hashes = {there.sha256, needed.sha256, sha256_text(there.text), sha256_text(needed.text)}
        if len(hashes) != 1 or there.text != needed.text:
            raise _not_whole(product)


def check_boxes(boxes: Sequence[Box], corpus: Corpus, products: Iterable[str]) -> None:
    """That the boxes of a document are the whole warnings of these products.

    Raises:
        WarningNotWholeError: one is missing, cut or altered.
    """
    own = {w.product: w for w in corpus.boxed_warnings}
    there = {box.product: box for box in boxes}
    for product in sorted({*products, *there}):
        box, needed = there.get(product), own.get(product)
        if box is None or needed is None or box.sha256 != needed.sha256:
            raise _not_whole(product)
        if squeeze("".join(box.lines)) != squeeze(needed.text):
            raise _not_whole(product)


def check_written(boxes: Sequence[Box], written: Sequence[str]) -> None:
    """That a file has the text of every box in a box of its own.

    Args:
        boxes: of the document.
        written: texts of the boxes of the file, as read from it.

    Raises:
        WarningNotWholeError: one is missing, cut or altered.
    """
    texts = [squeeze(plain(text)) for text in written]
    for box in boxes:
        wanted = squeeze(plain("".join(box.lines)))
        if not wanted or not any(wanted in text for text in texts):
            raise _not_whole(box.product)


def check_recorded(
    shown: Sequence[Mapping[str, Any]], kept: Sequence[Mapping[str, Any]] | None = None
) -> None:
    """That a recorded answer has its boxed warnings as they were shown, letter for letter.

    Args:
        shown: `boxed_warning` of the recorded answer.
        kept: product and sha256 of each as recorded beside it; None: not looked at.

    Raises:
        WarningNotWholeError: one is missing, cut or altered.
    """
    for warning in shown:
        if not warning["text"].strip() or sha256_text(warning["text"]) != warning["sha256"]:
            raise _not_whole(warning["product"])
    if kept is not None:
        there = {(w["product"], w["sha256"]) for w in shown}
        differing = sorted({(w["product"], w["sha256"]) for w in kept} ^ there)
        if differing:
            raise _not_whole(differing[0][0])


def check_told(shown: Sequence[Mapping[str, Any]], rendered: str) -> None:
    """That an answer's Markdown holds the whole of its boxed warnings.

    Raises:
        WarningNotWholeError: one is missing, cut or altered.
    """
    told = squeeze(rendered)
    for warning in shown:
        if squeeze(escape(warning["text"])) not in told:
            raise _not_whole(warning["product"])


def _not_whole(product: str) -> WarningNotWholeError:
    return WarningNotWholeError(
        f"not exported: the boxed warning of {product} would not be whole; please report it"
    )
