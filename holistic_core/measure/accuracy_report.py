"""What an accuracy measurement gives back: truth and measurement of every frame, and what is summed up from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from holistic_core.agreement import Agreement, agreement, differences, does_wrap
from holistic_core.angles import ANGLES, AngleDefinition
from holistic_core.measure.track import Track
from holistic_core.options import PARTS, EngineName, FindOptions, Part
from holistic_core.topology import POSE

RGB = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Plane = Literal["2d", "3d"]
PLANES: Final[tuple[Plane, ...]] = ("2d", "3d")

_HIPS: Final = (POSE.index("left_hip"), POSE.index("right_hip"))


@dataclass(frozen=True)
class AngleAgreement:
    """How well one angle was measured, in degrees; in the picture plane ("2d") or in space ("3d")."""

    definition: AngleDefinition
    plane: Plane
    figures: Agreement


@dataclass(frozen=True)
class PartFound:
    """In how many frames a part was found of those in which it had to be, and the times of the others.

    beyond: frames in which it was found although it was not expected (turned away, hidden): no mistake.
    """

    part: Part
    expected: int
    found: int
    beyond: int
    missed_s: tuple[float, ...]

    @property
    def share(self) -> float:
        """Found of expected, 0-1; NaN when it was expected nowhere."""
        return self.found / self.expected if self.expected else float("nan")


@dataclass(frozen=True)
class JointError:
    """How far one body landmark was from where it is, over the frames in which it lies inside the picture.

    median_px, p95_px: distance in the picture. share_of_height: the median as a share of the person's height there.
    median_world_mm: distance of the world landmarks, both with the middle of the hips at the origin.
    """

    joint: str
    n: int
    median_px: float
    p95_px: float
    share_of_height: float
    median_world_mm: float


@dataclass(frozen=True, eq=False)
class AccuracyRun:
    """Truth and measurement of `n` frames, and all that is needed to draw them again.

    source: what was looked at, for people. engine, find: what looked. tracked: as a stream (else frame by frame).
    min_visibility: a measured angle with a point less visible than this is missing, 0-1.
    fps: frames a second. time_s: `(n,)`. phases, phase_share, repetitions: of the movement, one a frame.
    truth, measured: landmarks. truth_2d_deg … measured_3d_deg: `(n, k)` angles, columns in the order of `ANGLES`.
    found, expected: part → `(n,)`, whether it was found, and whether it had to be (see `measure/facing.py`).
    height_px: `(n,)` how many pixels the person's height takes at their distance.
    occluded: `(n, 33)` whether a body landmark is hidden. pictures: frame → RGB, only those kept; not exported.
    """

    source: str
    engine: EngineName
    find: FindOptions
    tracked: bool
    min_visibility: float
    fps: float
    time_s: Floats
    phases: tuple[str, ...]
    phase_share: Floats
    repetitions: npt.NDArray[np.int64]
    truth: Track
    measured: Track
    truth_2d_deg: Floats
    truth_3d_deg: Floats
    measured_2d_deg: Floats
    measured_3d_deg: Floats
    found: Mapping[Part, Flags]
    expected: Mapping[Part, Flags]
    height_px: Floats
    occluded: Flags
    pictures: Mapping[int, RGB] = field(default_factory=lambda: MappingProxyType({}))

    def __len__(self) -> int:
        return len(self.time_s)

    def truth_deg(self, angle: str, plane: Plane = "2d") -> Floats:
        """`(n,)` the true values of an angle by its name."""
        return np.asarray(self.truth_2d_deg if plane == "2d" else self.truth_3d_deg)[:, angle_column(angle)]

    def measured_deg(self, angle: str, plane: Plane = "2d") -> Floats:
        """`(n,)` the measured values of an angle by its name, NaN where there is none."""
        return np.asarray(self.measured_2d_deg if plane == "2d" else self.measured_3d_deg)[:, angle_column(angle)]

    def error_deg(self, angle: str, plane: Plane = "2d") -> Floats:
        """`(n,)` measured − true of an angle by its name."""
        wraps = does_wrap(ANGLES[angle_column(angle)])
        return differences(self.truth_deg(angle, plane), self.measured_deg(angle, plane), wraps=wraps)

    @cached_property
    def agreements(self) -> tuple[AngleAgreement, ...]:
        """One of every angle that has a true value somewhere: all in 2D, then all in 3D."""
        rows = [
            AngleAgreement(each, plane, agreement(true, self.measured_deg(each.name, plane), wraps=does_wrap(each)))
            for plane in PLANES
            for each in ANGLES
            if np.isfinite(true := self.truth_deg(each.name, plane)).any()
        ]
        return tuple(rows)

    def agreement_of(self, angle: str, plane: Plane = "2d") -> Agreement:
        """The figures of one angle by its name."""
        wraps = does_wrap(ANGLES[angle_column(angle)])
        return agreement(self.truth_deg(angle, plane), self.measured_deg(angle, plane), wraps=wraps)

    @cached_property
    def parts(self) -> tuple[PartFound, ...]:
        """How often each part was found, in the order of `PARTS`; parts that were not looked for are left out."""
        return tuple(self._part(part) for part in PARTS if part in self.find.parts)

    def _part(self, part: Part) -> PartFound:
        found, expected = self.found[part], self.expected[part]
        missed = self.time_s[expected & ~found]
        return PartFound(
            part,
            expected=int(expected.sum()),
            found=int((found & expected).sum()),
            beyond=int((found & ~expected).sum()),
            missed_s=tuple(round(float(time), 3) for time in missed),
        )

    def position_error_px(self) -> Floats:
        """`(n, 33)` distance of every body landmark from its true place, NaN outside the picture or when not found."""
        true = self.truth.pose_px()
        inside = ((true >= 0) & (true <= np.asarray(self.truth.image_size))).all(axis=2)
        apart: Floats = np.where(inside, np.linalg.norm(self.measured.pose_px() - true, axis=2), np.nan)
        return apart

    def world_error_mm(self) -> Floats:
        """`(n, 33)` distance of every world landmark from its true place, both from the middle of the hips."""
        apart: Floats = np.linalg.norm(_from_hips(self.measured.pose_world) - _from_hips(self.truth.pose_world), axis=2)
        return apart * 1e3

    @cached_property
    def joints(self) -> tuple[JointError, ...]:
        """How far every body landmark was off, in the order of `topology.POSE`."""
        pixels, world = self.position_error_px(), self.world_error_mm()
        shares = pixels / self.height_px[:, None]
        return tuple(
            JointError(
                joint,
                n=int(np.isfinite(pixels[:, column]).sum()),
                median_px=_percentile(pixels[:, column], 50),
                p95_px=_percentile(pixels[:, column], 95),
                share_of_height=_percentile(shares[:, column], 50),
                median_world_mm=_percentile(world[:, column], 50),
            )
            for column, joint in enumerate(POSE.names)
        )


_COLUMNS: Final = {each.name: column for column, each in enumerate(ANGLES)}


def angle_column(angle: str) -> int:
    """Place of an angle in `ANGLES` by its name; KeyError for an unknown one."""
    return _COLUMNS[angle]


def _from_hips(world: Floats) -> Floats:
    centred: Floats = world - world[:, _HIPS].mean(axis=1, keepdims=True)
    return centred


def _percentile(values: Floats, percent: float) -> float:
    there = values[np.isfinite(values)]
    return float(np.percentile(there, percent)) if there.size else float("nan")
