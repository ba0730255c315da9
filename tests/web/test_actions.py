"""The buttons under an answer."""

from ino_assistant.web.actions import REASONS, actions
from ino_assistant.web.markup import text
from ino_assistant.web.plain import plain_text
from web.fake import answered


def test_a_copy_holds_sources_and_boxed_warnings() -> None:
    answer = answered("What was the response rate?")
    whole = actions(plain_text(answer), "e1", 1).split("whole-text")[1]
    assert answer.boxed_warning
    for warning in answer.boxed_warning:
        assert text(warning.text) in whole
    for citation in answer.citations:
        assert text(citation.quote) in whole
    assert "What was the response rate?" in whole


def test_every_reason_can_be_given() -> None:
    made = actions(plain_text(answered("Why?")), "e1", 1)
    assert all(f'value="{reason}"' in made for reason in REASONS)


def test_ids_are_of_this_exchange_only() -> None:
    first, second = (actions(plain_text(answered("Why?")), "e1", number) for number in (1, 2))
    assert 'id="down-1"' in first
    assert 'id="down-1"' not in second


def test_hostile_words_stay_text() -> None:
    answer = answered("</pre><script>1</script>")
    assert "<script" not in actions(plain_text(answer), '"><script>', 1)
