"""What each form of the grammar becomes: a quantity from its match."""

from __future__ import annotations

import re
from decimal import Decimal

from ino_assistant import data
from ino_assistant.fidelity.quantity.model import Kind, Quantity
from ino_assistant.fidelity.quantity.singles import OLDEST, PEOPLE, SHORT, TIMES, counted, single
from ino_assistant.fidelity.terms.normal import lowered_exponent
from ino_assistant.fidelity.terms.patterns import lookup
from ino_assistant.fidelity.terms.writing import comparison, members_of, number, unit_name


def which(match: re.Match[str]) -> str:
    """The outermost form that matched: the first named group that is set."""
    return next(name for name in _FORMS if match[name] is not None)


_FORMS = (
    "cite", "mark_at", "name", "classed", "exposure", "phase", "grades", "label", "ci", "p",
    "spread", "date", "power", "fallen", "uln", "either", "pressure", "fraction", "wfraction",
    "nobody", "among", "ratio", "fold", "npatients", "interval", "between", "winterval",
    "bracketed", "letter", "spaced",
    "value", "worded", "alternate", "short", "years", "ordinal", "vague",
)  # fmt: skip


def make(form: str, m: re.Match[str], text: str) -> Quantity | None:
    """The quantity of one match; None where the words turn out to be none."""
    maker = _MAKERS[form]
    return maker(m, text)


def _fraction(m: re.Match[str], text: str) -> Quantity | None:
    if m["fraction"] is not None:
        top, low = number(m["f_top"]), number(m["f_low"])
        comparator, hedge = comparison(m["f_cmp"])
    else:
        top, low = number(m["wf_top"]), number(m["wf_low"])
        comparator = hedge = ""
    return Quantity("fraction", m.span(), m.group(), (top, low), "", comparator, hedge)


def _among(m: re.Match[str], text: str) -> Quantity | None:
    """`one in seven`: a share told in small numbers."""
    top, low = number(m["m_top"]), number(m["m_low"])
    if not 0 < top < low:
        return None
    comparator, hedge = comparison(m["m_cmp"])
    span = m.span()
    return Quantity("fraction", span, m.group(), (top, low), "", comparator, hedge, symbol="among")


def _nobody(m: re.Match[str], text: str) -> Quantity | None:
    """`none of the 164`: 0 of 164."""
    values = (Decimal(0), number(m["n_whole"]))
    return Quantity("fraction", m.span(), m.group(), values, symbol="none")


def _pressure(m: re.Match[str], text: str) -> Quantity | None:
    """`118/72 mmHg`: two pressures, and no share."""
    values = (number(m["bp_high"]), number(m["bp_low"]))
    comparator, hedge = comparison(m["bp_cmp"])
    return Quantity("ratio", m.span(), m.group(), values, "mmHg", comparator, hedge)


def _either(m: re.Match[str], text: str) -> Quantity | None:
    """`0/1` and `0 or 1`: the two best grades of a score, and no share."""
    return Quantity("interval", m.span(), m.group(), (Decimal(0), Decimal(1)), symbol="either")


def _ci(m: re.Match[str], text: str) -> Quantity | None:
    level = number(m["c_level"])
    if m["c_low"] is None:
        return Quantity("ci_level", m.span(), m.group(), level=level)
    low, high = number(m["c_low"]), m["c_high"]
    values = (low, number(high)) if high else (low,)
    return Quantity(
        "interval", m.span(), m.group(), values, unit_name(m["c_unit"]), level=level,
        symbol="" if high else "open",
    )  # fmt: skip


def _interval(m: re.Match[str], text: str) -> Quantity | None:
    prefix = next(p for p, form in _INTERVALS.items() if m[form] is not None)
    low, high = number(m[f"{prefix}_low"]), m[f"{prefix}_high"]
    values = (low, number(high)) if high else (low,)
    symbol = "" if high else "open"
    comparator, hedge = comparison(m["i_cmp"]) if prefix == "i" else ("", "")
    unit = unit_name(m[f"{prefix}_unit"] or m[f"{prefix}_u1"])
    smaller = unit_name(m[f"{prefix}_u1"]) if m[f"{prefix}_u1"] else unit
    if smaller != unit and len(values) > 1 and (smaller, unit) in _PARTS:
        # `6 months to 17 years`: the ends are printed in two units.
        values = (low / _PARTS[smaller, unit], values[1])
    if not unit:
        unit = counted(text, m.end()) if prefix in "ij" else ""
    if not unit and high and _two_years(m, prefix):
        return Quantity("date", m.span(), m.group(), values, "year")
    if not unit and PEOPLE.search(text[: m.start()]) and 0 < low < OLDEST:
        unit = "year"
    return Quantity("interval", m.span(), m.group(), values, unit, comparator, hedge, symbol=symbol)


