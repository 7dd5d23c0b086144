"""What an exercise is: the angle that is counted, its thresholds, the names of its phases, and the cues on its form."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from holistic_core.angles import Angle
from holistic_core.exercises.measures import Measure
from holistic_core.exercises.state import Cue
from holistic_core.exercises.thresholds import Thresholds
from holistic_core.results import HolisticResult, Landmarks

Plane = Literal["2d", "3d"]

_SIDES: Final = ("left", "right")
# A side counts in full from this visibility on, and hardly at the one below which it has no angle, so that a side that
# fades out behind the body does not make the angle jump.
_VISIBLE: Final = (0.5, 0.9)
_LEAST_WEIGHT: Final = 0.05
# Hands say nothing about visibility: one that is so many palms lower than the other hangs, and does nothing.
_HANGS_PALMS: Final = 3.0


@dataclass(frozen=True)
class Signal:
    """The angle that is counted: the mean of some joints of a side, and of both sides as far as they are visible.

    joints: names of angles without their side, ("knee",). plane: "2d" of the picture, "3d" in space.
    range_deg: lowest and highest of its gauge.
    """

    joints: tuple[str, ...]
    plane: Plane
    range_deg: tuple[float, float] = (0.0, 180.0)

    def deg(self, result: HolisticResult, angles: Mapping[str, Angle]) -> float:
        """Degrees; the mean of both sides, weighted by how visible each is; NaN when neither is."""
        values = [self.side_deg(angles, side) for side in _SIDES]
        weights = [self._weight(result, angles, side) for side in _SIDES]
        seen = [(value, weight) for value, weight in zip(values, weights, strict=True) if not math.isnan(value)]
        total = sum(weight for _, weight in seen)
        return sum(value * weight for value, weight in seen) / total if seen else math.nan

    def side_deg(self, angles: Mapping[str, Angle], side: str) -> float:
        """Degrees of one side, "left" or "right"; NaN when one of its joints is not visible."""
        measured = [angles[f"{side}_{joint}"] for joint in self.joints]
        return sum(each.deg_2d if self.plane == "2d" else each.deg_3d for each in measured) / len(measured)

    def _weight(self, result: HolisticResult, angles: Mapping[str, Angle], side: str) -> float:
        definitions = [angles[f"{side}_{joint}"].definition for joint in self.joints]
        if definitions[0].group in ("left_hand", "right_hand"):
            return _raised(result, side)
        if result.pose is None:
            return 1.0
        names = {point for definition in definitions for point in definition.points}
        lowest = _lowest_visibility(result.pose, names)
        share = (lowest - _VISIBLE[0]) / (_VISIBLE[1] - _VISIBLE[0])
        return 1.0 if math.isnan(share) else min(max(share, _LEAST_WEIGHT), 1.0)


def _raised(result: HolisticResult, side: str) -> float:
    """The weight of a hand: in full when it is held as high as the other, hardly when it hangs below it."""
    hand, other = result.left_hand, result.right_hand
    if side == "right":
        hand, other = other, hand
    if hand is None or other is None:
        return 1.0
    size = result.image_size
    wrist, knuckle = (hand.topology.index(name) for name in ("wrist", "middle_mcp"))
    palm_px = float(np.linalg.norm(other.xy_px(size)[wrist] - other.xy_px(size)[knuckle]))
    below_px = float(hand.xy_px(size)[wrist, 1] - other.xy_px(size)[wrist, 1])
    share = 1 - below_px / (_HANGS_PALMS * palm_px) if palm_px > 0 else 1.0
    return min(max(share, _LEAST_WEIGHT), 1.0)


def _lowest_visibility(pose: Landmarks, names: set[str]) -> float:
    return float(min(pose.visibility[pose.topology.index(name)] for name in names))


@dataclass(frozen=True)
class CueRule:
    """When a cue on form fires: `measure` is above `limit` for a moment while the movement is past `enter_deg`.

    measure: of `measures`. limit: in its unit.
    """

    cue: Cue
    measure: Measure
    limit: float


@dataclass(frozen=True)
class DepthRule:
    """What a full movement has to get down to, where the angle alone does not tell: `measure` at most `limit`."""

    measure: Measure
    limit: float


@dataclass(frozen=True)
class Exercise:
    """One exercise, as data.

    name: identifier, "squat". label: for people. signal: what is counted. thresholds: the defaults.
    phases: names of the way out, of the far end, and of the way back. depth_cue: fires for a repetition that does not
    get to `target_deg`, or whose `depth`, where there is one, stays above its limit. form: the other cues.
    why: how its plane and angle were chosen.
    """

    name: str
    label: str
    signal: Signal
    thresholds: Thresholds
    phases: tuple[str, str, str]
    depth_cue: Cue
    form: tuple[CueRule, ...]
    why: str
    depth: DepthRule | None = None

    @property
    def signal_range_deg(self) -> tuple[float, float]:
        """Lowest and highest angle of the gauge."""
        return self.signal.range_deg

    @property
    def cues(self) -> tuple[Cue, ...]:
        """Everything it may tell, the depth first."""
        return (self.depth_cue, *(rule.cue for rule in self.form))
