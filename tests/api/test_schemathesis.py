"""What the description allows is sent, and what it does not: every answer is one that it tells.

The same runs each time: examples are derived from the description, not drawn.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import ignored_auth, positive_data_acceptance
from starlette.testclient import TestClient

from api.desk import REPORT, Desk
from ino_assistant.records import Store
from ino_assistant.records.verify import verify_trail
from ino_assistant.settings import Settings
from people.staff import OPERATOR

EXAMPLES = 3
WITH_RULES = frozenset(
    {"POST /users", "PATCH /users/{user_id}", "POST /keys", "POST /session/password"}
)
"""What they take is more than a description can say: names that can be printed, roles that have
the scopes of a key, passwords that nobody guesses."""


class Used:
    """An office that was used already, and somebody who may do everything in it."""

    def __init__(self, desk: Desk, *, accounts: bool) -> None:
        self.desk = desk
        self.everybody: TestClient = (
            desk.by("medical_information", "safety", "administrator", "field_medical")
            if accounts
            else desk.nobody()
        )
        reported = desk.asked(self.everybody, REPORT)
        asked = desk.asked(self.everybody)
        self.there = {
            "exchange_id": asked["id"],
            "conversation_id": asked["conversation_id"],
            "review_id": asked["review_id"],
            "report_id": reported["report_id"],
        }
        if accounts:
            key, _ = desk.people.keys.make(OPERATOR, "script", "sales", ["ask"], 30)
            user, _ = desk.people.accounts.add(OPERATOR, "other", "Other Example", ["sales"])
            self.there |= {"user_id": user.id, "key_id": key.id}

    @property
    def headers(self) -> dict[str, str]:
        """What a page of ours sends along; without accounts nothing."""
        token = self.everybody.headers.get("X-CSRF-Token")
        return {} if token is None else {"X-CSRF-Token": token}


@pytest.fixture(scope="module", params=["accounts", "local"])
def used(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Used]:
    folder: Path = tmp_path_factory.mktemp("described")
    store = Store(f"sqlite:///{folder / 'records.sqlite3'}", folder / "anchor.json").open()
    accounts = request.param == "accounts"
    made = Used(Desk(store, Settings(accounts=accounts, sample_every=1)), accounts=accounts)
    yield made
    made.desk.close()
    assert verify_trail(store).whole
    store.close()


def answers_of(used: Used, operation: Any, mode: GenerationMode) -> list[str]:
    """What is wrong with the answers of one operation."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case[Any]) -> None:
        number = next(count)
        for name in case.path_parameters or {}:
            # What is there is asked for as often as what is not.
            if name in used.there and number % 2 and mode is GenerationMode.POSITIVE:
                case.path_parameters[name] = used.there[name]
        client = used.everybody
        case.call_and_validate(
            base_url="http://127.0.0.1:7860",
            cookies=dict(client.cookies),
            headers=used.headers,
            excluded_checks=left_out,
        )

    # Who shows nothing is refused: `test_who` asks that of every operation.
    left_out = [ignored_auth]
    if operation.label in WITH_RULES:
        left_out.append(positive_data_acceptance)
    count = itertools.count()
    try:
        ask()
    except Unsatisfiable:
        # It takes nothing, so nothing that is sent to it can be wrong.
        assert mode is GenerationMode.NEGATIVE
        assert not operation.body
    except (Exception, BaseExceptionGroup) as error:
        return [f"{operation.label}: {error}"]
    return []


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_answer_is_one_that_is_told_of(used: Used, mode: GenerationMode) -> None:
    schema: Any = schemathesis.openapi.from_asgi("/openapi.json", used.desk.api)
    # Signing out would end the session that all this is done in.
    schema = schema.exclude(path="/session", method="DELETE")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 45
    wrong = [line for operation in operations for line in answers_of(used, operation, mode)]
    assert not wrong, "\n\n".join(wrong)
