"""Many numbers as text at once: rows of an array become lines of a file, digit by digit as Python would write them.

Python takes a fifth of a microsecond for a number, and ten minutes of landmarks are eight million. Here every number is
a few words of four characters, looked up in tables, and a mask says which of the characters are written.
"""

import math
from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from holistic_core.results import FloatArray

_Bytes = npt.NDArray[np.uint8]
_Words = npt.NDArray[np.uint32]
_Floats = npt.NDArray[np.float64]
_Missing = Literal["", "null"]

# 10^12 is the largest power of ten by which every float32 can be multiplied in float64 without rounding: 24 bits of
# the number and 28 of 5^12. So the digits are those of the number itself, as in Python's own formatting.
_MOST_DIGITS: Final = 12
# More digits are tried one by one. Below 8 a float32 is within 0.25e-6 of what it stands for: there all shorter texts
# are found at 6 digits, as zeros at the end, which fall away.
_SMALL: Final = 8.0
_SMALL_DIGITS: Final = 6
_GROUP: Final = 4
_GROUP_SIZE: Final = 10**_GROUP
_EXACT: Final = 2.0**24  # up to here float32 tells all whole numbers apart
_LARGEST: Final = float(_GROUP_SIZE**2)  # whole parts have two groups
_MOST_BEFORE: Final = 3


def _words(rows: npt.ArrayLike) -> _Words:
    """Four bytes a row as one word, so that a table look-up copies four characters."""
    words: _Words = np.ascontiguousarray(np.asarray(rows, np.uint8)).view(np.uint32)[..., 0]
    return words


