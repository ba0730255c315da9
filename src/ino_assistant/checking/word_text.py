"""The text of a Word document's XML: paragraphs, table cells, and what is left out of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ino_assistant.checking.draft import BlockKind
from ino_assistant.checking.writing import raised

# What holds paragraphs or runs and adds nothing of its own.
_FRAMES = frozenset((
    "sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple",
    "AlternateContent", "Choice", "bdo", "dir",
))  # fmt: skip
_DELETED = frozenset(("del", "moveFrom"))
# Word keeps these signs of its Symbol font in a private place; as printed they are:
_SYMBOLS = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB0: "°", 0xB7: "•", 0x6D: "µ", 0x61: "α",
    0x62: "β", 0x67: "γ", 0x6B: "κ", 0x64: "δ", 0xB9: "≠", 0xBB: "≈", 0x2D: "−", 0xA5: "∞",
    0xAE: "→", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xE2: "®", 0x3C: "<", 0x3E: ">", 0x3D: "=",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's text with line breaks kept, and the text boxes anchored in it."""

    kind: BlockKind
    text: str
    boxes: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: how many columns it spans, and whether it goes on from the row above."""

    element: Any
    width: int
    continued: bool


def local_name(element: Any) -> str:
    """The name of an element without its namespace; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class WordReader:
    """Reads elements, and notes what of them is left out.

    Args:
        styles: id of a paragraph style -> its name in small letters.
    """

    def __init__(self, styles: Mapping[str, str]) -> None:
        self._styles = styles
        self.notes: list[str] = []

    def walk(self, root: Any) -> Iterator[tuple[Literal["paragraph", "table"], Any]]:
        """Paragraphs and tables of an element, in order, out of whatever frames them."""
        for child in root:
            name = local_name(child)
            if name == "p":
                yield "paragraph", child
            elif name == "tbl":
                yield "table", child
            elif name in _DELETED:
                self.notes.append("deleted text of tracked changes")
            elif name == "oMathPara":
                self.notes.append("equation")
            elif name in _FRAMES:
                yield from self.walk(child)

    def paragraph(self, element: Any) -> Paragraph:
        """A paragraph's text."""
        parts: list[str] = []
        boxes: list[Any] = []
        self._runs(element, parts, boxes)
        return Paragraph(self._kind(element), "".join(parts), tuple(boxes))

    def rows(self, table: Any) -> Iterator[Any]:
        """The rows of a table; those deleted under tracked changes are noted, not read."""
        for child in table:
            name = local_name(child)
            if name == "tr":
                marks = [local_name(m) for p in child if local_name(p) == "trPr" for m in p]
                if "del" in marks:
                    self.notes.append("deleted text of tracked changes")
                else:
                    yield child
            elif name in _FRAMES:
                yield from self.rows(child)

    def cells(self, row: Any) -> list[TableCell]:
        """The cells of a row."""
        found: list[TableCell] = []
        for child in row:
            name = local_name(child)
            if name == "tc":
                found.append(_cell(child))
            elif name in _FRAMES:
                found += self.cells(child)
        return found

    def _kind(self, element: Any) -> BlockKind:
        for child in element:
            if local_name(child) != "pPr":
                continue
            for setting in child:
                name, value = local_name(setting), _value(setting)
                if name == "pStyle":
                    style = self._styles.get(value, value.lower())
                    if style.startswith(("heading", "title", "subtitle")):
                        return "heading"
                    if style.startswith("list"):
                        return "item"
                if name == "numPr":
                    return "item"
                if name == "outlineLvl" and value.isdigit() and int(value) < 9:
                    return "heading"
        return "paragraph"

    def _runs(self, element: Any, parts: list[str], boxes: list[Any]) -> None:
        for child in element:
            name = local_name(child)
            if name == "r":
                self._run(child, parts, boxes)
            elif name in _DELETED:
                self.notes.append("deleted text of tracked changes")
            elif name in ("oMath", "oMathPara"):
                self.notes.append("equation, read as plain text")
                parts += [e.text or "" for e in child.iter() if local_name(e) == "t"]
            elif name in _FRAMES:
                self._runs(child, parts, boxes)

    def _run(self, run: Any, parts: list[str], boxes: list[Any]) -> None:
        settings = {local_name(s): _value(s) for p in run if local_name(p) == "rPr" for s in p}
        if settings.get("vanish", "0") not in ("0", "false"):
            if any(local_name(e) == "t" for e in run):
                self.notes.append("hidden text")
            return
        start = len(parts)
        self._contents(run, parts, boxes)
        if settings.get("vertAlign") == "superscript":
            parts[start:] = [raised(part) for part in parts[start:]]

    def _contents(self, run: Any, parts: list[str], boxes: list[Any]) -> None:
        for child in run:
            name = local_name(child)
            if name == "t":
                parts.append(child.text or "")
            elif name == "tab":
                parts.append("\t")
            elif name in ("br", "cr"):
                parts.append("\n")
            elif name == "noBreakHyphen":
                parts.append("-")
            elif name == "sym":
                parts.append(self._symbol(child))
            elif name in ("drawing", "pict", "AlternateContent", "object"):
                boxes += _text_boxes(child)

    def _symbol(self, element: Any) -> str:
        values = {k.rpartition("}")[2]: v for k, v in element.attrib.items()}
        try:
            code = int(values.get("char", ""), 16) & 0xFF
        except ValueError:
            code = 0
        sign = _SYMBOLS.get(code) if values.get("font", "").lower() == "symbol" else None
        if sign is None:
            self.notes.append("sign of a symbol font")
        return sign or "\ufffd"


def _value(element: Any) -> str:
    """The value of a setting; one without is on."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == "val"), "1")


def _cell(element: Any) -> TableCell:
    width, continued = 1, False
    for settings in element:
        if local_name(settings) != "tcPr":
            continue
        for setting in settings:
            if local_name(setting) == "gridSpan" and _value(setting).isdigit():
                width = min(max(1, int(_value(setting))), 63)
            elif local_name(setting) in ("vMerge", "hMerge"):
                continued = _value(setting) != "restart"
    return TableCell(element, width, continued)


def _text_boxes(element: Any) -> list[Any]:
    """The text boxes in a drawing; Word writes each twice, once for its old versions."""
    found: list[Any] = []
    for child in element:
        name = local_name(child)
        if name == "txbxContent":
            found.append(child)
        elif name != "Fallback" or local_name(element) != "AlternateContent":
            found += _text_boxes(child)
    return found
