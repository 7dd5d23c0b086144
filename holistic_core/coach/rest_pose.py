"""The pose in which the body is modelled: arms and legs away from the trunk, fingers apart."""

from functools import lru_cache
from typing import Final

from holistic_core.coach.figure import Figure
from holistic_core.coach.pose import Arm, Finger, Hand, Leg, Pose, Thumb
from holistic_core.coach.skeleton import Skeleton, skeleton_of

_FINGER: Final = Finger(180.0, 176.0, 176.0)
_HAND: Final = Hand(Thumb(45.0, 15.0, 172.0, 174.0), _FINGER, _FINGER, _FINGER, _FINGER, spread=0.9)
# Half-way between what the joints do: arms go down by 60° and up by 115° from here, elbows and knees are slightly bent.
_ARM: Final = Arm(shoulder_deg=66.0, plane_deg=0.0, elbow_deg=172.0, pronation_deg=0.0, wrist_deg=180.0, hand=_HAND)
_LEG: Final = Leg(hip_deg=162.0, plane_deg=0.0, rotation_deg=0.0, knee_deg=176.0, toes_out_deg=0.0)
REST_POSE: Final = Pose(left_arm=_ARM, right_arm=_ARM, left_leg=_LEG, right_leg=_LEG)


@lru_cache(maxsize=8)
def rest_skeleton(figure: Figure) -> Skeleton:
    """The bones of a figure in that pose."""
    return skeleton_of(REST_POSE, figure)
