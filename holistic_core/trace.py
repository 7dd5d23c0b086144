"""A look inside one detection: every crop a model saw and how long it took. Only made when asked for."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from holistic_core.geometry import Rect


@dataclass(frozen=True)
class ModelCall:
    """One model on one region of interest.

    stage: key of `HolisticResult.stage_ms` it belongs to. model: name of the model file.
    roi: the square of the picture that was cropped, in pixels. crop: uint8 `(n, n, 3)`, RGB, what the model saw.
    crop_ms, model_ms: time to cut the crop out, and time inside the model.
    accepted: whether the model's score passed its gate. score: that score, 0-1, NaN where the model has none.
    """

    stage: str
    model: str
    roi: Rect
    crop: npt.NDArray[np.uint8]
    crop_ms: float
    model_ms: float
    accepted: bool
    score: float


@dataclass
class Trace:
    """Collects the model calls of one detection: `detector.detect(rgb, trace=trace)`."""

    calls: list[ModelCall] = field(default_factory=list)
