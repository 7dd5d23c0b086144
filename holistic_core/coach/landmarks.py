"""The landmarks a detector should find on a figure: 33 of the body and 21 of each hand, from its bones."""

from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.figure import FINGERS, Figure
from holistic_core.coach.skeleton import SIDES, BodySide, Skeleton
from holistic_core.topology import LEFT_HAND, POSE

Points = npt.NDArray[np.float64]

# Places in the head frame for the reference height, metres; the left side's.
_FACE: Final = {
    "nose": (0.0, 0.012, 0.129),
    "eye_inner": (0.017, 0.047, 0.091),
    "eye": (0.031, 0.048, 0.096),
    "eye_outer": (0.046, 0.047, 0.086),
    "ear": (0.080, 0.036, 0.007),
    "mouth": (0.023, -0.019, 0.101),
}


def body_landmarks_m(skeleton: Skeleton) -> Points:
    """`(33, 3)` world positions in metres, in the order of `topology.POSE`."""
    places = _face(skeleton)
    body = skeleton.figure.proportions
    for side in SIDES:
        mirror = np.array([1.0 if side == "left" else -1.0, 1.0, 1.0])
        bone: Callable[[str], Points] = lambda name, side=side: skeleton.bones[f"{side}_{name}"].origin_m  # type: ignore[misc] # noqa: E731
        foot = skeleton.bones[f"{side}_foot"]
        places |= {
            f"{side}_shoulder": bone("upper_arm"),
            f"{side}_elbow": bone("forearm"),
            f"{side}_wrist": bone("hand"),
            f"{side}_pinky": bone("pinky_1"),
            f"{side}_index": bone("index_1"),
            f"{side}_thumb": bone("thumb_3"),
            f"{side}_hip": bone("thigh"),
            f"{side}_knee": bone("shank"),
            f"{side}_ankle": bone("foot"),
            f"{side}_heel": foot.at(body.heel_m * mirror),
            f"{side}_foot_index": foot.at(body.toes_m * mirror),
        }
    return np.stack([places[name] for name in POSE.names])


def hand_landmarks_m(skeleton: Skeleton, side: BodySide) -> Points:
    """`(21, 3)` world positions in metres of one hand, in the order of `topology.LEFT_HAND`."""
    places = [skeleton.bones[f"{side}_hand"].origin_m]
    for finger in FINGERS:
        bones = [skeleton.bones[f"{side}_{finger}_{place}"] for place in (1, 2, 3)]
        places += [*(bone.origin_m for bone in bones), bones[-1].end_m]
    assert len(places) == len(LEFT_HAND.names)  # noqa: S101 -- four points of five fingers, and the wrist
    return np.stack(places)


def _face(skeleton: Skeleton) -> dict[str, Points]:
    head = skeleton.bones["head"]
    return {name: head.at(offset) for name, offset in _face_offsets_m(skeleton.figure).items()}


@cache
def _face_offsets_m(figure: Figure) -> dict[str, Points]:
    """Landmarks of the face in the head frame, by their names in `topology.POSE`."""
    scale = figure.proportions.scale
    offsets = {"nose": scale * np.array(_FACE["nose"])}
    for side in SIDES:
        mirror = scale * np.array([1.0 if side == "left" else -1.0, 1.0, 1.0])
        for name in ("eye_inner", "eye", "eye_outer", "ear"):
            offsets[f"{side}_{name}"] = mirror * _FACE[name]
        offsets[f"mouth_{side}"] = mirror * _FACE["mouth"]
    return offsets
