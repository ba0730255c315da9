"""What a piece of evidence says of its own words: arms that it compares, abbreviations.

Used where no document stands behind the evidence, and beside one that does.
"""

from __future__ import annotations

import itertools
import re

from ino_assistant import data
from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.fidelity.terms.vocabulary import Vocabulary, stem, stems, tokens_of, words
from ino_assistant.vocabulary.frequency import frequency_of_rare

_NAME = r"[A-Za-z][\w+]*(?:-[\w+]+)*(?:\s\d+(?:\.\d+)?\s?mg)?"
_NP = rf"(?:the\s)?(?P<%s>{_NAME}(?:\s{_NAME})?)(?:\s\d+(?:\.\d+)?\s?mg)?"
_A, _B = _NP % "a", _NP % "b"
_VERSUS = r"(?:versus|vs\.?|compared\s(?:with|to)|rather\sthan|than|or)"
_OR_AND = rf"(?:{_VERSUS}|and)"
_BRACKET = r"(?:\([^()]*\)\s)?"
_FIGURE = rf"\b\d[\d.]*\s?\w*%?\s{_BRACKET}"
_ARTICLE = r"(?:those\s|patients\s)?(?:with|for|in|on|receiving|to|of)\s"
_WITH = r"\b(?:with|for|in|on)\s"
# `with drug A versus placebo`, `A (48.2%) versus B (21.6%)`, `for zelmorix than for placebo`.
_COMPARED = (
    re.compile(rf"\b(?:with|for|in|on|receiving|to|of)\s{_A},?\s{_VERSUS}\s(?:{_ARTICLE})?{_B}"),
    re.compile(rf"\b{_A}\s\([^()]*\d[^()]*\)\s{_OR_AND}\s(?:{_ARTICLE})?{_B}\s\([^()]*\d"),
    re.compile(rf"{_WITH}{_A}\s{_BRACKET}{_VERSUS}\s[^.;]{{0,40}}?{_WITH}{_B}"),
    re.compile(
        rf"{_FIGURE}(?:of\s(?:patients|participants|subjects|adults)\s)?(?:with|for|on)\s{_A}\s?"
        rf"(?:\([^()]*\)\s?)?(?:,\s(?:{_OR_AND}\s)?|{_OR_AND}\s){_FIGURE}"
        rf"(?:of\s(?:patients|participants|subjects|adults)\s)?(?:with|for|on)\s{_B}"
    ),
)
_RECEIVING = r"(?:receiving|received|treated\swith|assigned\sto|given|randomized\sto)"
_SINGLE = (
    re.compile(rf"\b{_RECEIVING}\s{_A}"),
    re.compile(r"\b(?P<a>[A-Za-z][\w+-]*)[\s-](?:arm|group|treated)\b"),
    re.compile(r"\b(?P<a>[A-Z][\w+-]*)\s\([nN]\s?=\s?\d"),
)
# Names that stand where only an arm can: any word will do that is not known as something else.
_CERTAIN = (
    re.compile(r"\b(?P<a>[A-Za-z][\w+]*(?:-[\w+]+)*)(?:\s(?:arm|group)\b|-treated\b)"),
    re.compile(
        r"\bn\s?=\s?\d+\s(?:for|in|with|on|received|receiving)\s(?:the\s)?(?P<a>[A-Za-z][\w+-]*)"
    ),
    re.compile(
        r"\b(?:those|patients)\s(?:on|receiving|given|treated\swith|taking)\s(?P<a>[A-Z]\w*[A-Z]\w*)\b"
    ),
    re.compile(
        r"\b(?:than|versus|vs\.?|compared\s(?:with|to)|over|and)\s(?:with\s|for\s|in\s)?(?P<a>[A-Z]\w*[A-Z]\w*)\b"
    ),
    # `7.7 months versus 6.2 months with SC`.
    re.compile(rf"{_VERSUS}\s{_FIGURE}(?:with|for|on|in)\s(?P<a>[A-Z]\w*[A-Z]\w*)\b"),
    re.compile(
        r"^(?P<a>[A-Z][\w+]*)\s(?:alone\s)?(?:significantly\s)?(?:demonstrated|showed|resulted|induced|reduced|"
        r"improved|lowered|prolonged|increased|decreased|provided|offers|induces|was\sgiven|is\sgiven|was\sassociated)\b",
        re.MULTILINE,
    ),
    re.compile(r"\b(?P<a>[A-Za-z][\w+-]{4,})\s\d+(?:\.\d+)?\s?(?:mg|mcg|µg)\b"),
    re.compile(r"\b(?P<a>[A-Za-z][\w+-]{3,})\s(?:plus|\+)\s"),
    re.compile(r"\s(?:plus|\+)\s(?P<a>[A-Za-z][\w+-]{3,})"),
    re.compile(r"\b(?:with|on|given)\s(?P<a>[A-Za-z][\w+-]{3,})\s(?:alone|monotherapy)\b"),
    re.compile(r"\b(?:on|receiving|taking|given)\s(?P<a>[A-Za-z][\w+-]{4,})\s\((?:n\s?=\s?)?\d"),
    re.compile(
        rf"\b(?P<a>{_NAME})\s(?:and|or|versus|vs\.?|compared\swith)\s(?:placebo|standard\sof\scare)\b"
    ),
    re.compile(rf"\b(?:placebo)\s(?:and|or|versus|vs\.?|compared\swith)\s(?P<a>{_NAME})\b"),
)
_HEAD = re.compile(r"(?<=;\s)(?P<a>[A-Z][\w+-]{3,})\s\([Nn]\s?=\s?\d")
"""The head of a table's column that tells how many there were: of an arm."""
_WHOLE = ("total", "overall", "patients", "participants", "number")
_LETTERED = re.compile(
    r"\b(?P<a>(?:drug|arm|group|cohort|regimen|treatment)\s[A-Z])\b", re.IGNORECASE
)
_DEFINED = re.compile(r"\((?P<short>[A-Z][A-Za-z/+-]{1,9})\)")


