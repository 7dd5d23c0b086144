"""What can be chosen: `DetectorOptions` is shared and costs memory, `FindOptions` belongs to one caller or viewer."""

import math
import os
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, Literal, get_args

from holistic_core.errors import OptionsError

EngineName = Literal["litert", "mediapipe"]
Mode = Literal["latency", "throughput"]
Part = Literal["pose", "face", "left_hand", "right_hand"]

PARTS: Final[tuple[Part, ...]] = get_args(Part)
BODY: Final[frozenset[Part]] = frozenset({"pose"})
BODY_AND_HANDS: Final[frozenset[Part]] = frozenset({"pose", "left_hand", "right_hand"})
EVERYTHING: Final[frozenset[Part]] = frozenset(PARTS)

_MAX_THREADS: Final = 64


class Priority(IntEnum):
    """Who goes first when there is more work than machine (see `engines/pool.py` for what that means in time)."""

    LIVE = 0
    PICTURE = 1
    VIDEO = 2
    BENCHMARK = 3


def _require_fraction(name: str, value: float) -> None:
    if not (isinstance(value, int | float) and math.isfinite(value) and 0.0 <= value <= 1.0):
        raise OptionsError(f"{name} is {value!r}; it must be a number from 0 to 1.")


def _require_choice(name: str, value: object, choices: tuple[object, ...]) -> None:
    if value not in choices:
        raise OptionsError(f"{name} is {value!r}; choose one of {', '.join(map(repr, choices))}.")


def _require_positive_or_none(name: str, value: float | None, unit: str) -> None:
    if value is not None and not (math.isfinite(value) and value > 0):
        raise OptionsError(f"{name} is {value!r}; it must be a positive number of {unit}, or None to switch it off.")


@dataclass(frozen=True, slots=True)
class FindOptions:
    """What to look for in a picture or stream, and how sure to be.

    The defaults and meanings are those of `mp.solutions.holistic.Holistic` (mediapipe 0.10.21); its names for
    `smooth`, `refine_face` and `segmentation` are `smooth_landmarks`, `refine_face_landmarks` and
    `enable_segmentation`.

    parts: what is computed, not only drawn. The body is always computed: hands and face are found from it.
    min_detection_confidence: score of the person detector from which a person counts as found, 0-1.
    min_tracking_confidence: presence of the body above which its landmarks are kept, 0-1.
    smooth: One-Euro filters on the body landmarks of a stream; a still is never filtered.
    refine_face: 478 instead of 468 face points (irises, finer lips and eyes).
    segmentation: also compute the person mask, `HolisticResult.segmentation`.
    model_complexity: body model 0 (lite), 1 (full) or 2 (heavy). Only 1 ships with the mediapipe wheel.
    clahe: even out the contrast of dark pictures before detection (adaptive histogram equalisation).
    drop_implausible: limbs several times longer than their usual share of the body become NaN.
    """

    parts: frozenset[Part] = EVERYTHING
    min_detection_confidence: float = 0.5
    min_tracking_confidence: float = 0.5
    smooth: bool = True
    refine_face: bool = False
    segmentation: bool = False
    model_complexity: Literal[0, 1, 2] = 1
    clahe: bool = False
    drop_implausible: bool = False

    def __post_init__(self) -> None:
        unknown = sorted(set(self.parts) - set(PARTS))
        if unknown:
            raise OptionsError(f"Unknown parts {unknown}; choose from {', '.join(PARTS)}.")
        object.__setattr__(self, "parts", frozenset(self.parts) | BODY)
        _require_fraction("min_detection_confidence", self.min_detection_confidence)
        _require_fraction("min_tracking_confidence", self.min_tracking_confidence)
        _require_choice("model_complexity", self.model_complexity, (0, 1, 2))


@dataclass(frozen=True, slots=True)
class DetectorOptions:
    """What all callers of one detector share.

    engine: "litert" (models run directly) or "mediapipe" (the reference, `mp.solutions.holistic`).
    threads: threads a frame may use; by default the number of cores. The MediaPipe engine chooses its own.
    mode: "latency" is one interpreter set with all threads; "throughput" is one single-threaded set a core.
    xnnpack: use the XNNPACK kernels (CPU); off is slow and only there to be compared.
    idle_release_s: drop the models after so many seconds without work and load them again when needed.
    memory_alert_mb: resident memory of the process above which a warning is logged and shown, in MB (10^6 bytes).
    timeout_s: longest wait for one frame; a set of interpreters that takes longer is replaced.
    max_waiting: frames that may queue before further callers are refused with `BusyError`.
    """

    engine: EngineName = "litert"
    threads: int = field(default_factory=lambda: os.cpu_count() or 1)
    mode: Mode = "latency"
    xnnpack: bool = True
    idle_release_s: float | None = None
    memory_alert_mb: float | None = None
    timeout_s: float = 10.0
    max_waiting: int = 64

    def __post_init__(self) -> None:
        _require_choice("engine", self.engine, get_args(EngineName))
        _require_choice("mode", self.mode, get_args(Mode))
        if isinstance(self.threads, bool) or not (isinstance(self.threads, int) and 1 <= self.threads <= _MAX_THREADS):
            raise OptionsError(f"threads is {self.threads!r}; it must be a whole number from 1 to {_MAX_THREADS}.")
        _require_positive_or_none("idle_release_s", self.idle_release_s, "seconds")
        _require_positive_or_none("memory_alert_mb", self.memory_alert_mb, "MB")
        if not (math.isfinite(self.timeout_s) and self.timeout_s > 0):
            raise OptionsError(f"timeout_s is {self.timeout_s!r}; it must be a positive number of seconds.")
        if self.max_waiting < 1:
            raise OptionsError(f"max_waiting is {self.max_waiting!r}; at least one frame must be able to wait.")
