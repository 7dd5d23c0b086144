"""One model by itself on one crop of a picture: what it saw, and what its answer means."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.engines.activation import sigmoid
from holistic_core.engines.crop import BLACK, REPLICATE, RGB, crop
from holistic_core.engines.model import FloatArray, InputRange, Model
from holistic_core.engines.model_anatomy import anatomy_of
from holistic_core.engines.model_roles import ROLES
from holistic_core.engines.model_store import STORE, ModelStore
from holistic_core.engines.ssd import FACE_DETECTOR, POSE_DETECTOR, DetectorShape, candidates, decode
from holistic_core.errors import OptionsError
from holistic_core.geometry import Points, Rect
from holistic_core.trace import Candidates

_PALM_DETECTOR: Final = DetectorShape(192, (8, 16, 16, 16), 7)
_DETECTORS: Final[Mapping[str, DetectorShape]] = MappingProxyType(
    {
        "pose_detection": POSE_DETECTOR,
        "pose_detection_dense": POSE_DETECTOR,
        "face_detection_short_range": FACE_DETECTOR,
        "palm_detection_full": _PALM_DETECTOR,
        "palm_detection_lite": _PALM_DETECTOR,
    }
)
_MIN_SCORE: Final = 0.5
_BODY_VALUES, _POINT_VALUES, _RECROP_VALUES = 5, 3, 2
_COLOURS: Final = 3


@dataclass(frozen=True)
class OutputFacts:
    """One output of one run: its smallest, mean and largest value."""

    meaning: str
    shape: tuple[int, ...]
    least: float
    mean: float
    most: float


@dataclass(frozen=True)
class ModelTrial:
    """What a model saw and answered.

    crop: uint8 `(n, n, 3)`. ms: of the call. outputs: every output in numbers. score: 0-1, NaN where there is none.
    points: `(k, 2)` in fractions of the crop. candidates: of detectors. map: float32 `(h, w)` 0-1, mask or heat map.
    """

    name: str
    crop: RGB
    ms: float
    outputs: tuple[OutputFacts, ...]
    score: float
    points: Points | None
    candidates: Candidates | None
    map: npt.NDArray[np.float32] | None


def trial_models(store: ModelStore = STORE) -> tuple[str, ...]:
    """Models that take one square picture and run without MediaPipe's own operators; only those that are there."""
    names = []
    for status in store.statuses():
        if status.state != "ok":
            continue
        anatomy = anatomy_of(store.path(status.name))
        shape = anatomy.inputs[0].shape
        if len(anatomy.inputs) == 1 and not anatomy.custom and shape[-1] == _COLOURS and shape[1] == shape[2]:
            names.append(status.name)
    return tuple(names)


def try_model(name: str, rgb: RGB, roi: Rect, store: ModelStore = STORE) -> ModelTrial:
    """Run a model on a region of a picture. roi: pixels. OptionsError: it takes no picture, or the region is empty."""
    if name not in trial_models(store):
        raise OptionsError(f"{name} takes no picture by itself, or is not there; choose another model.")
    if not (roi.width >= 1 and roi.height >= 1):
        raise OptionsError(f"The region is {roi.width:.1f} pixels wide; it must be at least 1.")
    role = ROLES[name]
    signed: InputRange = "-1..1" if role.inputs[0][1].startswith("−") else "0..1"
    model = Model(store.path(name), threads=1, xnnpack=True, input_range=signed)
    picture = crop(rgb, roi, model.size, BLACK if name in _DETECTORS else REPLICATE)
    model.run(picture)  # the first run of a model is slower than all others
    start = time.perf_counter()
    outputs = model.run(picture)
    spent_ms = (time.perf_counter() - start) * 1e3
    return ModelTrial(
        name=name,
        crop=picture,
        ms=spent_ms,
        outputs=tuple(
            OutputFacts(meaning, output.shape, float(output.min()), float(output.mean()), float(output.max()))
            for output, (meaning, _) in zip(outputs, role.outputs, strict=True)
        ),
        score=_score(name, outputs),
        points=None if "detection" in name else _points(name, outputs[0], model.size),
        candidates=_candidates(name, outputs),
        map=_map(name, outputs),
    )


def _score(name: str, outputs: list[FloatArray]) -> float:
    if name in _DETECTORS:
        return float(sigmoid(outputs[1]).max())
    for output, (meaning, values) in zip(outputs, ROLES[name].outputs, strict=True):
        if meaning.startswith("is there"):
            return float(sigmoid(output).item() if values == "logit" else output.item())
    return float("nan")


def _points(name: str, output: FloatArray, size: int) -> Points:
    values = (
        _RECROP_VALUES if name == "hand_recrop" else _BODY_VALUES if name.startswith("pose") else _POINT_VALUES
    )  # fmt: skip
    points: Points = output.reshape(-1, values)[:, :2].astype(np.float64) / size
    return points[:33] if name.startswith("pose") else points


def _candidates(name: str, outputs: list[FloatArray]) -> Candidates | None:
    shape = _DETECTORS.get(name)
    if shape is None:
        return None
    found = decode(outputs[0], outputs[1], shape, _MIN_SCORE, most=10)
    return candidates(outputs[0], outputs[1], shape, _MIN_SCORE, found)


def _map(name: str, outputs: list[FloatArray]) -> npt.NDArray[np.float32] | None:
    for output, (meaning, _) in zip(outputs, ROLES[name].outputs, strict=True):
        if meaning.startswith("heat map"):
            strongest: npt.NDArray[np.float32] = sigmoid(output[0]).max(axis=2)
            return strongest
    return None