def discover(text: str, vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary with the arms and abbreviations that `text` itself introduces."""
    plain = normal(text)
    known = vocabulary.extended({}, _abbreviations(plain))
    if len(_named(plain, known)) > 1:
        # The document's own arms are in it: what else is given is none of them.
        return known
    found = _found(plain, known)
    arms: dict[str, tuple[str, ...]] = {
        name: (name,)
        for name in found
        if any(c.isalpha() for c in name)
        and ((term := known.knows(name)) is None or term.role == "synonym")
    }
    return known.extended(_one_name(arms, aliases(plain), known), {})


def _found(plain: str, known: Vocabulary) -> dict[str, None]:
    """Names in a text that stand where an arm does."""
    found: dict[str, None] = {}
    for pattern in _COMPARED:
        for match in pattern.finditer(plain):
            _keep_pair((match["a"], match["b"]), known, found)
    for pattern in _SINGLE:
        for match in pattern.finditer(plain):
            _keep(match["a"], known, found)
    trials = _trials(plain, known)
    certain = _CERTAIN if _all_capitals(plain) else (*_CERTAIN, _BRANDED)
    for pattern in certain:
        for match in pattern.finditer(plain):
            grouped = pattern is _CERTAIN[0]
            if not grouped and match["a"].islower() and frequency_of_rare(match["a"]) > _ANY_WORD:
                # `should not go beyond 25 mg`.
                continue
            if _usable(match["a"], known, found, word=grouped):
                found.setdefault(match["a"])
    _keep_heads(plain, known, found)
    for match in _LETTERED.finditer(plain):
        found[match["a"]] = None
    _keep_rare(plain, known, found)
    for word in re.findall(r"\b[A-Za-z]{6,}\b", plain):
        if _drug(word) and not _ordinary(word) and not _target(word, plain):
            _keep(word, known, found)
    # A part of a trial's name is no arm either.
    return {n: None for n in found if not any(t == n or t.startswith(f"{n}-") for t in trials)}


def _keep_heads(plain: str, known: Vocabulary, found: dict[str, None]) -> None:
    for match in _HEAD.finditer(plain):
        whole = match["a"].lower() in _WHOLE
        if not whole and _usable(match["a"], known, found, word=True):
            found.setdefault(match["a"])


def _trials(plain: str, known: Vocabulary) -> set[str]:
    """Names of trials: those of the document, and what a text calls one or writes like one."""
    called = {m["a"] or m["b"] or m["c"] for m in _TRIALS.finditer(plain)}
    return {*known.trials, *called, *_NUMBERED.findall(plain)}


def _keep_rare(plain: str, known: Vocabulary, found: dict[str, None]) -> None:
    """Names that no list of endings has: words that are none of English where a drug stands."""
    against = _TAKEN.finditer(plain) if found or _PLACEBO.search(plain) else ()
    for match in itertools.chain(_RARE.finditer(plain), _DOSED.finditer(plain), against):
        name = match["a"]
        if frequency_of_rare(name) < _NO_WORD and _usable(name, known, found):
            found.setdefault(name)


_RARE = re.compile(
    r"\b(?:compared\s(?:with|to)|versus|vs\.?|than|relative\sto|rather\sthan)\s"
    r"(?:with\s|for\s|in\s|on\s)?(?P<a>[a-z]{6,})(?=\s?[(.,;]|\s(?:and|did|was|were|had)\b)"
)
_PLACEBO = re.compile(r"\bplacebo\b", re.IGNORECASE)
_TAKEN = re.compile(
    r"\b(?:with|on|receiving|taking|given|to)\s(?P<a>[a-z]{6,})"
    r"(?=\s?[(.,;]|\s(?:and|or|versus|vs|than|compared|at|alone)\b)"
)
"""`with X and from 23.8 to 15.9 with placebo`: what is given where another thing is given too."""
_DOSED = re.compile(
    r"\b(?:(?i:start|initiate|administer|give|take|inject|infuse)|(?i:dose|doses|dosage)\sof)\s"
    r"(?P<a>[a-z]{6,})(?=\s(?:at|as|is|once|twice|every|orally|intravenously|subcutaneously|\d))"
)
"""`Start X at 10 mg`, `the recommended dose of X is`."""
_NO_WORD = 2.0
"""Zipf frequency below which a word is a name of something rather than a word of English."""
_ANY_WORD = 4.3
"""Frequency above which a word in small letters is no drug: that of insulin is 3.8."""
_BRANDED = re.compile(
    r"(?<!the\s)\b(?P<a>[A-Z]{6,}(?:-[A-Z0-9]{1,3})?)\b(?!-\w|\s(?:trial|study|program|registry|\d)"
    r"|\s(?:[IVX]+\s)?(?:scores?|scale|index|grade|criteria|questionnaire|classification)\b)"
)
"""Trade names, which are printed in capitals; names of trials stand with their noun."""


_TRIALS = re.compile(
    r"\b(?P<a>[A-Z]{6,}(?:-[A-Z0-9]{1,3})?)\b(?=\s(?:was|is)\s(?:a|an|the)\s[^.]*\b(?:study|trial)\b"
    r"|,?\s(?:a|an)\s[^.]{0,60}\b(?:study|trial)\b)|\b(?:In|in)\s(?P<b>[A-Z]{6,}(?:-[A-Z0-9]{1,3})?),"
    r"|\b(?:[Tt]rial|[Ss]tudy|[Rr]egistry|[Pp]rogram),?\s(?P<c>[A-Z]{4,}(?:-[A-Z0-9]{1,4})?)\b"
)
_NUMBERED = re.compile(r"\b[A-Z]{4,}-\d{1,2}\b")
"""Trials of a program are numbered: `NAME-1`, `NAME-2`."""


def _all_capitals(plain: str) -> bool:
    letters = [c for c in plain if c.isalpha()]
    return sum(c.isupper() for c in letters) > len(letters) / 2


_BRAND = r"[A-Z][A-Z0-9-]{3,}"
_SUBSTANCE = r"[a-z][a-z-]{4,}(?:\s[a-z]{4,})?"
_ALIASES = (
    re.compile(rf"\b(?P<a>{_BRAND})[®™]?\s\((?P<b>{_SUBSTANCE})\)"),
    re.compile(rf"\b(?P<a>{_SUBSTANCE})\s\((?P<b>{_BRAND})[®™]?\)"),
    re.compile(r"\b(?P<a>[A-Za-z][\w-]{4,})\s\((?P<b>[A-Z][A-Z0-9-]{1,6}|[A-Z]+-\d+)\)"),
    re.compile(r"\b(?P<a>[A-Za-z][\w-]{4,})\s\((?P<b>(?:arm|group|cohort|regimen)\s[A-Z0-9])\)"),
)
_CALLED = re.compile(
    r"(?:referred\sto\sas|known\sas|abbreviated(?:\sas)?|hereafter|hereinafter|called)\s"
    r"(?:the\s)?\"?(?P<a>[A-Za-z][\w-]+)"
)


def aliases(plain: str) -> list[tuple[str, ...]]:
    """Names that a text gives to one thing: `BRAND (substance), also referred to as SUB`."""
    groups: list[list[str]] = []
    ends: list[int] = []
    for pattern in _ALIASES:
        for match in pattern.finditer(plain):
            names = [match["a"].split()[-1] if _filler(match["a"].split()[0]) else match["a"]]
            groups.append([*names, match["b"]])
            ends.append(match.end())
    for match in _CALLED.finditer(plain):
        before = [n for n, end in enumerate(ends) if 0 <= match.start() - end < 20]
        if before:
            groups[before[-1]].append(match["a"])
    return [tuple(g) for g in groups]


def _one_name(
    arms: dict[str, tuple[str, ...]], groups: list[tuple[str, ...]], known: Vocabulary
) -> dict[str, tuple[str, ...]]:
    """Arms with their other names; names of one arm are one arm."""
    for group in groups:
        held = [n for n in group if n in arms]
        own = [t.concept for n in group if (t := known.knows(n)) is not None and t.role == "arm"]
        if not held and not own:
            continue
        names = tuple(dict.fromkeys(n for g in (group, *(arms.pop(n) for n in held)) for n in g))
        name = own[0] if own else held[0]
        arms[name] = (*arms.get(name, ()), *names)
    return arms


def _named(plain: str, known: Vocabulary) -> set[str]:
    """The arms of the document that a text names."""
    tokens = tokens_of(plain)
    found: set[str] = set()
    for index in range(len(tokens) if known.arms else 0):
        match = known.match(tokens, index, shouted=False)
        if match is not None and match[0].concept in known.arms:
            found.add(match[0].concept)
    return found


def _keep_pair(pair: tuple[str, str], known: Vocabulary, found: dict[str, None]) -> None:
    """Two names that are compared: if one is an arm's for certain, so is the other."""
    certain = any(_drug(n.split()[0]) or _proper(n) or _arm(n, known) for n in pair)
    for whole in pair:
        # Of `glatiramer acetate` the first word names the drug.
        first = whole.split()[0]
        name = (
            first if certain and " " in whole and len(first) > 5 and not _filler(first) else whole
        )
        usable = " " not in name and _usable(name, known, found)
        if certain and (usable or name.lower() in ("chemotherapy", "observation")):
            found.setdefault(name)
        else:
            _keep(name, known, found)


def _arm(name: str, known: Vocabulary) -> bool:
    term = known.knows(name)
    return term is not None and term.role == "arm"


def _usable(name: str, known: Vocabulary, found: dict[str, None], *, word: bool = False) -> bool:
    """Whether a word may be an arm's name: none that is known or means something in English.

    A plain `word` may be one where it stands right before `group` or `arm`.
    """
    lower = name.lower()
    term = known.knows(name)
    return (
        not _filler(name)
        and stem(name) not in stems("light")
        and lower not in _NO_ARMS
        and (term is None or (word and term.role == "synonym"))
        and lower not in {f.lower() for f in found}
    )


def _keep(name: str, known: Vocabulary, found: dict[str, None]) -> None:
    """Take a name for an arm, unless it is a word of the language or known otherwise."""
    name = re.sub(r"\s\d[\d.]*(?:\s?mg)?$", "", name)  # the dose is read beside it
    parts = [p for p in name.split() if p]
    while parts and _filler(parts[-1]):
        parts.pop()
    while parts and _filler(parts[0]):
        parts.pop(0)
    name = " ".join(parts)
    if not parts or known.knows(name) is not None:
        return
    # A name is one word that is no common one, or several of which none is known.
    if len(parts) > 1 and any(known.knows(p) for p in parts):
        for part in parts:
            _keep(part, known, found)
        return
    if any(_plain(p) for p in parts if not p[0].isdigit()) and not _proper(name):
        return
    if len(parts) > 1 and not re.search(r"\d", name):
        kept = [p for p in parts if _proper(p) or _drug(p)]
        name = " ".join(kept) if kept else name
        if not kept:
            return
    found.setdefault(name)


def _filler(word: str) -> bool:
    lower = word.lower()
    return lower in words("light") or lower in words("stop_nouns") or lower in words("quantifier")


def _proper(word: str) -> bool:
    """A name with a capital in it, not merely at the beginning of a common word."""
    return any(c.isupper() for c in word) and not _filler(word)


def _drug(word: str) -> bool:
    endings = tuple(data.load("roles")["drug_name"]["suffixes"])
    return len(word) >= 6 and word.lower().endswith(endings)


def _plain(word: str) -> bool:
    """A word in small letters that does not end like the name of a drug."""
    return not _proper(word) and not _drug(word)


def _target(word: str, plain: str) -> bool:
    """Whether an enzyme is what a drug acts on: `inhibitor of phosphodiesterase 9`."""
    if not word.lower().endswith("ase"):
        return False
    name = re.escape(word)
    acted = r"(?:inhibit\w*|block\w*|antagoni\w*|activat\w*|stimulat\w*|express\w*)"
    return bool(
        re.search(rf"\b{acted}\s(?:of\s)?(?:the\s)?(?:[\w-]+\s){{0,2}}?{name}\b", plain)
        or re.search(rf"\b{name}(?:[\s-]\w{{1,3}})?(?:\s\([\w-]+\))?\s{acted}", plain)
    )


def _ordinary(word: str) -> bool:
    lower = word.lower()
    return lower in words("light") or stem(lower) in stems("light") or lower in _ORDINARY


_NO_ARMS = words("lists", "no_arms")
_ORDINARY = words("lists", "ordinary")


_ACRONYM = re.compile(r"\b[A-Z]{2,6}(?=s?\b)")
_PLURAL = re.compile(r"\b([A-Z]{2,6})s\b")


def acronyms(statement: str, evidence: str, known: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Abbreviations of a statement that the evidence has written out: `VKA`."""
    found: dict[str, tuple[str, ...]] = {}
    shorts = [s for s in set(_ACRONYM.findall(statement)) if s not in evidence]
    many = {s for s in set(_PLURAL.findall(statement)) if s not in evidence}
    if not shorts or _all_capitals(statement):
        return found
    for short in shorts:
        if known.knows(short) is not None:
            continue
        words_there = list(re.finditer(r"[A-Za-z]+", evidence))
        for first in range(len(words_there)):
            for count in range(1, min(len(short), len(words_there) - first) + 1):
                part = words_there[first : first + count]
                if _initials(short.lower(), [m.group().lower() for m in part]):
                    phrase = evidence[part[0].start() : part[-1].end()]
                    if re.search(r"[.;:,]", phrase) is None:
                        found.setdefault(short, (phrase,))
    found |= {f"{s}s": found[s] for s in many & set(found)}
    return found


def _initials(letters: str, long: list[str]) -> bool:
    """Whether the first letters of words, and letters within them, are those of a short form."""
    if not long:
        return not letters
    if not letters or long[0][0] != letters[0]:
        return False
    for within in range(1, len(letters) + 1):
        inside, position = letters[1:within], 0
        for letter in inside:
            position = long[0].find(letter, position + 1)
            if position < 0:
                return False
        if _initials(letters[within:], long[1:]):
            return True
    return False


def _abbreviations(text: str) -> dict[str, tuple[str, ...]]:
    """`long form (LF)`: the words before the bracket whose initials the letters are."""
    found: dict[str, tuple[str, ...]] = {}
    for match in _DEFINED.finditer(text):
        short = match["short"]
        letters = [c.lower() for c in short if c.isalpha()]
        before = re.findall(r"[A-Za-z]+", text[max(0, match.start() - 90) : match.start()])
        for count in range(1, min(len(before), 9) + 1):
            long = before[-count:]
            if long[0][0].lower() == letters[0] and _spells(letters, long):
                phrase = text[text.rindex(long[0], 0, match.start()) : match.start()].strip()
                if len(phrase) <= 90 and re.search(r"[.;:]", phrase) is None:
                    found[short] = (phrase, f"{phrase} ({short})")
                break
    return found


def _spells(letters: list[str], long: list[str]) -> bool:
    """Whether the letters come in order from the words, the first of most words among them."""
    joined = "".join(w.lower() for w in long)
    position = 0
    for letter in letters:
        position = joined.find(letter, position) + 1
        if position == 0:
            return False
    return len([w for w in long if len(w) > 3]) <= len(letters) + 1
