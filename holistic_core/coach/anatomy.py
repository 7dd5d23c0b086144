"""Frames and thicknesses from which skin and clothes are modelled, so that cloth lies just above the skin."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from holistic_core.coach.figure import Figure
from holistic_core.coach.rest_pose import rest_skeleton
from holistic_core.coach.skeleton import BodySide, Bone

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Anatomy:
    """A figure in its rest pose, as the modeller needs it. Lengths are written for the reference height."""

    figure: Figure

    @property
    def scale(self) -> float:
        """Size relative to the reference height."""
        return self.figure.proportions.scale

    @property
    def girth(self) -> float:
        """Thickness of limbs relative to the average build."""
        return 1 + 0.13 * self.figure.build - 0.05 * self.figure.shape

    @property
    def waist(self) -> float:
        """Width of the waist relative to the average build."""
        return 1 + 0.24 * self.figure.build - 0.10 * self.figure.shape

    @property
    def hips(self) -> float:
        """Width of the hips relative to the average build."""
        return 1 + 0.13 * self.figure.build + 0.05 * self.figure.shape

    @property
    def chest(self) -> float:
        """Width of the ribs relative to the average build."""
        return 1 + 0.13 * self.figure.build - 0.07 * self.figure.shape

    def bone(self, name: str, side: BodySide | None = None) -> Bone:
        """A bone of the rest pose."""
        return rest_skeleton(self.figure).bones[name if side is None else f"{side}_{name}"]

    def trunk(self, x: float, y: float, z: float) -> Vector:
        """A place in the pelvis frame, given for the reference height."""
        return self.bone("pelvis").at(self.scale * np.array([x, y, z]))

    def place(self, bone: Bone, along: float, x: float = 0.0, z: float = 0.0) -> Vector:
        """A place at a share of a bone's length, shifted across it by lengths for the reference height."""
        return bone.at(np.array([self.scale * x, -along * bone.length_m, self.scale * z]))

    def size(self, *radii: float) -> tuple[float, ...]:
        """Lengths for the reference height at this figure's."""
        return tuple(self.scale * radius for radius in radii)


def sign_of(side: BodySide) -> float:
    """1 for the left side, whose x is positive, −1 for the right."""
    return 1.0 if side == "left" else -1.0
