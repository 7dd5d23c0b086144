"""What one stream remembers from frame to frame: regions of interest, last landmarks, filters."""

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from holistic_core.filters import LowPass, OneEuro
from holistic_core.geometry import Points, Rect
from holistic_core.options import Part
from holistic_core.trace import Reason, TrackingChoice

if TYPE_CHECKING:
    from holistic_core.engines.recorder import Recorder


@dataclass(frozen=True)
class TrackingRule:
    """How far the ROI of the last landmarks may be from this frame's re-crop ROI to be used instead of it.

    max_rotation_deg: difference of their rotations. max_shift, max_resize: fractions of the re-crop's size.
    margin: every last landmark must lie inside the re-crop grown by this fraction (negative: shrunk).
    """

    max_rotation_deg: float
    max_shift: float
    max_resize: float
    margin: float


# Source: RoiTrackingCalculator options in hand_tracking.pbtxt and face_tracking.pbtxt at v0.10.21.
HAND_RULE: Final = TrackingRule(40.0, 0.2, 0.4, -0.1)
FACE_RULE: Final = TrackingRule(15.0, 0.1, 0.3, -0.2)


@dataclass
class BodyFilters:
    """Filters of the body landmarks; parameters from pose_landmark_filtering.pbtxt at v0.10.21."""

    visibility: LowPass = field(default_factory=lambda: LowPass(0.1))
    image: OneEuro = field(default_factory=lambda: OneEuro(0.05, 80.0))
    world: OneEuro = field(default_factory=lambda: OneEuro(0.1, 40.0))
    auxiliary: OneEuro = field(default_factory=lambda: OneEuro(0.01, 10.0))

    def body_lost(self) -> None:
        """Forget what the graph forgets: visibility and world filters see no empty frames and go on as they are."""
        self.image.reset()
        self.auxiliary.reset()


@dataclass
class TrackingState:
    """The memory of one stream, a few kilobytes; it holds no model.

    pose_roi: where the body is looked for in the next frame; None: the detector looks for it.
    previous: x and y of the landmarks of the frame just before, `(n, 2)` in fractions of the picture.
    mask: the smoothed segmentation mask of the frame just before.
    """

    pose_roi: Rect | None = None
    previous: dict[Part, Points | None] = field(default_factory=dict)
    filters: BodyFilters = field(default_factory=BodyFilters)
    mask: npt.NDArray[np.float32] | None = None

    def body_lost(self) -> None:
        """No body in this frame: start anew with the detector in the next one."""
        self.pose_roi = None
        self.previous.clear()
        self.filters.body_lost()


class Verdict(NamedTuple):
    """Whether a part may be tracked, why, and what was compared with which limit (see `TrackingChoice`)."""

    kept: bool
    reason: Reason
    value: float = math.nan
    limit: float = math.nan


def tracking_verdict(tracked: Rect, recrop: Rect, landmarks_px: Points, rule: TrackingRule) -> Verdict:
    """Whether the ROI of the last landmarks is close enough to this frame's re-crop ROI.

    Source: `roi_tracking_calculator.cc` at v0.10.21.
    """
    turned = abs(math.degrees(tracked.rotation - recrop.rotation))
    turned = min(turned, abs(turned - 360))
    if turned > rule.max_rotation_deg:
        return Verdict(False, "turned", turned, rule.max_rotation_deg)
    cos, sin = math.cos(recrop.rotation), math.sin(recrop.rotation)
    dx, dy = tracked.cx - recrop.cx, tracked.cy - recrop.cy
    across, along = abs(dx * cos + dy * sin), abs(dy * cos - dx * sin)
    if across > recrop.width * rule.max_shift or along > recrop.height * rule.max_shift:
        return Verdict(False, "moved", _largest(across, along, recrop), rule.max_shift)
    wider, higher = abs(tracked.width - recrop.width), abs(tracked.height - recrop.height)
    if wider > recrop.width * rule.max_resize or higher > recrop.height * rule.max_resize:
        return Verdict(False, "resized", _largest(wider, higher, recrop), rule.max_resize)
    offset = landmarks_px - (recrop.cx, recrop.cy)
    x, y = offset[:, 0] * cos + offset[:, 1] * sin, offset[:, 1] * cos - offset[:, 0] * sin
    half_width, half_height = recrop.width * (1 + rule.margin) / 2, recrop.height * (1 + rule.margin) / 2
    if (np.abs(x) < half_width).all() and (np.abs(y) < half_height).all():
        return Verdict(True, "close_enough")
    reach = _largest(float(np.abs(x).max()), float(np.abs(y).max()), recrop)
    return Verdict(False, "outside", reach, (1 + rule.margin) / 2)


def _largest(across: float, along: float, recrop: Rect) -> float:
    """The larger of two lengths as a fraction of the re-crop's size; NaN when it has none."""
    return max(across / recrop.width, along / recrop.height) if recrop.width and recrop.height else math.nan


def tracked_or_fresh(
    part: Part, tracked: Rect | None, fresh: Rect, last_px: Points | None, rule: TrackingRule, recorder: "Recorder"
) -> tuple[Rect, bool]:
    """The region a part is looked for in, and whether it is that of the last frame."""
    if tracked is None or last_px is None:
        recorder.tracking(lambda: TrackingChoice(part, None, fresh, False, "nothing_before"))
        return fresh, False
    verdict = tracking_verdict(tracked, fresh, last_px, rule)
    recorder.tracking(lambda: TrackingChoice(part, tracked, fresh, *verdict))
    return (tracked if verdict.kept else fresh), verdict.kept
