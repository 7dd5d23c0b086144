"""What one stream remembers from frame to frame: regions of interest, last landmarks, filters."""

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.filters import LowPass, OneEuro
from holistic_core.geometry import Points, Rect
from holistic_core.options import Part


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


def may_track(tracked: Rect, recrop: Rect, landmarks_px: Points, rule: TrackingRule) -> bool:
    """Whether the ROI of the last landmarks is close enough to this frame's re-crop ROI.

    Source: `roi_tracking_calculator.cc` at v0.10.21.
    """
    turned = abs(math.degrees(tracked.rotation - recrop.rotation))
    if min(turned, abs(turned - 360)) > rule.max_rotation_deg:
        return False
    cos, sin = math.cos(recrop.rotation), math.sin(recrop.rotation)
    dx, dy = tracked.cx - recrop.cx, tracked.cy - recrop.cy
    if (
        abs(dx * cos + dy * sin) > recrop.width * rule.max_shift
        or abs(dy * cos - dx * sin) > recrop.height * rule.max_shift
    ):
        return False
    if (
        abs(tracked.width - recrop.width) > recrop.width * rule.max_resize
        or abs(tracked.height - recrop.height) > recrop.height * rule.max_resize
    ):
        return False
    offset = landmarks_px - (recrop.cx, recrop.cy)
    x, y = offset[:, 0] * cos + offset[:, 1] * sin, offset[:, 1] * cos - offset[:, 0] * sin
    half_width, half_height = recrop.width * (1 + rule.margin) / 2, recrop.height * (1 + rule.margin) / 2
    return bool((np.abs(x) < half_width).all() and (np.abs(y) < half_height).all())
