"""A look inside one detection: what every model saw, answered and cost, what was tracked, and what the filters did.

Only made when asked for; nothing of it is computed otherwise.
"""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from holistic_core.geometry import Points, Rect
from holistic_core.options import Part

Reason = Literal["followed", "close_enough", "nothing_before", "turned", "moved", "resized", "outside"]


@dataclass(frozen=True)
class Candidates:
    """What a detector proposed, in fractions of the crop it saw: every anchor whose score passed, best first.

    anchors: `(n, 2)`, centres. boxes: `(n, 4)`, x low, y low, x high, y high. keypoints: `(n, k, 2)`. scores: `(n,)`.
    anchor_count: anchors there are. found: the boxes `(m, 4)` that were left after merging those that overlap.
    """

    anchors: Points
    boxes: Points
    keypoints: Points
    scores: npt.NDArray[np.float64]
    anchor_count: int
    found: Points


@dataclass(frozen=True)
class ModelCall:
    """One model on one region of interest.

    stage: key of `HolisticResult.stage_ms` it belongs to. model: name of the model file.
    roi: the square of the picture that was cropped, in pixels. crop: uint8 `(n, n, 3)`, RGB, what the model saw.
    crop_ms, model_ms: time to cut the crop out, and time inside the model.
    accepted: whether the model's score passed its gate. score: that score, 0-1, NaN where the model has none.
    roi_from: what the region came from: "picture", "previous_frame", or the stage whose answer it was made from.
    points: landmarks `(k, 2)` in fractions of the crop, as the model gave them, accepted or not; None for detectors.
    refined: the same points after the heat map, where the model has one.
    heatmap: float16 `(side, side, channels)`, probabilities 0-1. candidates: what a detector proposed.
    """

    stage: str
    model: str
    roi: Rect
    crop: npt.NDArray[np.uint8]
    crop_ms: float
    model_ms: float
    accepted: bool
    score: float
    roi_from: str = "picture"
    points: Points | None = None
    refined: Points | None = None
    heatmap: npt.NDArray[np.float16] | None = None
    candidates: Candidates | None = None


@dataclass(frozen=True)
class TrackingChoice:
    """Where a part was looked for: where it was in the frame before, or where this frame's re-crop says.

    tracked: region made from the frame before, None when there is nothing before. fresh: region made from this frame,
    None for the body, whose detector runs only when there is nothing to follow. kept: whether `tracked` was used.
    value, limit: what was over its limit: degrees when turned, else fractions of the fresh region's size. NaN without.
    """

    part: Part
    tracked: Rect | None
    fresh: Rect | None
    kept: bool
    reason: Reason
    value: float = float("nan")
    limit: float = float("nan")


@dataclass(frozen=True)
class FilterStep:
    """The body's landmarks before and after the filters of a stream.

    before_px, after_px: `(33, 2)` in pixels. visibility_before, visibility_after: `(33,)`.
    next_roi: where the body is looked for in the next frame.
    """

    before_px: Points
    after_px: Points
    visibility_before: npt.NDArray[np.float64]
    visibility_after: npt.NDArray[np.float64]
    next_roi: Rect | None


@dataclass
class Trace:
    """Collects what happens in one detection: `detector.detect(rgb, trace=trace)`, `stream.process(rgb, trace=trace)`.

    calls: the models, in order. tracking: one entry a part that was looked for. filters: of streams only.
    """

    calls: list[ModelCall] = field(default_factory=list)
    tracking: list[TrackingChoice] = field(default_factory=list)
    filters: FilterStep | None = None

    @property
    def nbytes(self) -> int:
        """About what it takes in memory: crops and heat maps."""
        return sum(call.crop.nbytes + (0 if call.heatmap is None else call.heatmap.nbytes) for call in self.calls)
