"""Numbers written many at once look as Python writes them one by one."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from holistic_core.export.number_text import fixed_lines, shortest, shortest_lines

COLUMNS = 4
BEFORE = ["[", ",", ",", "],["]
# Coordinates, what float32 can hold at all, and what is missing.
NUMBERS = st.one_of(st.floats(-9, 9, width=32), st.floats(-3000, 3000, width=32), st.floats(width=32))
TABLES = hnp.arrays(np.float32, st.tuples(st.integers(0, 6), st.just(COLUMNS)), elements=NUMBERS)


@settings(max_examples=300, deadline=None)
@given(TABLES)
def test_fixed_digits_are_those_of_python(values: np.ndarray) -> None:
    digits = [1, 2, 3, 4]
    want = [
        ",".join(f"{x:.{count}f}" if math.isfinite(x) else "" for x, count in zip(row, digits, strict=True)) + "\r\n"
        for row in values.tolist()
    ]
    assert [line.decode() for line in fixed_lines(values, digits, ["", ",", ",", ","], "\r\n")] == want


@settings(max_examples=300, deadline=None)
@given(TABLES)
def test_the_shortest_digits_read_back_to_the_last_bit(values: np.ndarray) -> None:
    lines = shortest_lines(values, ["[", ",", ",", ","], "]")
    read = [json.loads(line) for line in lines]
    # Beyond 2^24 there are several whole numbers of the same length that read back as the same float32.
    alone = ~(np.abs(values) >= 2**24)
    for line, short, only in zip(read, shortest(values), alone.tolist(), strict=True):
        assert [each for each, one in zip(line, only, strict=True) if one] == [
            each for each, one in zip(short, only, strict=True) if one
        ]
    again = np.array(read, np.float64).reshape(-1, COLUMNS).astype(np.float32)
    finite = np.isfinite(values)
    assert again[finite].tobytes() == values[finite].tobytes()
    assert np.isnan(again[~finite]).all()


@pytest.mark.parametrize(
    ("value", "short", "two_digits"),
    [
        (0.1, "0.1", "0.10"),
        (0.0, "0.0", "0.00"),
        (-0.0, "-0.0", "-0.00"),
        (1.0, "1.0", "1.00"),
        (0.99999994, "0.99999994", "1.00"),
        (-0.004, "-0.004", "-0.00"),
        (0.125, "0.125", "0.12"),  # half way: to the even digit, as Python does
        (0.375, "0.375", "0.38"),
        (9999.9951, "9999.995", "10000.00"),
        (10000.0, "10000.0", "10000.00"),
        (123456.75, "123456.75", "123456.75"),
        (16777216.0, "16777216.0", "16777216.00"),
        (1e-10, "0.0000000001", "0.00"),
        (3e38, "3e+38", f"{float(np.float32(3e38)):.2f}"),
        (math.nan, "null", ""),
        (math.inf, "null", ""),
    ],
)
def test_a_number_beside_others(value: float, short: str, two_digits: str) -> None:
    row = np.array([[0.5, value, -7.25, 1.0]], np.float32)
    assert shortest_lines(row, BEFORE, "]") == [f"[0.5,{short},-7.25],[1.0]".encode()]
    assert fixed_lines(row, [2] * 4, ["", ",", ",", ","], "\n") == [f"0.50,{two_digits},-7.25,1.00\n".encode()]


def test_what_is_missing_can_be_null_with_fixed_digits_too() -> None:
    row = np.array([[1.5, np.nan], [np.nan, 1e20]], np.float32)
    lines = fixed_lines(row, [1, 1], ["[", ","], "]", missing="null")
    assert lines == [b"[1.5,null]", f"[null,{float(np.float32(1e20)):.1f}]".encode()]


@pytest.mark.parametrize("layout", ["C", "F"])
def test_the_layout_in_memory_does_not_matter(layout: str) -> None:
    rows = np.array([[1e-30, 2.5], [0.1, 3e20], [7.0, np.nan]], np.float32, order=layout)
    assert shortest_lines(rows, ["", ","], "") == [b"1e-30,2.5", b"0.1,3e+20", b"7.0,null"]
