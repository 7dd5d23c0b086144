"""Those that are timed, behind one interface: this project's engine, MediaPipe Holistic, and separate objects of it."""

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from holistic_core.detector import Detector, Stream
from holistic_core.engines.mediapipe import graph_result
from holistic_core.engines.mediapipe_graph import MediaPipeGraph
from holistic_core.engines.model_store import STORE
from holistic_core.engines.native_log import native_log_filtered
from holistic_core.errors import ModelError
from holistic_core.measure.benchmark.settings import PARTS_OF, Setting
from holistic_core.measure.frames import RGB
from holistic_core.options import DetectorOptions, FindOptions, Part, Priority
from holistic_core.results import HolisticResult
from holistic_core.trace import Trace

_POSE_MODELS: Final = ("pose_landmark_lite", "pose_landmark_full", "pose_landmark_heavy")
_HANDS: Final[tuple[Part, Part]] = ("left_hand", "right_hand")


@dataclass(frozen=True)
class Look:
    """What one frame gave: milliseconds of its stages, and which parts were found."""

    stage_ms: Mapping[str, float]
    found: tuple[Part, ...]


class Contender(Protocol):
    """One setting, loaded and ready."""

    def process(self, rgb: RGB) -> Look:
        """Look at the next frame, or at a still."""

    def model_ms(self, rgb: RGB) -> float:
        """Look at it once more, and say how long the models alone took; NaN where that is not known."""


@contextlib.contextmanager
def contender(setting: Setting) -> Iterator[Contender]:
    """The contender of a setting; it is freed at the end. ModelError: its body model is not there."""
    STORE.path(_POSE_MODELS[setting.complexity])
    if setting.contender == "separate":
        with _separate(setting) as made:
            yield made
    elif setting.contender == "mediapipe" and not setting.tracking:
        with contextlib.closing(MediaPipeGraph(setting.find, static=True)) as graph:
            yield _StaticGraph(graph, setting.find)
    else:
        if setting.contender == "litert":
            options = DetectorOptions(threads=setting.threads, xnnpack=setting.xnnpack)
        else:
            options = DetectorOptions(engine="mediapipe")
        with Detector(options) as detector, detector.open_stream(setting.find, priority=Priority.BENCHMARK) as stream:
            yield _Shared(detector, stream, setting)


@dataclass(frozen=True)
class _Shared:
    detector: Detector
    stream: Stream
    setting: Setting

    def process(self, rgb: RGB) -> Look:
        return _look(self._result(rgb, None))

    def model_ms(self, rgb: RGB) -> float:
        if self.setting.contender != "litert":
            return float("nan")
        trace = Trace()
        self._result(rgb, trace)
        return sum(call.model_ms for call in trace.calls)

    def _result(self, rgb: RGB, trace: Trace | None) -> HolisticResult:
        if self.setting.tracking:
            return self.stream.process(rgb, trace=trace)
        return self.detector.detect(rgb, self.setting.find, priority=Priority.BENCHMARK, trace=trace)


@dataclass(frozen=True)
class _StaticGraph:
    """One graph for all stills, as `mp.solutions.holistic` has it with `static_image_mode=True`."""

    graph: MediaPipeGraph
    find: FindOptions

    def process(self, rgb: RGB) -> Look:
        start = time.perf_counter()
        outputs = self.graph.run(rgb)
        stage_ms = {"graph": (time.perf_counter() - start) * 1e3}
        return _look(graph_result(outputs, (rgb.shape[1], rgb.shape[0]), self.find, stage_ms))

    def model_ms(self, rgb: RGB) -> float:  # noqa: ARG002 -- a graph does not tell
        return float("nan")


@dataclass(frozen=True)
class _Separate:
    """solutions: stage → object of `mp.solutions`, and which parts its answer holds."""

    solutions: Mapping[str, tuple[Any, Callable[[Any], tuple[Part, ...]]]]

    def process(self, rgb: RGB) -> Look:
        stage_ms: dict[str, float] = {}
        found: list[Part] = []
        for stage, (solution, parts) in self.solutions.items():
            start = time.perf_counter()
            answer = solution.process(rgb)
            stage_ms[stage] = (time.perf_counter() - start) * 1e3
            found += parts(answer)
        return Look(stage_ms, tuple(found))

    def model_ms(self, rgb: RGB) -> float:  # noqa: ARG002 -- graphs do not tell
        return float("nan")


@contextlib.contextmanager
def _separate(setting: Setting) -> Iterator[_Separate]:
    if not STORE.path(_POSE_MODELS[setting.complexity]).is_relative_to(STORE.package_folder):
        raise ModelError(
            f"mp.solutions Pose reads its models from its own package, and that of complexity {setting.complexity} is "
            "not there. Measure the separate models with complexity 1."
        )
    from mediapipe.python.solutions import face_mesh, hands, pose  # noqa: PLC0415 -- seconds to load

    still, parts = not setting.tracking, PARTS_OF[setting.parts]
    solutions: dict[str, tuple[Any, Callable[[Any], tuple[Part, ...]]]] = {}
    with native_log_filtered(), contextlib.ExitStack() as stack:
        body = pose.Pose(static_image_mode=still, model_complexity=setting.complexity)
        solutions["pose"] = stack.enter_context(body), lambda answer: ("pose",) if answer.pose_landmarks else ()
        if parts & set(_HANDS):
            both = stack.enter_context(hands.Hands(static_image_mode=still))
            solutions["hands"] = both, lambda answer: _HANDS[: len(answer.multi_hand_landmarks or ())]
        if "face" in parts:
            mesh = face_mesh.FaceMesh(static_image_mode=still, refine_landmarks=setting.refined_face)
            solutions["face"] = (
                stack.enter_context(mesh),
                lambda answer: ("face",) if answer.multi_face_landmarks else (),
            )
        yield _Separate(solutions)


def _look(result: HolisticResult) -> Look:
    return Look(dict(result.stage_ms), result.parts_found)
