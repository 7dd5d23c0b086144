"""What a detection gives back: frozen dataclasses of arrays."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from holistic_core.options import PARTS, Part
from holistic_core.topology import Topology

FloatArray = npt.NDArray[np.float32]
Space = Literal["image", "world"]


def _frozen_float32(values: npt.ArrayLike, shape: tuple[int, ...], name: str) -> FloatArray:
    array = np.array(values, dtype=np.float32)
    if array.shape != shape:
        raise ValueError(f"{name} has shape {array.shape}, expected {shape}.")
    array.flags.writeable = False
    return array


@dataclass(frozen=True, eq=False)
class Landmarks:
    """The points of one part of a person; a missing point is NaN.

    topology: names and edges of the points.
    xyz: float32 `(n, 3)`; read it as `xyz_norm` or `xyz_m`, which say the unit.
    visibility, presence: float32 `(n,)`, 0-1; NaN where the model gives none.
    space: "image" (fractions of the picture) or "world" (metres).
    """

    topology: Topology
    xyz: FloatArray
    visibility: FloatArray
    presence: FloatArray
    space: Space = "image"

    def __post_init__(self) -> None:
        count = len(self.topology.names)
        for name, shape in (("xyz", (count, 3)), ("visibility", (count,)), ("presence", (count,))):
            object.__setattr__(self, name, _frozen_float32(getattr(self, name), shape, name))

    @classmethod
    def from_xyz(
        cls,
        topology: Topology,
        xyz: npt.ArrayLike,
        *,
        visibility: npt.ArrayLike | None = None,
        presence: npt.ArrayLike | None = None,
        space: Space = "image",
    ) -> "Landmarks":
        """Landmarks from `(n, 3)` values; visibility and presence default to NaN ("the model gives none")."""
        unknown = np.full(len(topology.names), np.nan, np.float32)
        return cls(
            topology,
            np.asarray(xyz, np.float32),
            unknown if visibility is None else np.asarray(visibility, np.float32),
            unknown if presence is None else np.asarray(presence, np.float32),
            space,
        )

    @property
    def xyz_norm(self) -> FloatArray:
        """float32 `(n, 3)`: x and y as fractions of the picture's width and height, z on the scale of x."""
        if self.space != "image":
            raise AttributeError("World landmarks are in metres: use xyz_m.")
        return self.xyz

    @property
    def xyz_m(self) -> FloatArray:
        """float32 `(n, 3)`: metres, origin between the hips, x right, y down, z away from the camera."""
        if self.space != "world":
            raise AttributeError("Image landmarks are fractions of the picture: use xyz_norm or xy_px().")
        return self.xyz

    def xy_px(self, image_size: tuple[int, int]) -> FloatArray:
        """float32 `(n, 2)`: pixel coordinates in a picture of `image_size` (width, height)."""
        return self.xyz_norm[:, :2] * np.asarray(image_size, np.float32)

    def xyz_px(self, image_size: tuple[int, int]) -> FloatArray:
        """float32 `(n, 3)`: as `xy_px`, with z in pixels too (z is on the scale of x)."""
        width, height = image_size
        return self.xyz_norm * np.asarray((width, height, width), np.float32)

    def __len__(self) -> int:
        return len(self.topology.names)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Landmarks):
            return NotImplemented
        return (
            self.topology == other.topology
            and self.space == other.space
            and np.array_equal(self.xyz, other.xyz, equal_nan=True)
            and np.array_equal(self.visibility, other.visibility, equal_nan=True)
            and np.array_equal(self.presence, other.presence, equal_nan=True)
        )

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, eq=False)
class HolisticResult:
    """What was found of one person in one picture; a missing part is None.

    image_size: `(width, height)` of the picture in pixels.
    pose, face, left_hand, right_hand: image landmarks. Left and right are the person's own.
    pose_world: the body in metres, origin between the hips.
    segmentation: float32 `(height, width)`, 0 (background) to 1 (person), or None when not asked for or no person.
    stage_ms: stage of the pipeline → milliseconds, in the order they ran.
    pose_score: probability that a body is in the region looked at, 0-1; NaN with the MediaPipe engine.
    """

    image_size: tuple[int, int]
    pose: Landmarks | None = None
    pose_world: Landmarks | None = None
    face: Landmarks | None = None
    left_hand: Landmarks | None = None
    right_hand: Landmarks | None = None
    segmentation: FloatArray | None = None
    stage_ms: Mapping[str, float] = field(default_factory=dict)
    pose_score: float = math.nan

    def __post_init__(self) -> None:
        object.__setattr__(self, "stage_ms", MappingProxyType(dict(self.stage_ms)))

    def part(self, name: Part) -> Landmarks | None:
        """The image landmarks of a part by its name."""
        landmarks: Landmarks | None = getattr(self, name)
        return landmarks

    @property
    def parts_found(self) -> tuple[Part, ...]:
        """Names of the parts that were found, in the order of `PARTS`."""
        return tuple(name for name in PARTS if self.part(name) is not None)

    @property
    def landmark_count(self) -> int:
        """Number of image landmarks found: up to 543, or 553 with the refined face."""
        return sum(len(landmarks) for name in self.parts_found if (landmarks := self.part(name)) is not None)

    @property
    def total_ms(self) -> float:
        """Sum of all stages in milliseconds."""
        return float(sum(self.stage_ms.values()))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, HolisticResult):
            return NotImplemented
        return (
            self.image_size == other.image_size
            and all(self.part(name) == other.part(name) for name in PARTS)
            and self.pose_world == other.pose_world
            and _same_array(self.segmentation, other.segmentation)
            and dict(self.stage_ms) == dict(other.stage_ms)
            and (self.pose_score == other.pose_score or (math.isnan(self.pose_score) and math.isnan(other.pose_score)))
        )

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        # A mappingproxy cannot be pickled; results travel between processes.
        fields = (self.image_size, self.pose, self.pose_world, self.face, self.left_hand, self.right_hand)
        return HolisticResult, (*fields, self.segmentation, dict(self.stage_ms), self.pose_score)


def _same_array(one: FloatArray | None, other: FloatArray | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other, equal_nan=True)
