"""Tables line up, and JSON holds nothing that JSON cannot hold."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest

from holistic_core.measure.table import as_json, format_table, verdict


def test_text_is_left_and_numbers_are_right() -> None:
    table = format_table(["name", "ms"], [["a", "9.5"], ["longer", "10.25"]], title="Times")
    assert table.splitlines() == [
        "Times",
        "name       ms",
        "------  -----",
        "a         9.5",
        "longer  10.25",
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "–"), (math.nan, "–"), (0.012345, "0.0123"), (3, "3"), (-0.5, "-0.5"), ("0.10", "0.10"), ("text", "text")],
)
def test_cells(value: object, shown: str) -> None:
    assert format_table(["x"], [[value]]).splitlines()[-1].strip() == shown


def test_a_missing_number_does_not_turn_its_column_to_text() -> None:
    lines = format_table(["number"], [["1.5"], [None]]).splitlines()
    assert lines[2:] == ["   1.5", "     –"]


def test_a_table_without_rows_still_has_its_headers() -> None:
    assert format_table(["file", "people"], []).splitlines()[0] == "file  people"


@dataclass(frozen=True)
class Inner:
    error: float
    where: Path


@dataclass(frozen=True)
class Outer:
    rows: tuple[Inner, ...]
    limits: MappingProxyType[str, float]


def test_json_of_nested_dataclasses() -> None:
    report = Outer((Inner(math.nan, Path("a.jpg")), Inner(0.5, Path("b.jpg"))), MappingProxyType({"wall": math.inf}))
    assert json.loads(as_json([report])) == [
        {
            "rows": [{"error": None, "where": "a.jpg"}, {"error": 0.5, "where": "b.jpg"}],
            "limits": {"wall": None},
        }
    ]


def test_verdicts() -> None:
    assert [verdict(passed) for passed in (True, False, None)] == ["ok", "OVER THE LIMIT", ""]
