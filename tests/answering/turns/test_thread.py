"""Earlier turns are followed once, kept under a digest, and looked back at in steps."""

from __future__ import annotations

from collections.abc import Sequence

from ino_assistant.answering.turns.thread import _KEPT, TURNS, Thread, Threads, Turn


class Follower:
    """Takes every turn as it is, but for those that are `routed`."""

    def __init__(self) -> None:
        self.followed: list[tuple[str, tuple[str, ...]]] = []

    def __call__(self, words: str, before: Sequence[str], thread: Thread) -> Turn:
        self.followed.append((words, thread.written))
        return Turn("" if words == "routed" else words, product=words.upper())


def test_each_turn_is_read_against_those_before_it_and_only_once() -> None:
    follower = Follower()
    threads = Threads(follower)
    assert threads.of(["a", "b"]).written == ("a", "b")
    assert threads.of(["a", "b", "c"]).written == ("a", "b", "c")
    assert follower.followed == [("a", ()), ("b", ("a",)), ("c", ("a", "b"))]


def test_the_same_words_behind_others_are_another_turn() -> None:
    follower = Follower()
    threads = Threads(follower)
    threads.of(["a", "c"])
    threads.of(["ac"])
    threads.of(["b", "c"])
    assert len(follower.followed) == 5


def test_what_went_to_people_is_passed_over() -> None:
    thread = Threads(Follower()).of(["a", "routed", "b"])
    assert thread.written == ("a", "b")
    assert thread.product == "B"


def test_a_kept_turn_is_not_followed_again() -> None:
    follower = Follower()
    threads = Threads(follower)
    threads.keep(["a"], "b", Turn("B"))
    assert threads.of(["a", "b"]).written == ("a", "B")
    assert [words for words, _ in follower.followed] == ["a"]


def test_only_so_many_turns_are_looked_back_at_and_what_is_kept_stays_of_use() -> None:
    follower = Follower()
    threads = Threads(follower)
    said = [str(number) for number in range(40)]
    for number in range(len(said)):
        written = threads.of(said[:number]).written
        assert len(written) >= min(number, TURNS)
        assert written == tuple(said[number - len(written) : number])
        threads.keep(said[:number], said[number], Turn(said[number]))
    # Only where the first turn moves on are some read anew.
    assert len(follower.followed) < 2 * len(said)


def test_no_words_are_kept_and_not_for_ever() -> None:
    threads = Threads(Follower())
    for number in range(_KEPT + 5):
        threads.of([f"secret {number}"])
    assert len(threads._kept) == _KEPT
    assert not [key for key in threads._kept if b"secret" in key]


def test_an_empty_thread_shows_nothing() -> None:
    thread = Thread()
    assert (thread.shown, thread.product, thread.shown_by("a")) == ((), "", ())
