"""The verdict on parity follows the errors: a worse engine cannot pass."""

import math
from dataclasses import replace

import numpy as np
import pytest

from holistic_core.measure.parity_report import (
    STILL_CRITERIA,
    VIDEO_CRITERIA,
    Comparison,
    Criteria,
    Spread,
    error_percent,
    format_parity,
)
from holistic_core.options import PARTS, Part
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import FACE, LEFT_HAND, POSE, RIGHT_HAND, Topology

TOPOLOGIES: dict[Part, Topology] = {"pose": POSE, "face": FACE, "left_hand": LEFT_HAND, "right_hand": RIGHT_HAND}
SIZE = (200, 100)


def person(*, shift: float = 0.0, shifted: Part = "pose", without: frozenset[Part] = frozenset()) -> HolisticResult:
    """Somebody whose parts are half the picture high; one part is shifted by a share of its height, in y."""

    def part(name: Part) -> Landmarks:
        topology = TOPOLOGIES[name]
        xyz = np.random.default_rng(7).uniform(0.25, 0.75, (len(topology.names), 3))
        xyz[0], xyz[1] = 0.25, 0.75
        xyz[:, 0] /= 4  # narrow: the box is longest in y
        xyz[:, 1] += 0.5 * shift * (name == shifted)
        return Landmarks.from_xyz(topology, xyz, visibility=np.ones(len(topology.names)) if name == "pose" else None)

    found = {name: part(name) for name in PARTS if name not in without}
    world = Landmarks.from_xyz(POSE, np.zeros((33, 3)), space="world")
    return HolisticResult(SIZE, **found, pose_world=world)


def compared(pairs: list[tuple[HolisticResult, HolisticResult]], criteria: Criteria = STILL_CRITERIA) -> Comparison:
    comparison = Comparison(criteria)
    for number, (ours, reference) in enumerate(pairs):
        comparison.add(f"picture {number}", ours, reference)
    return comparison


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("shift", [0.0, 0.001, -0.02])
def test_error_is_the_mean_distance_in_percent_of_the_longest_side(part: Part, shift: float) -> None:
    ours, reference = person(shift=shift, shifted=part).part(part), person().part(part)
    assert ours is not None
    assert reference is not None
    assert error_percent(ours, reference, SIZE) == pytest.approx(100 * abs(shift), abs=2e-4)


def test_equal_results_are_in_parity() -> None:
    report = compared([(person(), person())] * 3).report("stills", "test")
    assert report.passed
    assert report.presence_equal_percent == 100
    assert [each.error.n for each in report.parts] == [3] * 4
    assert [each.error.worst for each in report.parts] == [0] * 4
    assert "Verdict: parity" in format_parity(report)


@pytest.mark.parametrize(
    ("criteria", "part", "within", "over"),
    [
        (STILL_CRITERIA, "pose", 0.009, 0.011),
        (STILL_CRITERIA, "left_hand", 0.29, 0.31),
        (STILL_CRITERIA, "right_hand", 0.29, 0.31),
        (STILL_CRITERIA, "face", 0.09, 0.11),
        (VIDEO_CRITERIA, "pose", 0.009, 0.011),
        (VIDEO_CRITERIA, "left_hand", 0.049, 0.051),
        (VIDEO_CRITERIA, "right_hand", 0.049, 0.051),
        (VIDEO_CRITERIA, "face", 0.09, 0.11),
    ],
)
def test_the_median_has_a_limit(criteria: Criteria, part: Part, within: float, over: float) -> None:
    for percent, passed in ((within, True), (over, False)):
        pair = (person(shift=percent / 100, shifted=part), person())
        report = compared([pair] * 3, criteria).report("stills", "test")
        assert report.passed is passed
        assert {each.part: each.passed for each in report.parts}[part] is passed
        assert ("OVER THE LIMIT" in format_parity(report)) is not passed


@pytest.mark.parametrize(
    ("criteria", "part", "p95", "worst"),
    [
        (STILL_CRITERIA, "pose", 0.1, 0.5),
        (STILL_CRITERIA, "left_hand", 1.5, 4.0),
        (STILL_CRITERIA, "face", 1.2, 4.0),
        (VIDEO_CRITERIA, "pose", 0.05, None),
        (VIDEO_CRITERIA, "right_hand", 1.5, None),
        (VIDEO_CRITERIA, "face", 1.0, None),
    ],
)
def test_p95_and_worst_have_limits(criteria: Criteria, part: Part, p95: float, worst: float | None) -> None:
    def passed(percent: float, times: int) -> bool:
        pairs = [(person(), person())] * (100 - times) + [(person(shift=percent / 100, shifted=part), person())] * times
        return compared(pairs, criteria).report("stills", "test").passed

    assert passed(p95 * 0.98, times=10)
    assert not passed(p95 * 1.02, times=10)
    if worst is None:
        assert passed(50.0, times=1)
    else:
        assert passed(worst * 0.98, times=1)
        assert not passed(worst * 1.02, times=1)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("ours_has_it", [True, False])
def test_one_part_found_by_one_engine_only_is_no_parity_in_stills(part: Part, ours_has_it: bool) -> None:
    lacking, whole = person(without=frozenset({part})), person()
    pair = (whole, lacking) if ours_has_it else (lacking, whole)
    report = compared([(whole, whole), pair]).report("stills", "test")
    assert not report.passed
    assert {each.part: each.differs_in for each in report.parts}[part] == ("picture 1",)
    assert report.presence_equal_percent == pytest.approx(100 * 7 / 8)
    assert f"{part}: picture 1" in format_parity(report)


def test_videos_may_differ_in_one_decision_of_two_hundred() -> None:
    differing = (person(without=frozenset({"face"})), person())
    equal = (person(), person())
    assert compared([differing] + [equal] * 49, VIDEO_CRITERIA).report("video, one step", "test").passed
    assert not compared([differing] + [equal] * 48, VIDEO_CRITERIA).report("video, one step", "test").passed


def test_landmarks_that_are_not_numbers_are_over_the_limit() -> None:
    broken = replace(person(), pose=Landmarks.from_xyz(POSE, np.full((33, 3), math.nan)))
    report = compared([(broken, person())]).report("stills", "test")
    assert not report.passed


def test_nothing_to_compare_is_no_parity() -> None:
    assert not compared([]).report("stills", "test").passed


def test_visibility_and_world_differences_are_told() -> None:
    reference = person()
    assert reference.pose is not None
    ours = replace(
        reference,
        pose=Landmarks.from_xyz(POSE, reference.pose.xyz, visibility=np.full(33, 0.75)),
        pose_world=Landmarks.from_xyz(POSE, np.tile([0.0, 0.003, 0.004], (33, 1)), space="world"),
    )
    report = compared([(ours, reference)]).report("stills", "test")
    assert report.visibility.median == pytest.approx(0.25)
    assert report.world_mm.worst == pytest.approx(5.0)


def test_spread_names_the_worst() -> None:
    spread = Spread.of([1.0, 3.0, 2.0], ["a", "b", "c"])
    assert (spread.n, spread.median, spread.worst, spread.worst_in) == (3, 2.0, 3.0, "b")
    assert Spread.of([], []).n == 0
