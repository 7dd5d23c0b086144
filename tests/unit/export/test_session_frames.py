"""Rows of arrays give back the results that went in."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from holistic_core.angles import ANGLES, joint_angles
from holistic_core.export.session_frames import BLOCK_FRAMES, FACE_ERROR_NORM, FrameStore
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import FACE, FACE_REFINED, POSE, RIGHT_HAND

Person = Callable[..., HolisticResult]


def kept(result: HolisticResult, *, face: bool = False) -> HolisticResult:
    store = FrameStore(face=face)
    store.add(0.0, result, joint_angles(result), 0, 0.0)
    return store.frames().result(0)


def bare(result: HolisticResult) -> HolisticResult:
    """Without what rows do not keep."""
    return replace(result, face=None, segmentation=None, stage_ms={})


def holes() -> Landmarks:
    xyz = np.linspace(-3, 3, 63).reshape(21, 3).astype(np.float32)
    xyz[4] = np.nan
    return Landmarks.from_xyz(RIGHT_HAND, xyz, visibility=np.linspace(0, 1, 21))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"right_hand": holes()},
        {"pose": None},
        {"pose_world": None, "left_hand": None},
        {"pose": None, "pose_world": None, "left_hand": None, "pose_score": math.nan},
        {"image_size": (1, 99_999)},
        {"segmentation": np.zeros((100, 200), np.float32)},
    ],
    ids=["everything", "missing points", "no body", "world and hand missing", "nobody", "odd size", "mask"],
)
def test_all_but_the_face_comes_back_equal(person: Person, changes: dict[str, object]) -> None:
    result = person(**changes)
    assert kept(result) == bare(result)


@pytest.mark.parametrize("topology", [FACE, FACE_REFINED], ids=["face", "refined"])
def test_a_face_comes_back_within_the_promised_error(person: Person, topology: object) -> None:
    assert topology in (FACE, FACE_REFINED)
    generator = np.random.default_rng(3)
    xyz = generator.uniform(-1.99, 1.99, (len(topology.names), 3)).astype(np.float32)
    xyz[7], xyz[8, 0] = np.nan, 2.5
    result = person(face=Landmarks.from_xyz(topology, xyz))

    again = kept(result, face=True).face
    assert again is not None
    assert again.topology == topology
    off = np.abs(again.xyz_norm.astype(np.float64) - xyz)
    assert np.isnan(off[7]).all() and np.isnan(off[8, 0]), "too far away counts as missing"
    assert 0.9 * FACE_ERROR_NORM < np.nanmax(off) < FACE_ERROR_NORM + 1e-7
    assert kept(result).face is None


def test_a_face_that_was_rounded_once_stays_as_it_is(person: Person) -> None:
    xyz = np.random.default_rng(4).uniform(-1.5, 1.5, (468, 3))
    once = kept(person(face=Landmarks.from_xyz(FACE, xyz)), face=True)
    assert kept(once, face=True) == once


def test_columns_cover_all_frames_and_stay_as_they_were(person: Person) -> None:
    store, result = FrameStore(), person()
    angles = joint_angles(result)
    many = 2 * BLOCK_FRAMES + 3
    for step in range(many):
        turned = tuple(replace(each, deg_2d=step + column) for column, each in enumerate(angles))
        store.add(step / 10, result, turned, step // 50, step / 4)
        if step == BLOCK_FRAMES + 1:
            before = store.frames(0.3)
    frames = store.frames(0.5)
    elbow = [each.name for each in ANGLES].index("left_elbow")

    assert len(frames) == many == len(list(frames.results()))
    assert frames.times_s == pytest.approx(np.arange(many) / 10 - 0.5)
    assert frames.repetitions.tolist() == [step // 50 for step in range(many)]
    assert frames.latency_ms.tolist() == [step / 4 for step in range(many)]
    assert frames.of("left_elbow").tolist() == [step + elbow for step in range(many)]
    assert frames.of("left_elbow").tolist() == frames.deg_2d[:, elbow].tolist()
    assert frames.of("left_elbow", in_space=True)[0] == np.float32(angles[elbow].deg_3d)
    assert frames.deg_3d.shape == (many, 44)
    assert len(before) == BLOCK_FRAMES + 2
    assert before.times_s[-1] == pytest.approx((BLOCK_FRAMES + 1) / 10 - 0.3)


@pytest.mark.parametrize("place", [0, -1, BLOCK_FRAMES, -3])
def test_one_frame_is_found_by_its_place(person: Person, place: int) -> None:
    store = FrameStore()
    for step in range(BLOCK_FRAMES + 2):
        result = person(pose_score=step / 1000)
        store.add(step, result, joint_angles(result), 0, 0.0)
    assert store.frames().result(place).pose_score == (place % (BLOCK_FRAMES + 2)) / 1000


def test_no_frames_have_empty_columns_and_no_results() -> None:
    frames = FrameStore().frames()
    assert (len(frames), list(frames.results())) == (0, [])
    assert frames.times_s.shape == frames.of("left_knee").shape == (0,)
    assert frames.deg_2d.shape == (0, 44)
    with pytest.raises(IndexError, match="no frame 0 among 0"):
        frames.result(0)


def test_faces_can_be_kept_from_some_frame_on(person: Person) -> None:
    store, result = FrameStore(), person()
    for step in range(5):
        if step == 3:
            store.keep_faces()
        store.add(step, result, joint_angles(result), 0, 0.0)
    assert [each.face is not None for each in store.frames().results()] == [False] * 3 + [True] * 2
    assert len(store) == 5


def test_rows_cannot_be_changed_and_wrong_angles_are_refused(person: Person) -> None:
    store, result = FrameStore(), person()
    store.add(0.0, result, joint_angles(result), 0, 0.0)
    with pytest.raises(ValueError, match="read-only"):
        store.frames().blocks[0]["repetitions"][0] = 7
    with pytest.raises(ValueError, match=r"\(3, 2\), expected \(44, 2\)"):
        store.add(0.1, result, joint_angles(result)[:3], 0, 0.0)
    assert len(store) == 1
    assert store.frames().result(0).pose.topology == POSE
