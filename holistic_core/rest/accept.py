"""Which kind of answer a program wants: the `Accept` header (RFC 9110, section 12.5.1)."""

from collections.abc import Sequence
from typing import Final

from holistic_core.rest.problem import ProblemError

_MOST_RANGES: Final = 50


def chosen_type(accept: str, offered: Sequence[str]) -> str:
    """The offered media type that is wanted most, the first of several; `ProblemError` when none is.

    accept: the header; empty takes the first.
    """
    ranges = [_weighted(part) for part in accept.split(",")[:_MOST_RANGES] if part.strip()]
    if not ranges:
        return offered[0]
    best, best_weight = None, 0.0
    for media_type in offered:
        weight = _weight_of(media_type, ranges)
        if weight > best_weight:
            best, best_weight = media_type, weight
    if best is None:
        raise ProblemError("accept", f"Answers are of type {', '.join(offered)}; ask for one of them with Accept.")
    return best


def _weighted(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return name, float(parameter[2:])
            except ValueError:
                return name, 0.0
    return name, 1.0


def _weight_of(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The weight of the most exact range that fits."""
    family = media_type.split("/", maxsplit=1)[0]
    for pattern in (media_type, f"{family}/*", "*/*"):
        for name, weight in ranges:
            if name == pattern:
                return weight
    return 0.0
