"""Replies as sentences with marks; nothing of a reply is left out."""

from __future__ import annotations

import pytest

from ino_assistant.llm.reading import Said, read_reply, unmarked


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("It was 2.1%. [1]", [("It was 2.1%.", (1,))]),
        ("It was 2.1% [1].", [("It was 2.1%.", (1,))]),
        ("It was 2.1% [1]", [("It was 2.1%.", (1,))]),
        (
            "- It was 2.1%. [1]\r\n• It was not. [2]",
            [("It was 2.1%.", (1,)), ("It was not.", (2,))],
        ),
        ("It was. It is. [1] [2]", [("It was.", (1, 2)), ("It is.", (1, 2))]),
        ("It was [1, 2].", [("It was [1, 2].", ())]),
        ("One. [1] Two", [("One.", (1,)), ("Two", ())]),
        ("", []),
        ("[1]", []),
        ("```\n[1]", []),
    ],
)
def test_read_reply(reply: str, said: list[tuple[str, tuple[int, ...]]]) -> None:
    assert read_reply(reply) == [Said(*s) for s in said]


def test_unmarked_keeps_every_other_sign() -> None:
    assert unmarked("```\r\nIt was [1].\n* <b>") == "``` It was * <b>"
