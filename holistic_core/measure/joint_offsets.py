"""Where a detector sees each joint relative to where the rendered person has it: a constant offset in the bone's frame.

A joint that is always measured a little above, or in front of, its true place is a difference of definition between
the figure and the model, not noise. Each picture shows two of the offset's three components; frames of several views
and poses give all of them by least squares.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.camera import View
from holistic_core.coach.skeleton import Skeleton
from holistic_core.measure.table import format_table
from holistic_core.results import Landmarks
from holistic_core.topology import POSE

_Floats = npt.NDArray[np.float64]

# Landmark without its side → the bone it is fixed to; everything else is on the head.
_BONES: Final = {
    "shoulder": "chest",
    "hip": "pelvis",
    "elbow": "upper_arm",
    "wrist": "forearm",
    **dict.fromkeys(("pinky", "index", "thumb"), "hand"),
    "knee": "thigh",
    "ankle": "shank",
    **dict.fromkeys(("heel", "foot_index"), "foot"),
}
_TRUNK: Final = frozenset({"chest", "pelvis", "head"})
_VISIBLE: Final = 0.5
# Below this share of the strongest component's weight, the views have not shown a component.
_SEEN_SHARE: Final = 0.02


@dataclass(frozen=True)
class JointOffset:
    """Mean measured − true place of one joint, both sides together, in the frame of its bone.

    outward_mm: away from the body's middle (bones of arms and legs: away from it when hanging). up_mm: towards the
    proximal joint. front_mm: forward. NaN where no view has shown it. rms_mm, rest_mm: root mean square distance in the
    picture at the person's distance, before and after the offset is taken off.
    """

    joint: str
    bone: str
    n: int
    outward_mm: float
    up_mm: float
    front_mm: float
    rms_mm: float
    rest_mm: float


@dataclass
class _Sum:
    """Normal equations of one joint: `weights @ offset = moments`."""

    weights: _Floats = field(default_factory=lambda: np.zeros((3, 3)))
    moments: _Floats = field(default_factory=lambda: np.zeros(3))
    squares: float = 0.0
    n: int = 0


@dataclass
class OffsetFit:
    """Collects frames; `offsets` fits what they have in common."""

    _sums: dict[str, _Sum] = field(default_factory=dict)

    def add(
        self, skeleton: Skeleton, view: View, joints_m: _Floats, hidden: npt.NDArray[np.bool_], pose: Landmarks | None
    ) -> None:
        """One frame. joints_m: `(33, 3)` true world places. hidden: `(33,)`, those are left out. pose: as measured."""
        if pose is None:
            return
        true_px, depth_m = view.project(joints_m)
        apart_m = (pose.xy_px(view.image_size) - true_px) * (depth_m / view.focal_px)[:, None]
        inside = ((true_px >= 0) & (true_px <= np.asarray(view.image_size))).all(axis=1)
        usable = ~hidden & inside & np.isfinite(apart_m).all(axis=1) & ~(pose.visibility < _VISIBLE)
        for index in np.flatnonzero(usable):
            name = POSE.names[index]
            joint, bone, mirror = _attachment(name)
            seen = view.rotation[:2] @ skeleton.bones[bone].rotation @ np.diag([mirror, 1.0, 1.0])
            total = self._sums.setdefault(joint, _Sum())
            total.weights += seen.T @ seen
            total.moments += seen.T @ apart_m[index]
            total.squares += float(apart_m[index] @ apart_m[index])
            total.n += 1

    def offsets(self) -> tuple[JointOffset, ...]:
        """One of every joint that was seen, the largest offset first."""
        fitted = [_fitted(joint, total) for joint, total in self._sums.items()]
        return tuple(
            sorted(fitted, key=lambda each: -np.nansum(np.square([each.outward_mm, each.up_mm, each.front_mm])))
        )


def format_offsets(offsets: Iterable[JointOffset]) -> str:
    """A row a joint, the largest offset first."""
    rows = [
        [each.joint, each.bone, each.n]
        + [_signed(value) for value in (each.outward_mm, each.up_mm, each.front_mm)]
        + [f"{each.rms_mm:.0f}", f"{each.rest_mm:.0f}"]
        for each in offsets
    ]
    headers = ["joint", "bone", "n", "outward", "up", "front", "rms", "rest"]
    return format_table(headers, rows, title="Measured − true place in the frame of the bone, mm; both sides together")


def _attachment(name: str) -> tuple[str, str, float]:
    """Joint without its side, the bone it is fixed to, and 1 for the left or −1 for the right side."""
    side = next((each for each in ("left", "right") if each in name), None)
    joint = name if side is None else name.replace(f"{side}_", "").replace(f"_{side}", "")
    bone = _BONES.get(joint, "head")
    mirror = -1.0 if side == "right" else 1.0
    return joint, bone if bone in _TRUNK else f"{side}_{bone}", mirror


def _fitted(joint: str, total: _Sum) -> JointOffset:
    values, axes = np.linalg.eigh(total.weights)
    shown = values > _SEEN_SHARE * values.max()
    inverse = axes[:, shown] @ np.diag(1 / values[shown]) @ axes[:, shown].T
    offset = inverse @ total.moments
    rest = max(0.0, total.squares - float(offset @ total.moments))
    # A component that lies mostly in what was not shown is not known.
    unknown = (axes[:, ~shown] ** 2).sum(axis=1) > 0.5  # noqa: PLR2004
    outward, up, front = np.where(unknown, np.nan, offset * 1e3)
    return JointOffset(
        joint,
        _BONES.get(joint, "head"),
        total.n,
        *(float(outward), float(up), float(front)),
        rms_mm=float(np.sqrt(total.squares / total.n)) * 1e3,
        rest_mm=float(np.sqrt(rest / total.n)) * 1e3,
    )


def _signed(value: float) -> str:
    return "–" if np.isnan(value) else f"{value:+.0f}"