_INTERVALS = {"i": "interval", "b": "between", "j": "winterval", "k": "bracketed"}
_PARTS = {("month", "year"): 12, ("day", "week"): 7, ("hour", "day"): 24, ("minute", "hour"): 60}
"""How many of the unit of an interval's lower end make one of that of its upper end."""


def _two_years(m: re.Match[str], prefix: str) -> bool:
    """`between 2011 and 2019`: two years of the calendar."""
    return all(
        re.fullmatch(r"(?:19|20)\d\d", m[f"{prefix}_{side}"] or "") for side in ("low", "high")
    )


def _power(m: re.Match[str], text: str) -> Quantity | None:
    prefix = next(p for p, form in _POWERS.items() if m[form] is not None)
    mantissa = number(m[f"{prefix}_num"]) if m[f"{prefix}_num"] else Decimal(1)
    if prefix == "z":
        mantissa *= number(m["z_base"])
    raised = next(m[f"e{n}"] for n in range(1, 8) if m[f"e{n}"] is not None)
    exponent = int(lowered_exponent(raised))
    comparator, hedge = comparison(m[f"{prefix}_cmp"])
    unit = unit_name(m[f"{prefix}_unit"])
    return Quantity(
        "measure", m.span(), m.group(), (mantissa.scaleb(exponent),), unit, comparator, hedge,
        symbol="power",
    )  # fmt: skip


_POWERS = {"x": "power", "y": "fallen", "z": "letter"}


def _spaced(m: re.Match[str], text: str) -> Quantity | None:
    """`1 520 patients`, `1 000 mg`: thousands set apart by a space."""
    value = number(re.sub(r"\s", "", m["g_num"] or m["g_num2"]))
    comparator, hedge = comparison(m["g_cmp2"])
    unit = unit_name(m["g_unit"])
    kind: Kind = "duration" if unit in TIMES else "measure" if unit else "count"
    unit = unit or counted(text, m.end())
    return Quantity(kind, m.span(), m.group(), (value,), unit, comparator, hedge)


def _label(m: re.Match[str], text: str) -> Quantity | None:
    if m["label"] is not None:
        of, members, sign = m["l_of"].lower(), m["members"], m["l_cmp"]
        after = comparison(m["l_after"])[0]
    elif m["grades"] is not None:
        of, members, sign = "grade", m["grade"], m["g_cmp"]
        after = comparison(m["g_after"])[0]
    else:
        of, members, sign, after = "phase", m["phase_of"], None, ""
    comparator = after or comparison(sign)[0]
    values = members_of(members)
    if of in ("year", "years") and len(values) == 1 and values[0] > 100:
        return Quantity("date", m.span(), m.group(), values, "year")
    return Quantity("label", m.span(), m.group(), values, of.rstrip("s"), comparator)


def _p_value(m: re.Match[str], text: str) -> Quantity | None:
    sign = m["p_cmp"].lower()
    comparator = "" if sign in ("=", "of", "was", "is") else comparison(sign)[0]
    return Quantity("p_value", m.span(), m.group(), (number(m["p_value"]),), "P", comparator)


def _spread(m: re.Match[str], text: str) -> Quantity | None:
    unit = unit_name(m["s_unit"] or m["s_u1"])
    return Quantity("spread", m.span(), m.group(), (number(m["s_mean"]), number(m["s_sd"])), unit)


def _date(m: re.Match[str], text: str) -> Quantity | None:
    return Quantity("date", m.span(), m.group(), symbol=_date_key(m.group()))


def _date_key(writing: str) -> str:
    month = re.search(r"[a-z]{3}", writing.lower())
    return " ".join(sorted(re.findall(r"(?!0)\d+", writing)) + ([month.group()] if month else []))


def _ratio(m: re.Match[str], text: str) -> Quantity | None:
    parts = tuple(number(part) for part in m["ratio"].split(":"))
    return Quantity("ratio", m.span(), m.group(), parts)


def _fold(m: re.Match[str], text: str) -> Quantity | None:
    comparator, hedge = comparison(m["t_cmp"])
    return Quantity(
        "multiple", m.span(), m.group(), (number(m["t_num"]),), "times", comparator, hedge
    )


def _limit(m: re.Match[str], text: str) -> Quantity | None:
    """`≥ upper limit of normal` without a figure: one time the limit."""
    comparator = comparison(m["u_cmp"])[0]
    return Quantity("measure", m.span(), m.group(), (Decimal(1),), "ULN", comparator)


