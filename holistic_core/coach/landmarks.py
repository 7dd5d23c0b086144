"""The landmarks a detector should find on a figure: 33 of the body and 21 of each hand, from its bones."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from holistic_core.coach.figure import FINGERS
from holistic_core.coach.head import face_points_m
from holistic_core.coach.skeleton import SIDES, BodySide, Skeleton
from holistic_core.topology import LEFT_HAND, POSE

Points = npt.NDArray[np.float64]


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
    return {name: head.at(offset) for name, offset in face_points_m(skeleton.figure).items()}
