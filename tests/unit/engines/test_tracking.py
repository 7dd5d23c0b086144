"""When the region of the last landmarks may be used again."""

import math

import numpy as np
import pytest

from holistic_core.engines.hand import roi_from_landmarks
from holistic_core.engines.tracking import FACE_RULE, HAND_RULE, BodyFilters, TrackingRule, tracking_verdict
from holistic_core.geometry import Rect

CENTRE = np.array([[100.0, 100.0]])
RECROP = Rect(100, 100, 50, 50, 0.0)


@pytest.mark.parametrize(
    ("tracked", "allowed"),
    [
        (RECROP, True),
        (Rect(109, 100, 50, 50, 0.0), True),
        (Rect(111, 100, 50, 50, 0.0), False),  # moved by more than 20 %
        (Rect(100, 100, 69, 69, 0.0), True),
        (Rect(100, 100, 71, 71, 0.0), False),  # grown by more than 40 %
        (Rect(100, 100, 50, 50, math.radians(39)), True),
        (Rect(100, 100, 50, 50, math.radians(41)), False),  # turned by more than 40°
    ],
)
def test_hand_rule_at_its_limits(tracked: Rect, allowed: bool) -> None:
    assert tracking_verdict(tracked, RECROP, CENTRE, HAND_RULE).kept is allowed


def test_turning_is_measured_the_short_way_round() -> None:
    almost = Rect(100, 100, 50, 50, math.radians(179))
    assert tracking_verdict(almost, Rect(100, 100, 50, 50, math.radians(-179)), CENTRE, FACE_RULE).kept


def test_shift_is_measured_along_the_axes_of_the_recrop() -> None:
    rule = TrackingRule(40, 0.2, 0.4, 0.0)
    diagonal = Rect(100 + 9.9, 100 + 9.9, 50, 50, math.radians(45))
    # 14 px along the re-crop's own x axis, although under 10 px in x and in y of the picture.
    assert not tracking_verdict(diagonal, Rect(100, 100, 50, 50, math.radians(45)), CENTRE, rule).kept
    assert tracking_verdict(diagonal._replace(rotation=0.0), RECROP, CENTRE, rule).kept


def test_every_landmark_must_lie_well_inside() -> None:
    inside = 100 + 25 * 0.9 - 0.1
    assert tracking_verdict(RECROP, RECROP, np.array([[inside, 100.0]]), HAND_RULE).kept
    assert not tracking_verdict(RECROP, RECROP, np.array([[inside + 0.2, 100.0]]), HAND_RULE).kept


def test_hand_region_turns_and_scales_with_the_hand() -> None:
    hand = np.random.default_rng(5).uniform(0, 40, (21, 2)) + 200
    roi = roi_from_landmarks(hand)
    angle, scale = 0.7, 1.8
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    other = roi_from_landmarks(hand @ turn * scale)
    # The box that is turned with the hand is taken about another centre, so size and place follow the hand exactly.
    assert other.width == pytest.approx(roi.width * scale)
    assert (other.cx, other.cy) == pytest.approx(tuple(np.array([roi.cx, roi.cy]) @ turn * scale))
    assert math.cos(other.rotation - roi.rotation - angle) == pytest.approx(1)


def test_a_lost_body_keeps_visibility_and_world_filters() -> None:
    filters = BodyFilters()
    one, two = np.zeros((33, 3)), np.ones((33, 3))
    for each in (filters.image, filters.world, filters.auxiliary):
        each(one, 0.0)
    filters.visibility(one)
    filters.body_lost()
    assert np.array_equal(filters.image(two, 1.0), two)
    assert np.array_equal(filters.auxiliary(two, 1.0), two)
    assert not np.array_equal(filters.world(two, 1.0), two)
    assert not np.array_equal(filters.visibility(two), two)
