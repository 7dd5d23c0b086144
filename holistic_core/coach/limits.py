"""What a parameter of the coach may be, and how it is said to people when it is something else."""

import math
import re
from collections.abc import Collection

from holistic_core.errors import OptionsError


def in_range(parameter: str, value: float, low: float, high: float, unit: str = "") -> float:
    """`value` as a float; OptionsError naming the parameter and its range when it is outside, or not a number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise OptionsError(f"{parameter} is {value!r}; it must be a number from {low:g} to {high:g}{_spaced(unit)}.")
    if not low <= value <= high:
        raise OptionsError(
            f"{parameter} is {value:g}{_spaced(unit)}; it must be from {low:g} to {high:g}{_spaced(unit)}."
        )
    return float(value)


def whole_in_range(parameter: str, value: int, low: int, high: int, unit: str = "") -> int:
    """`value` as an int; OptionsError naming the parameter and its range for anything else."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise OptionsError(
            f"{parameter} is {value!r}{_spaced(unit)}; it must be a whole number from {low} to {high}{_spaced(unit)}."
        )
    return value


def one_of(parameter: str, value: str, allowed: Collection[str]) -> str:
    """`value`; OptionsError naming the parameter and what it may be for anything else."""
    if value not in allowed:
        raise OptionsError(f"{parameter} is {value!r}; it must be one of: {', '.join(allowed)}.")
    return value


def colour(parameter: str, value: str) -> str:
    """`value`; OptionsError unless it is a colour written as `#RRGGBB`."""
    if not isinstance(value, str) or not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        raise OptionsError(f"{parameter} is {value!r}; it must be a colour written as #RRGGBB.")
    return value


def _spaced(unit: str) -> str:
    return unit if unit in ("", "°") else f" {unit}"