def _total(m: re.Match[str], text: str) -> Quantity | None:
    return Quantity("count", m.span(), m.group(), (number(m["n_value"]),), "patient", symbol="n")


def _alternate(m: re.Match[str], text: str) -> Quantity | None:
    """`every other week`: every two weeks."""
    if m["a_num"]:
        # q72h, q2w.
        unit = SHORT[m["a_unit"].lower()]
        return Quantity(
            "duration", m.span(), m.group(), (number(m["a_num"]),), unit, symbol="every"
        )
    unit = (m["a_of"] or "week").lower()
    return Quantity("duration", m.span(), m.group(), (Decimal(2),), unit, symbol="every")


def _short(m: re.Match[str], text: str) -> Quantity | None:
    unit = SHORT[re.match(r"[a-z]+", m.group().lower())[0].rstrip("s")]  # type: ignore[index]
    return Quantity("label", m.span(), m.group(), (number(m["s_num"]),), unit)


def _years(m: re.Match[str], text: str) -> Quantity | None:
    low, high = re.findall(r"\d{4}", m.group())
    return Quantity("date", m.span(), m.group(), (Decimal(low), Decimal(high)), "year")


def _ordinal(m: re.Match[str], text: str) -> Quantity | None:
    ordinals: dict[str, int] = data.load("quantities")["ordinals"]
    value = Decimal(ordinals[m["o_word"].lower()]) if m["o_word"] else number(m["o_num"])
    noun = m["o_noun"].lower()
    if noun in lookup("units"):
        noun = lookup("units")[noun]
    of = noun.rstrip("s")
    start, end = m.span()
    if of in ("cycle", "day", "week", "month", "visit"):
        # A third cycle is Cycle 3.
        return Quantity("label", (start, end), text[start:end], (value,), of, symbol="ordinal")
    return Quantity("ordinal", (start, end - 1), text[start : end - 1], (value,), of)


def _vague(m: re.Match[str], text: str) -> Quantity | None:
    comparator, hedge = comparison(m["q_cmp"])
    name = " ".join(m.group()[len(m["q_cmp"] or "") :].lower().split())
    times = re.match(r"(twice|\w+) (?:times )?as \w+$", name)
    if times:
        factor = _FACTORS.get(times[1], times[1])
        name = lookup("vague").get(factor, factor)
    return Quantity(
        "vague", m.span(), m.group(), (), "", comparator, hedge,
        symbol=lookup("vague").get(name, "majority" if name == "most" else name),
    )  # fmt: skip


def _classed(m: re.Match[str], text: str) -> Quantity | None:
    """`type 2`, `stage IV`, `stage III-IV`: one writing for digits and Roman numerals."""
    word, _, members = m["classed"].partition(" ")
    listed = ",".join(str(v) for v in members_of(members))
    letters = "".join(re.findall(r"[ab]\b", members))
    return Quantity("name", m.span(), m.group(), symbol=f"{word.lower()} {listed}{letters}")


def _exposure(m: re.Match[str], text: str) -> Quantity | None:
    years = m["exposure"].count("0")
    return Quantity("name", m.span(), m.group(), symbol=f"per 1{'0' * years} patient-years")


def _no_quantity(m: re.Match[str], text: str) -> Quantity | None:
    kind: Kind = "mark" if m["cite"] is not None else "name"
    return Quantity(kind, m.span(), m.group(), symbol=" ".join(m.group().lower().split()))


_FACTORS = {"twice": "doubled", "two": "doubled", "2": "doubled", "three": "tripled",
            "3": "tripled", "four": "quadrupled", "4": "quadrupled", "five": "fivefold",
            "5": "fivefold", "ten": "tenfold", "10": "tenfold"}  # fmt: skip
_MAKERS = {
    "cite": _no_quantity,
    "name": _no_quantity,
    "classed": _classed,
    "exposure": _exposure,
    "phase": _label,
    "grades": _label,
    "label": _label,
    "ci": _ci,
    "p": _p_value,
    "spread": _spread,
    "date": _date,
    "power": _power,
    "fallen": _power,
    "letter": _power,
    "spaced": _spaced,
    "either": _either,
    "pressure": _pressure,
    "among": _among,
    "nobody": _nobody,
    "fraction": _fraction,
    "wfraction": _fraction,
    "ratio": _ratio,
    "fold": _fold,
    "npatients": _total,
    "uln": _limit,
    "interval": _interval,
    "between": _interval,
    "winterval": _interval,
    "bracketed": _interval,
    "value": single,
    "worded": single,
    "alternate": _alternate,
    "short": _short,
    "years": _years,
    "ordinal": _ordinal,
    "vague": _vague,
}
