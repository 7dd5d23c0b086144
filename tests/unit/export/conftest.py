"""A small person with known numbers."""

from collections.abc import Callable

import numpy as np
import pytest

from holistic_core.angles import joint_angles
from holistic_core.export import PictureRecord
from holistic_core.export.session_frames import FrameStore, SessionFrames
from holistic_core.options import FindOptions
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import FACE, LEFT_HAND, POSE, Topology

SIZE = (200, 100)


def ramp(topology: Topology, start: float = 0.1) -> np.ndarray:
    """Points on a line inside the picture: x = start + i / 1000, y = x / 2, z = -x."""
    x = start + np.arange(len(topology.names)) / 1000
    return np.column_stack((x, x / 2, -x)).astype(np.float32)


@pytest.fixture
def person() -> Callable[..., HolisticResult]:
    """Makes a person with a body, a left hand and a face; `changes` replace fields of the result."""

    def make(**changes: object) -> HolisticResult:
        pose = ramp(POSE)
        fields: dict[str, object] = {
            "image_size": SIZE,
            "pose": Landmarks.from_xyz(POSE, pose, visibility=np.full(33, 0.9), presence=np.full(33, 0.8)),
            "pose_world": Landmarks.from_xyz(POSE, pose - 0.2, visibility=np.full(33, 0.9), space="world"),
            "left_hand": Landmarks.from_xyz(LEFT_HAND, ramp(LEFT_HAND, 0.3)),
            "face": Landmarks.from_xyz(FACE, ramp(FACE, 0.2)),
            "stage_ms": {"pose_detection": 6.25, "pose_landmarks": 0.1, "face": 3.0},
            "pose_score": 0.987654321,
        }
        return HolisticResult(**{**fields, **changes})

    return make


@pytest.fixture
def record(person: Callable[..., HolisticResult]) -> Callable[..., PictureRecord]:
    """Makes the record of a picture with one person; `changes` replace its fields."""

    def make(**changes: object) -> PictureRecord:
        fields: dict[str, object] = {
            "name": "yoga.jpg",
            "image_size": SIZE,
            "find": FindOptions(),
            "engine": "litert",
            "people": (person(),),
        }
        return PictureRecord(**{**fields, **changes})

    return make


@pytest.fixture
def session(person: Callable[..., HolisticResult]) -> Callable[..., SessionFrames]:
    """Makes the frames of results, half a second apart; by default three of one person who moves and is lost."""

    def make(*results: HolisticResult, face: bool = False, zero_s: float = 0.0) -> SessionFrames:
        moving = ramp(POSE, 0.3)
        chosen = results or (
            person(),
            person(pose=Landmarks.from_xyz(POSE, moving, visibility=np.full(33, 0.7)), image_size=(100, 200)),
            HolisticResult(SIZE),
        )
        store = FrameStore(face=face)
        for step, result in enumerate(chosen):
            store.add(zero_s + step / 2, result, joint_angles(result), step * 2, 20.125)
        return store.frames(zero_s)

    return make
