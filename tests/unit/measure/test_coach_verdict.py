"""The verdict follows the rows, row by row, and what was not measured does not pass."""

import math
from dataclasses import replace
from typing import Any

from holistic_core.measure.accuracy_report import PartFound
from holistic_core.measure.coach_detection import DetectionRow
from holistic_core.measure.coach_verdict import DetectionReport, Requirement, format_detection, judge
from holistic_core.measure.table import as_json
from holistic_core.options import Part

FRAMES = 20


def part(name: Part, found: int = FRAMES, expected: int = FRAMES) -> PartFound:
    missed = tuple(number / 10 for number in range(expected - found))
    return PartFound(name, expected, found, 0, missed)


def row(
    motion: str = "squat", view: str = "side", *, found: dict[Part, PartFound] | None = None, **fields: Any
) -> DetectionRow:
    parts = {name: part(name) for name in ("pose", "face", "left_hand", "right_hand")} | (found or {})
    whole = DetectionRow(
        motion,
        True,
        view,
        "alex",
        "litert",
        FRAMES,
        tuple(parts.values()),
        {"knee": 3.0, "elbow": 4.0},
        {"knee": -2.0, "elbow": 1.0},
        {"knee": 2.0, "elbow": 3.5},
    )
    return replace(whole, **fields)


def demand(report: DetectionReport, words: str) -> Requirement:
    return next(each for each in report.requirements if words in each.demand)


def test_all_is_well() -> None:
    report = judge([row(), row("push_up", upright=False)])
    assert report.passed
    assert demand(report, "other movements").rows == 1
    shown = format_detection(report)
    assert "nothing" in shown
    assert "OVER THE LIMIT" not in shown
    assert "3.0 (-2.0)" in shown


def test_one_missed_body_fails_upright_movements_only() -> None:
    missed = {"pose": part("pose", FRAMES - 1)}
    standing = judge([row(found=missed)])
    assert not standing.passed
    assert demand(standing, "upright").failed == ("squat side alex litert",)
    assert "squat side alex litert, pose: 0.00" in format_detection(standing)
    assert judge([row("push_up", upright=False, found=missed)]).passed
    assert not judge([row("push_up", upright=False, found={"pose": part("pose", FRAMES - 2)})]).passed


def test_face_and_hands_need_nine_tenths_of_what_faces_the_camera() -> None:
    assert judge([row(found={"face": part("face", 18)})]).passed
    report = judge([row(found={"face": part("face", 17)}), row()])
    assert (demand(report, "face in").worst, len(demand(report, "face in").failed)) == (85.0, 1)
    away = judge([row(found={"left_hand": part("left_hand", 0, 0)})])
    assert demand(away, "left hand").passed is None
    assert away.passed
    assert "not asked: left hand" in format_detection(away)


def test_angles_count_for_three_movements_from_two_sides() -> None:
    wrong = {"mae_deg": {"knee": 5.1, "elbow": 1.0}}
    assert not judge([row(**wrong)]).passed
    assert not judge([row("shoulder_press", "three-quarter", **wrong)]).passed
    assert judge([row(view="front", **wrong), row("lunge", **wrong)]).passed


def test_errors_without_foreshortened_bones_are_told_beside_the_verdict() -> None:
    shown = format_detection(judge([row(), row("biceps_curl", across_deg={"knee": 2.4, "elbow": math.nan})]))
    assert "worst 2.4° in biceps_curl side alex litert" in shown
    assert "worst 3.5° in squat side alex litert" in shown
    assert "line of sight" not in format_detection(judge([row("lunge")]))


def test_an_angle_that_was_never_measured_does_not_pass() -> None:
    never = row(mae_deg={"knee": math.nan, "elbow": 1.0}, bias_deg={"knee": math.nan, "elbow": 1.0})
    report = judge([never])
    assert demand(report, "knee").failed
    assert not report.passed
    assert " – " in format_detection(report)
    assert "Infinity" not in as_json(report)


def test_many_misses_are_cut_short() -> None:
    assert "… 20 in all" in format_detection(judge([row(found={"face": part("face", 0)})]))
