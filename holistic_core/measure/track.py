"""Landmarks of one person over many frames, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from holistic_core.results import HolisticResult, Landmarks, Space
from holistic_core.topology import LEFT_HAND, POSE, RIGHT_HAND, Topology

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Track:
    """Body and hands of one person over `n` frames; what was not found is NaN.

    pose, left_hand, right_hand: `(n, 33, 3)` and `(n, 21, 3)`, fractions of the picture as in `Landmarks.xyz_norm`.
    pose_world: `(n, 33, 3)` metres. visibility: `(n, 33)` of the body, 0-1.
    """

    image_size: tuple[int, int]
    pose: Floats
    pose_world: Floats
    visibility: Floats
    left_hand: Floats
    right_hand: Floats

    @classmethod
    def of(cls, image_size: tuple[int, int], results: Sequence[HolisticResult]) -> Self:
        """The results of all frames, in order."""
        return cls(
            image_size,
            pose=_stacked([result.pose for result in results], POSE),
            pose_world=_stacked([result.pose_world for result in results], POSE),
            visibility=np.array([_visibility(result.pose) for result in results]).reshape(-1, len(POSE.names)),
            left_hand=_stacked([result.left_hand for result in results], LEFT_HAND),
            right_hand=_stacked([result.right_hand for result in results], RIGHT_HAND),
        )

    def __len__(self) -> int:
        return len(self.pose)

    def result(self, frame: int) -> HolisticResult:
        """One frame, as for drawing; a part without a point is None."""
        seen = self.visibility[frame]
        return HolisticResult(
            self.image_size,
            pose=_landmarks(POSE, self.pose[frame], seen),
            pose_world=_landmarks(POSE, self.pose_world[frame], seen, "world"),
            left_hand=_landmarks(LEFT_HAND, self.left_hand[frame]),
            right_hand=_landmarks(RIGHT_HAND, self.right_hand[frame]),
        )

    def pose_px(self) -> Floats:
        """`(n, 33, 2)` pixels of the body."""
        pixels: Floats = self.pose[:, :, :2] * np.asarray(self.image_size, np.float64)
        return pixels


def _stacked(parts: Sequence[Landmarks | None], topology: Topology) -> Floats:
    count = len(topology.names)
    nothing = np.full((count, 3), np.nan)
    return np.array([nothing if part is None else part.xyz for part in parts], np.float64).reshape(-1, count, 3)


def _visibility(pose: Landmarks | None) -> npt.NDArray[Any]:
    return np.full(len(POSE.names), np.nan) if pose is None else pose.visibility


def _landmarks(
    topology: Topology, xyz: Floats, visibility: Floats | None = None, space: Space = "image"
) -> Landmarks | None:
    if not np.isfinite(xyz).any():
        return None
    return Landmarks.from_xyz(topology, xyz, visibility=visibility, space=space)
