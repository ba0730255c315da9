"""`names.tsv` is what Faker's lists say; run as a program, this file writes it anew.

    python tests/privacy/test_names_list.py

The lists are taken over because Faker itself takes 12 MB and a third of a second of every start.
"""

import importlib
from pathlib import Path

from ino_assistant import data

LOCALES = [
    *("en_US", "en_GB", "en_IN", "es_ES", "fr_FR", "de_DE"),
    *("it_IT", "pl_PL", "nl_NL", "sv_SE", "pt_BR", "tr_TR"),
]
FIELDS = {
    "first": ("first_names", "first_names_male", "first_names_female"),
    "last": ("last_names",),
}
REMARKS = """\
# First and family names of twelve locales in small letters: the lists of Faker 40 (MIT licence,
# (c) Daniele Faraglia and contributors). Written by tests/privacy/test_names_list.py.
"""


def names_of_faker() -> dict[str, set[str]]:
    """The names of each kind, in small letters."""
    found: dict[str, set[str]] = {kind: set() for kind in FIELDS}
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for kind, fields in FIELDS.items():
            for field in fields:
                found[kind].update(name.lower() for name in getattr(provider, field, ()))
    return found


def test_the_list_is_that_of_faker() -> None:
    listed = {kind: set(names) for kind, *names in data.table("names")}
    assert listed == names_of_faker()


if __name__ == "__main__":
    lines = ["\t".join([kind, *sorted(names)]) for kind, names in names_of_faker().items()]
    target = Path(data.__file__).with_name("names.tsv")
    target.write_text(REMARKS + "\n".join(lines) + "\n", encoding="utf-8")
