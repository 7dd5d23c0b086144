"""How every measurement is shown: aligned columns for people, JSON for machines."""

import dataclasses
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

_GAP: Final = "  "
_NOTHING: Final = "–"


def format_table(headers: Sequence[str], rows: Sequence[Sequence[object]], *, title: str = "") -> str:
    """Columns under their headers: text to the left, numbers to the right; None and NaN are a dash.

    Numbers that need particular digits are handed in as text.
    """
    cells = [[_cell(value) for value in row] for row in rows]
    right = [all(_is_number(text) for text in column if text != _NOTHING) for column in zip(*cells, strict=True)] or [
        False
    ] * len(headers)
    widths = [max(map(len, column)) for column in zip(headers, *cells, strict=True)]

    def line(texts: Sequence[str]) -> str:
        padded = (
            text.rjust(width) if numeric else text.ljust(width)
            for text, width, numeric in zip(texts, widths, right, strict=True)
        )
        return _GAP.join(padded).rstrip()

    ruler = _GAP.join("-" * width for width in widths)
    return "\n".join(([title] if title else []) + [line(headers), ruler, *map(line, cells)])


def as_json(report: Any) -> str:
    """A dataclass, or a list of them, as JSON; NaN and infinities become null."""
    return json.dumps(_plain(report), indent=2, ensure_ascii=False)


def verdict(passed: bool | None) -> str:
    """How a figure with a limit is marked; no limit, no mark."""
    if passed is None:
        return ""
    return "ok" if passed else "OVER THE LIMIT"


def _cell(value: object) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return _NOTHING
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _is_number(text: str) -> bool:
    return text[:1].isdigit() or text[:1] in "+-−."


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return str(value) if isinstance(value, Path) else value
