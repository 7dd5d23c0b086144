"""Thresholds are checked by name and range, and know their direction."""

import math
from dataclasses import replace
from typing import Any

import pytest

from holistic_core.errors import OptionsError
from holistic_core.exercises import Thresholds

KNEE = Thresholds(enter_deg=135, leave_deg=150, target_deg=100)
ARM = Thresholds(enter_deg=70, leave_deg=45, target_deg=120)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"enter_deg": -1}, "enter_deg is -1°.*from 0 to 180"),
        ({"leave_deg": 181}, "leave_deg is 181°"),
        ({"target_deg": math.nan}, "target_deg is nan"),
        ({"enter_deg": "deep"}, "enter_deg is 'deep'"),
        ({"enter_deg": True}, "enter_deg is True"),
        ({"min_repetition_s": 0.1}, "min_repetition_s is 0.1 s.*from 0.2 to 10 s"),
        ({"max_gap_s": 6}, "max_gap_s is 6 s.*from 0 to 5 s"),
        ({"leave_deg": 140}, "enter_deg is 135° and leave_deg 140°.*10° apart"),
    ],
)
def test_a_value_outside_its_range_is_named(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(OptionsError, match=told):
        replace(KNEE, **changes)


def test_the_larger_threshold_tells_the_direction() -> None:
    assert KNEE.falls and not ARM.falls
    assert KNEE.outward(90) > KNEE.outward(120)
    assert ARM.outward(120) > ARM.outward(90)


@pytest.mark.parametrize(("thresholds", "rest", "half", "full"), [(KNEE, 150, 125, 100), (ARM, 45, 82.5, 120)])
def test_the_share_goes_from_rest_to_the_full_movement(
    thresholds: Thresholds, rest: float, half: float, full: float
) -> None:
    assert [thresholds.share(deg) for deg in (rest, half, full)] == pytest.approx([0, 0.5, 1])


def test_a_target_before_the_threshold_asks_for_nothing() -> None:
    assert replace(KNEE, enter_deg=80).full_deg == 80
    assert KNEE.full_deg == 100
    assert replace(ARM, enter_deg=140).full_deg == 140
