"""What is counted while the program runs, for who watches over it; nothing of anybody's words."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Measures:
    """Counters of one office, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.questions = Counter(
            "ino_questions",
            "Questions answered, refused or routed, and recorded",
            ("outcome", "channel", "validated"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "ino_answer_seconds",
            "From the question to its recorded answer",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.unrecorded = Counter(
            "ino_unrecorded",
            "Answers that were not given because they could not be recorded",
            registry=self.registry,
        )
        self.faults = Counter(
            "ino_faults", "Questions that broke the assistant", registry=self.registry
        )
