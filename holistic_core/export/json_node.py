"""A value inside a JSON document that knows where it stands, so that a wrong one can be named to people."""

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from holistic_core.errors import OptionsError

_SHOWN_CHARACTERS = 40
# As it is written, in few digits, the largest float32 is a little above itself.
_FLOAT32_MAX = float(str(np.finfo(np.float32).max))
_CELLS = frozenset({int, float, type(None)})  # true and false are of another type


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@dataclass(frozen=True)
class JsonNode:
    """`value` at `path` of a document; every reader below raises OptionsError when the value is of another kind."""

    value: Any
    path: str = ""

    @classmethod
    def parse(cls, text: str | bytes, on_object: Callable[[dict[str, Any]], Any] | None = None) -> "JsonNode":
        """The whole document; OptionsError when the text is not JSON (NaN and Infinity are not).

        on_object: gives what stands in the document instead of an object, the inner ones first, so that a large file
        need not be in memory as a whole.
        """
        try:
            return cls(json.loads(text, parse_constant=_no_constant, object_hook=on_object))
        except (ValueError, RecursionError) as error:
            raise OptionsError(
                "This is not a result file: it holds no valid JSON. Choose a JSON file that Holistic Lab has written."
            ) from error

    def fail(self, expected: str) -> NoReturn:
        """Raise the OptionsError that says what stands here and what was expected."""
        shown = repr(self.value)
        if len(shown) > _SHOWN_CHARACTERS:
            shown = shown[:_SHOWN_CHARACTERS] + "…"
        raise OptionsError(
            f"This result file cannot be read: {self.path or 'the document'} is {shown}, expected {expected}. "
            "It was changed or cut off; export it again."
        )

    def __getitem__(self, key: str) -> "JsonNode":
        child = JsonNode(None, f"{self.path}.{key}" if self.path else key)
        if not isinstance(self.value, dict):
            self.fail("an object")
        if key not in self.value:
            raise OptionsError(
                f"This result file cannot be read: {child.path} is missing. It was changed or cut off; export it again."
            )
        return JsonNode(self.value[key], child.path)

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def get(self, key: str) -> "JsonNode":
        """The member of an object; null when it is not there."""
        return self[key] if key in self else JsonNode(None, f"{self.path}.{key}" if self.path else key)

    @property
    def is_null(self) -> bool:
        """Whether null stands here."""
        return self.value is None

    def items(self) -> "list[JsonNode]":
        """The members of an array."""
        if not isinstance(self.value, list):
            self.fail("an array")
        return [JsonNode(item, f"{self.path}[{i}]") for i, item in enumerate(self.value)]

    def text(self) -> str:
        """A string."""
        if not isinstance(self.value, str):
            self.fail("a text")
        return self.value

    def texts(self) -> tuple[str, ...]:
        """An array of strings."""
        return tuple(item.text() for item in self.items())

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            self.fail("true or false")
        return self.value

    def number(self) -> float:
        """A finite number."""
        if not (_is_number(self.value) and abs(self.value) <= _FLOAT32_MAX):
            self.fail("a number")
        return float(self.value)

    def number_or_nan(self) -> float:
        """A finite number, or NaN for null."""
        return math.nan if self.is_null else self.number()

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        if not (isinstance(self.value, int) and not isinstance(self.value, bool) and low <= self.value <= high):
            self.fail(f"a whole number from {low} to {high}")
        return self.value

    def exactly(self, expected: Iterable[str]) -> None:
        """An array of exactly these strings."""
        wanted = list(expected)
        if self.value != wanted:
            few = ", ".join(wanted[:3]) + (", …" if len(wanted) > 3 else "")  # noqa: PLR2004 -- enough to recognise them
            self.fail(f"the {len(wanted)} names {few}")

    def table(self, rows: int, columns: int) -> npt.NDArray[np.float32]:
        """An array of `rows` arrays of `columns` numbers; null becomes NaN."""
        if len(self.items()) != rows:
            raise OptionsError(
                f"This result file cannot be read: {self.path} has {len(self.value)} rows, expected {rows}. "
                "It was changed or cut off; export it again."
            )
        for row in self.items():
            row._check_numbers(columns)
        return np.array(self.value, dtype=np.float64).reshape(rows, columns).astype(np.float32)

    def numbers(self, count: int) -> npt.NDArray[np.float32]:
        """An array of `count` numbers; null becomes NaN."""
        self._check_numbers(count)
        return np.array(self.value, dtype=np.float64).astype(np.float32)

    def _check_numbers(self, count: int) -> None:
        # A recording has millions of numbers: no node, and no Python of our own, for each of them.
        if not isinstance(self.value, list):
            self.fail("an array")
        if len(self.value) != count:
            self.fail(f"{count} numbers")
        are_cells = _CELLS.issuperset(map(type, self.value))
        if not (are_cells and max(map(abs, filter(None, self.value)), default=0) <= _FLOAT32_MAX):
            self.fail(f"{count} numbers or null")
