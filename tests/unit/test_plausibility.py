"""Limbs that no body has are dropped, bodies in odd views are not."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holistic_core.plausibility import LIMBS, TIMES_USUAL, TRUNK, drop_implausible
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import POSE
from tests.stick_person import body_m, landmarks_px, moved, moved_m, standing

SIZE = (1000, 1000)


def place_px(result: HolisticResult, name: str) -> tuple[float, float]:
    assert result.pose is not None
    x, y = result.pose.xy_px(result.image_size)[POSE.index(name)].tolist()
    return x, y


def stretched(result: HolisticResult, start: str, end: str, times: float) -> HolisticResult:
    (x0, y0), (x1, y1) = place_px(result, start), place_px(result, end)
    return moved(result, {end: (x0 + times * (x1 - x0), y0 + times * (y1 - y0))})


def dropped(result: HolisticResult) -> set[str]:
    cleaned = drop_implausible(result)
    assert cleaned.pose is not None
    return {name for name, point in zip(POSE.names, cleaned.pose.xyz, strict=True) if np.isnan(point).any()}


def seen_from(turn_deg: float, bow_deg: float) -> HolisticResult:
    """The standing person turned about the vertical, then bowed towards the camera, in the picture alone."""
    turn, bow = math.radians(turn_deg), math.radians(bow_deg)
    about_y = np.array([[math.cos(turn), 0, math.sin(turn)], [0, 1, 0], [-math.sin(turn), 0, math.cos(turn)]])
    about_x = np.array([[1, 0, 0], [0, math.cos(bow), -math.sin(bow)], [0, math.sin(bow), math.cos(bow)]])
    points = body_m() @ about_y.T @ about_x.T * 400 + (500, 500, 0)
    return HolisticResult(SIZE, pose=landmarks_px(POSE, points, SIZE, np.ones(33)))


def test_a_usual_body_stays_the_very_same_result() -> None:
    person = standing(SIZE)
    assert drop_implausible(person) is person


@given(st.floats(-180, 180), st.floats(-80, 80))
def test_no_view_of_a_usual_body_loses_anything(turn_deg: float, bow_deg: float) -> None:
    assert dropped(seen_from(turn_deg, bow_deg)) == set()


@pytest.mark.parametrize("limb", LIMBS, ids=lambda limb: limb.end)
def test_a_limb_far_too_long_loses_its_end(limb) -> None:  # type: ignore[no-untyped-def]
    assert limb.end in dropped(stretched(standing(SIZE), limb.start, limb.end, times=12))


def test_only_the_stray_elbow_goes_when_the_wrist_is_where_it_belongs() -> None:
    person = moved(standing(SIZE), {"left_elbow": (990.0, 990.0)})
    assert dropped(person) == {"left_elbow"}
    cleaned = drop_implausible(person)
    assert cleaned.left_hand == person.left_hand


def test_a_hand_goes_with_its_wrist_and_no_other() -> None:
    person = moved(standing(SIZE), {"left_wrist": (500.0, -3000.0)})
    cleaned = drop_implausible(person)
    assert cleaned.left_hand is None
    assert cleaned.right_hand == person.right_hand and cleaned.face == person.face
    assert cleaned.segmentation is person.segmentation and cleaned.stage_ms == person.stage_ms


def test_what_is_dropped_is_nan_everywhere_and_in_metres_too() -> None:
    cleaned = drop_implausible(moved(standing(SIZE), {"right_ankle": (-4000.0, 500.0)}))
    index = POSE.index("right_ankle")
    for landmarks in (cleaned.pose, cleaned.pose_world):
        assert landmarks is not None
        assert np.isnan(landmarks.xyz[index]).all() and np.isnan(landmarks.visibility[index])
        assert np.isfinite(landmarks.xyz[POSE.index("right_knee")]).all()


def test_a_limb_too_long_in_space_counts_although_the_picture_hides_it() -> None:
    person = moved_m(standing(SIZE), {"left_knee": (0.1, 0.4, -5.0)})
    assert "left_knee" in dropped(person)


def test_just_below_the_limit_stays_and_just_above_goes() -> None:
    # The longest side of the drawn trunk says how tall the person is.
    person = replace(standing(SIZE), pose_world=None)
    trunk = [math.dist(place_px(person, each.start), place_px(person, each.end)) / each.stature_share for each in TRUNK]
    limit = TIMES_USUAL * 0.245 * max(trunk)
    x, y = place_px(person, "left_hip")
    below = moved(person, {"left_knee": (x + 0.98 * limit, y)})
    above = moved(person, {"left_knee": (x + 1.02 * limit, y)})
    assert "left_knee" not in dropped(below)
    assert "left_knee" in dropped(above)


def test_a_trunk_pointing_at_the_camera_does_not_make_the_limbs_long() -> None:
    middle = {
        name: (500.0 + dx, 500.0)
        for name, dx in (("left_shoulder", 6), ("right_shoulder", -6), ("left_hip", 5), ("right_hip", -5))
    }
    assert dropped(replace(moved(standing(SIZE), middle), pose_world=None)) == set()


def test_without_a_trunk_nothing_is_judged() -> None:
    gone = dict.fromkeys(("left_shoulder", "right_shoulder", "left_hip", "right_hip"), (math.nan, math.nan))
    person = replace(moved(standing(SIZE), gone | {"left_wrist": (-9000.0, 0.0)}), pose_world=None)
    assert drop_implausible(person) is person


def test_nobody_is_nobody() -> None:
    nobody = HolisticResult(SIZE)
    assert drop_implausible(nobody) is nobody


def test_missing_points_stay_missing_and_harm_nobody() -> None:
    person = moved(standing(SIZE), {"left_elbow": (math.nan, math.nan)})
    assert dropped(person) == {"left_elbow"}


@given(st.floats(0.2, 20))
def test_the_size_of_the_person_does_not_matter(scale: float) -> None:
    points = body_m() * 100 * scale
    points[POSE.index("left_wrist")] = (900 * scale, 0, 0)
    person = HolisticResult(SIZE, pose=landmarks_px(POSE, points, SIZE))
    assert "left_wrist" in dropped(person) and "left_elbow" not in dropped(person)


def test_people_labelled_by_hand_keep_their_limbs(test_media) -> None:  # type: ignore[no-untyped-def]
    """The 17 points of COCO of whom both shoulders and both hips are labelled: none has an implausible limb."""
    document = json.loads((test_media / "images" / "coco_wholebody_gt.json").read_text(encoding="utf-8"))
    names = [
        *("nose", "left_eye", "right_eye", "left_ear", "right_ear"),
        *(
            f"{side}_{joint}"
            for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
            for side in ("left", "right")
        ),
    ]
    checked = 0
    for annotation in document["annotations"]:
        keypoints = np.array(annotation["keypoints"], float).reshape(17, 3)
        xyz = np.full((33, 3), np.nan)
        for name, (x, y, labelled) in zip(names, keypoints, strict=True):
            if labelled > 0:
                xyz[POSE.index(name)] = x / SIZE[0], y / SIZE[1], 0
        trunk = [POSE.index(point) for each in TRUNK for point in (each.start, each.end)]
        if np.isnan(xyz[trunk]).any():
            continue
        person = HolisticResult(SIZE, pose=Landmarks.from_xyz(POSE, xyz))
        assert drop_implausible(person) is person, annotation["id"]
        checked += 1
    assert checked >= 5
