"""A set of interpreters that one frame needs; each model is loaded when first used."""

import time
from typing import Final

import numpy as np

from holistic_core.engines.crop import REPLICATE, RGB, crop
from holistic_core.engines.model import FloatArray, InputRange, Model
from holistic_core.engines.model_store import STORE, ModelStore
from holistic_core.geometry import Points, Rect
from holistic_core.options import FindOptions
from holistic_core.process_memory import drop_file_pages

_SIGNED_INPUT: Final = frozenset({"pose_detection_dense", "face_detection_short_range"})
_BODY_MODELS: Final = ("pose_landmark_lite", "pose_landmark_full", "pose_landmark_heavy")


def body_model(find: FindOptions) -> str:
    """Name of the body model: without its segmentation branch, 40 % of its time, unless a mask is asked for."""
    name = _BODY_MODELS[find.model_complexity]
    return name if find.segmentation else f"{name}_no_segmentation"


def needed_models(find: FindOptions) -> tuple[str, ...]:
    """Names of the models that a person with all asked-for parts in view runs through."""
    names = ["pose_detection_dense", body_model(find)]
    if find.parts & {"left_hand", "right_hand"}:
        names += ["hand_recrop", "hand_landmark_full"]
    if "face" in find.parts:
        names.append("face_detection_short_range")
        names += ["face_attention_trunk", "face_attention_heads"] if find.refine_face else ["face_landmark"]
    return tuple(names)


class InterpreterSet:
    """Models by name, loaded on first use. Holds the big memory; used by one thread at a time."""

    def __init__(self, *, threads: int, xnnpack: bool = True, store: ModelStore = STORE) -> None:
        self._threads = threads
        self._xnnpack = xnnpack
        self._store = store
        self._models: dict[str, Model] = {}

    def __getitem__(self, name: str) -> Model:
        model = self._models.get(name)
        if model is None:
            input_range: InputRange = "-1..1" if name in _SIGNED_INPUT else "0..1"
            path = self._store.path(name)
            model = Model(path, threads=self._threads, xnnpack=self._xnnpack, input_range=input_range)
            # Kernels have copies of the weights by now.
            drop_file_pages([path])
            self._models[name] = model
        return model

    @property
    def loaded(self) -> bool:
        """Whether any model is in memory."""
        return bool(self._models)

    def release(self) -> None:
        """Forget all models; they are loaded again when next used."""
        self._models.clear()


def crop_points(output: FloatArray, size: int) -> Points:
    """x and y of a landmark model's first output, `(k, 2)` in fractions of its crop of `size` pixels."""
    xy: Points = output.reshape(-1, 3)[:, :2].astype(np.float64) / size
    return xy


class Cropped:
    """One model on one ROI: the outputs, what the model saw, and how long the two steps took."""

    __slots__ = ("crop_ms", "model_ms", "outputs", "picture")

    def __init__(self, model: Model, rgb: RGB, roi: Rect, border: int = REPLICATE) -> None:
        start = time.perf_counter()
        self.picture = crop(rgb, roi, model.size, border)
        cropped = time.perf_counter()
        self.outputs: list[FloatArray] = model.run(self.picture)
        self.crop_ms = (cropped - start) * 1e3
        self.model_ms = (time.perf_counter() - cropped) * 1e3
