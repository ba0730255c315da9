"""Small pieces of HTML that the reviewing screens share; every text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote, urlencode

from ino_assistant.web.markup import icon, text

_MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


def moment(iso: str) -> str:
    """A moment of the records as people read it, in UTC."""
    when = datetime.strptime(iso, _MOMENT).replace(tzinfo=UTC)
    return f'<time datetime="{text(iso)}">{when.day} {when:%b %Y, %H:%M} UTC</time>'


def exactly(iso: str) -> str:
    """The same with seconds, as on a signature."""
    when = datetime.strptime(iso, _MOMENT).replace(tzinfo=UTC)
    return f'<time datetime="{text(iso)}">{when.day} {when:%B %Y, %H:%M:%S} UTC</time>'


def day(iso: str | None) -> str:
    """A day as people read it; nothing for none."""
    if not iso:
        return ""
    when = date.fromisoformat(iso)
    return f'<time datetime="{text(iso)}">{when.day} {when:%b %Y}</time>'


def due(iso: str, now: datetime, *, waiting: bool = True) -> str:
    """When something is due, seen from now; what is late says so in words."""
    at = datetime.strptime(iso, _MOMENT).replace(tzinfo=UTC)
    title = f"{at.day} {at:%b %Y, %H:%M} UTC"
    if not waiting:
        return f'<time datetime="{text(iso)}">{title}</time>'
    late = now > at
    words = f"{span_words(abs(at - now))} late" if late else f"in {span_words(at - now)}"
    tone, sign = ("bad", "warning") if late else ("plain", "clock")
    return (
        f'<span class="badge {tone}">{icon(sign)}<time datetime="{text(iso)}" '
        f'title="{title}">{words}</time></span>'
    )


def span_words(length: timedelta) -> str:
    """A length of time in its largest unit: `3 h`."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} d"


def badge(words: str, tone: str = "plain", sign: str = "") -> str:
    """A short word on a state; the tone never says anything that the words do not."""
    return f'<span class="badge {tone}">{icon(sign) if sign else ""}{text(words)}</span>'


def address(screen: str, record: str = "", /, **query: str | int) -> str:
    """Where a screen is: `#screen/record?query`."""
    path = f"#{screen}" + (f"/{quote(record, safe='')}" if record else "")
    asked = {name: value for name, value in query.items() if value not in ("", None)}
    return path + (f"?{urlencode(asked)}" if asked else "")


def link(words: str, where: str, *, name: str = "") -> str:
    """A link within the page, or to a page of this server in a new tab."""
    away = "" if where.startswith("#") else ' target="_blank" rel="noopener"'
    shown = f' class="{name}"' if name else ""
    return f'<a href="{text(where)}"{shown}{away}>{text(words)}</a>'


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Names with their values, values being HTML; rows without a value are left out."""
    made = "".join(f"<div><dt>{text(n)}</dt><dd>{v}</dd></div>" for n, v in rows if v)
    return f'<dl class="facts">{made}</dl>'


def section(name: str, heading: str, body: str, *, level: int = 3) -> str:
    """A part of a screen under its heading; nothing where there is nothing in it."""
    if not body:
        return ""
    return (
        f'<section class="part {name}" aria-labelledby="h-{name}">'
        f'<h{level} id="h-{name}">{text(heading)}</h{level}>{body}</section>'
    )


def folded(name: str, summary: str, body: str, *, start: bool = False) -> str:
    """A part that is opened when it is wanted."""
    if not body:
        return ""
    return (
        f'<details class="part {name}"{" open" if start else ""}>'
        f"<summary><h3>{text(summary)}</h3></summary>{body}</details>"
    )


def options(names: Mapping[str, str], chosen: str, *, anything: str | None = None) -> str:
    """The options of a select."""
    every = {} if anything is None else {"": anything}
    return "".join(
        f'<option value="{text(code)}"{" selected" if code == chosen else ""}>{text(n)}</option>'
        for code, n in {**every, **names}.items()
    )


def select(
    name: str,
    label: str,
    names: Mapping[str, str],
    chosen: str = "",
    *,
    anything: str | None = None,
) -> str:
    """A select with its label."""
    return (
        f'<label class="field"><span>{text(label)}</span><select name="{text(name)}">'
        f"{options(names, chosen, anything=anything)}</select></label>"
    )


def field(name: str, label: str, value: str = "", *, kind: str = "text", more: str = "") -> str:
    """A one-line field with its label. `more` is HTML attributes of our own."""
    return (
        f'<label class="field"><span>{text(label)}</span>'
        f'<input type="{kind}" name="{text(name)}" value="{text(value)}" '
        f'autocomplete="{"current-password" if kind == "password" else "off"}"{more}></label>'
    )


def area(name: str, label: str, value: str = "", *, rows: int = 2, more: str = "") -> str:
    """A field of several lines with its label."""
    # A line break behind the tag is dropped by browsers, so that the first of a text stays.
    return (
        f'<label class="field"><span>{text(label)}</span>'
        f'<textarea name="{text(name)}" rows="{rows}"{more}>\n{text(value)}</textarea></label>'
    )


def hidden(**values: str | int) -> str:
    """Fields that nobody sees."""
    return "".join(
        f'<input type="hidden" name="{text(n)}" value="{text(str(v))}">' for n, v in values.items()
    )


def form(do: str, body: str, *, name: str = "", label: str = "") -> str:
    """A form that takes a step. `label` names it for those who do not see it."""
    said = f' aria-label="{text(label)}"' if label else ""
    return f'<form data-do="{text(do)}" class="{text(name)}"{said}>{body}</form>'


def button(words: str, *, name: str = "", value: str = "", main: bool = False) -> str:
    """The button that sends its form."""
    given = f' name="{text(name)}" value="{text(value)}"' if name else ""
    return f'<button type="submit"{given}{" class=chief" if main else ""}>{text(words)}</button>'


def listed(items: Sequence[str], *, name: str = "", ordered: bool = False) -> str:
    """Items of HTML as a list; nothing where there are none."""
    if not items:
        return ""
    tag = "ol" if ordered else "ul"
    entries = "".join(f"<li>{item}</li>" for item in items)
    return f'<{tag} role="list" class="{text(name)}">{entries}</{tag}>'


def empty(words: str) -> str:
    """What stands where there is nothing."""
    return f'<p class="empty">{text(words)}</p>'


__all__ = [
    "address",
    "area",
    "badge",
    "button",
    "day",
    "due",
    "empty",
    "exactly",
    "facts",
    "field",
    "folded",
    "form",
    "hidden",
    "link",
    "listed",
    "moment",
    "options",
    "section",
    "select",
    "span_words",
]