_PLACES: Final = 10 ** np.arange(_GROUP)[::-1]
_DIGITS: Final[_Bytes] = (np.arange(_GROUP_SIZE)[:, None] // _PLACES % 10).astype(np.uint8)
_TEXT: Final = _words(_DIGITS + ord("0"))
# How many digits of a group are written before a decimal point, and how many behind one, without zeros at the ends.
_LEADING: Final = np.maximum(1, np.logical_or.accumulate(_DIGITS, axis=1).sum(axis=1))
_TRAILING: Final = np.logical_or.accumulate(_DIGITS[:, ::-1], axis=1).sum(axis=1)
_LAST: Final = _words([[place >= _GROUP - count for place in range(_GROUP)] for count in range(_GROUP + 1)])
_FIRST: Final = _words([[place < count for place in range(_GROUP)] for count in range(_GROUP + 1)])
_ALL, _NONE = _FIRST[_GROUP], _FIRST[0]
_SIGN: Final = np.array([False, False, False, True])
_POINT: Final = _words([list(b".   ")])[0]
_NULL: Final = _words([list(b"null")])[0]


def fixed_lines(
    values: FloatArray, digits: Sequence[int], before: Sequence[str], after: str, *, missing: _Missing = ""
) -> list[bytes]:
    """A line for every row, each number with the digits of its column: the same text as Python's `f"{value:.2f}"`.

    values: float32 `(n, k)`. digits: of the k columns, 1-4. before: what stands before each number, at most three
    characters. after: what ends a line. missing: instead of a number that is not finite.
    """
    places = np.asarray(digits)
    magnitude, usable = _magnitudes(values)
    whole, fraction = _split(np.rint(magnitude * 10.0**places), 10.0**places)
    groups = (fraction * 10.0 ** (_GROUP - places)).astype(np.int64)[..., None]
    lines = _lines(values, whole, groups, np.broadcast_to(places, values.shape), before, after, missing)
    for row in _odd_rows(values, usable):
        numbers = zip(values[row].tolist(), digits, strict=True)
        cells = [f"{number:.{count}f}" if math.isfinite(number) else missing for number, count in numbers]
        lines[row] = _line(cells, before, after)
    return lines


def shortest_lines(values: FloatArray, before: Sequence[str], after: str) -> list[bytes]:
    """As `fixed_lines`, with the fewest digits that read back as the same float32; "null" where not finite."""
    scaled, power, usable = _fewest_digits(values)
    whole, fraction = _split(scaled, power)
    groups = _groups((fraction * (10.0**_MOST_DIGITS / power)).astype(np.int64), 3)
    first, second, third = (_TRAILING[groups[..., place]] for place in range(3))
    shown = np.where(third, 2 * _GROUP + third, np.where(second, _GROUP + second, np.maximum(first, 1)))
    lines = _lines(values, whole, groups, shown, before, after, "null")
    for row in _odd_rows(values, usable):
        (numbers,) = shortest(values[row : row + 1])
        lines[row] = _line(["null" if x is None else repr(x) for x in numbers], before, after)
    return lines


def shortest(values: FloatArray) -> list[list[float | None]]:
    """Numbers whose `repr` has the fewest digits that read back as the same float32; None where not finite. `(n, k)`"""
    scaled, power, usable = _fewest_digits(values)
    short = np.copysign(scaled / power, values).astype(object)
    finite = np.isfinite(values)
    odd = finite & ~usable
    if odd.any():
        short[odd] = _shortest_of_each(values[odd])
    short[~finite] = None
    rows: list[list[float | None]] = short.tolist()
    return rows


def _shortest_of_each(values: FloatArray) -> _Floats:
    """As `shortest`, of any size and also of numbers with an exponent: numpy's own text, read."""
    short: _Floats = values.astype("U32").astype(np.float64)
    # Reading goes through float64; a decimal that this double rounding would spoil is written in full.
    return np.where(short.astype(np.float32) == values, short, values.astype(np.float64))


def _fewest_digits(values: FloatArray) -> tuple[_Floats, _Floats, npt.NDArray[np.bool_]]:
    """Of the magnitudes: whole numbers, the powers of ten to divide them by, and where that reads back the same.

    Both are below 2^53, so the quotient is the float64 that a reader of the text gets.
    """
    magnitude, usable = _magnitudes(values)
    targets = magnitude.ravel()
    scaled, power = np.zeros(values.size), np.ones(values.size)
    left = np.flatnonzero(targets >= _SMALL)
    for places in range(1, _MOST_DIGITS + 1):
        if places == _SMALL_DIGITS:
            left = np.concatenate([left, np.flatnonzero(targets < _SMALL)])
        scaled[left], power[left] = np.rint(targets[left] * 10.0**places), 10.0**places
        left = left[(scaled[left] / power[left]).astype(np.float32) != targets[left]]
    usable.flat[left] = False
    # Above, fewer digits than those of the units can be enough.
    usable &= magnitude < _EXACT
    return scaled.reshape(values.shape), power.reshape(values.shape), usable


def _magnitudes(values: FloatArray) -> tuple[_Floats, npt.NDArray[np.bool_]]:
    """Without signs, and where they are finite and not too large; 0 elsewhere."""
    magnitude = np.abs(values).astype(np.float64)
    usable = magnitude < _LARGEST  # False for NaN
    magnitude[~usable] = 0.0
    return magnitude, usable


def _split(scaled: _Floats, power: _Floats) -> tuple[npt.NDArray[np.int64], _Floats]:
    """What stands before and behind the point of `scaled / power`; the latter still multiplied."""
    whole = np.floor(scaled / power)
    return whole.astype(np.int64), scaled - whole * power


def _groups(numbers: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int64]:
    """`(…, count)`: groups of four digits, the highest first."""
    groups = np.empty((*numbers.shape, count), np.int64)
    for place in reversed(range(count)):
        numbers, groups[..., place] = numbers // _GROUP_SIZE, numbers % _GROUP_SIZE
    return groups


def _odd_rows(values: FloatArray, usable: npt.NDArray[np.bool_]) -> list[int]:
    """Rows with a number that the tables cannot spell."""
    rows: list[int] = np.flatnonzero((np.isfinite(values) & ~usable).any(axis=1)).tolist()
    return rows


def _line(cells: Sequence[str], before: Sequence[str], after: str) -> bytes:
    return "".join([*(part for pair in zip(before, cells, strict=True) for part in pair), after]).encode("ascii")


def _lines(
    values: FloatArray,
    whole: npt.NDArray[np.int64],
    fraction: npt.NDArray[np.int64],
    shown: npt.NDArray[np.intp],
    before: Sequence[str],
    after: str,
    missing: _Missing,
) -> list[bytes]:
    """whole: `(n, k)`, below 10^8. fraction: `(n, k, groups)` of four digits, of which `shown` `(n, k)` are written."""
    rows, columns = values.shape
    above = _groups(whole, 2)
    large = above[..., 0] > 0
    words = 3 + int(large.any()) + fraction.shape[-1]
    text, keep = np.empty((rows, columns, words), np.uint32), np.empty((rows, columns, words), np.uint32)
    # The first word: up to three characters before the number, and its sign.
    lead = np.array([[*each.ljust(_MOST_BEFORE).encode("ascii"), ord("-")] for each in before])
    text[..., 0] = _words(lead)
    negative = np.signbit(values) & np.isfinite(values)
    kept = np.array([[place < len(each) for place in range(_MOST_BEFORE)] + [False] for each in before])
    keep[..., 0] = np.where(negative, _words(kept + _SIGN), _words(kept))
    at = 1
    if words > 3 + fraction.shape[-1]:
        text[..., at], keep[..., at] = _TEXT[above[..., 0]], np.where(large, _LAST[_LEADING[above[..., 0]]], _NONE)
        at += 1
    text[..., at] = _TEXT[above[..., 1]]
    keep[..., at] = _LAST[np.where(large, _GROUP, _LEADING[above[..., 1]])]
    text[..., at + 1], keep[..., at + 1] = _POINT, _FIRST[1]
    for place in range(fraction.shape[-1]):
        text[..., at + 2 + place] = _TEXT[fraction[..., place]]
        keep[..., at + 2 + place] = _FIRST[np.clip(shown - _GROUP * place, 0, _GROUP)]
    gone = ~np.isfinite(values)
    keep[gone, 1:] = _NONE
    if missing:
        text[gone, 1], keep[gone, 1] = _NULL, _ALL
    mask = keep.reshape(rows, columns * words).view(np.bool_)
    written = text.reshape(rows, columns * words).view(np.uint8)[mask].tobytes()
    ends = np.cumsum(mask.sum(axis=1)).tolist()
    tail = after.encode("ascii")
    return [written[start:end] + tail for start, end in zip([0, *ends], ends, strict=False)]
