"""The graph that `mp.solutions.holistic` runs, with every stream of it in reach.

It is the file, the models and the settings of mediapipe's own class; made here because that class fetches a missing
model from the network, and shows only the landmarks. mediapipe is imported when the first graph is made, not before.
"""

import contextlib
import importlib
import os
import threading
import weakref
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from holistic_core.engines.model_store import STORE
from holistic_core.engines.native_log import native_log_filtered
from holistic_core.errors import ModelError
from holistic_core.options import FindOptions, Part
from holistic_core.process_memory import return_freed_memory

FRAME_US: Final = 33_333
"""What `mp.solutions` adds to its clock at every call, in microseconds."""

_GRAPH_FILE: Final = "mediapipe/modules/holistic_landmark/holistic_landmark_cpu.binarypb"
_POSE_LOADER: Final = "poselandmarkcpu__poselandmarkbyroicpu__poselandmarkmodelloader"
# Names of nodes and streams are those of the flattened graph; the two thresholds are the ones that the constructor of
# mp.solutions.holistic.Holistic sets.
_DETECTION_THRESHOLD: Final = "poselandmarkcpu__posedetectioncpu__TensorsToDetectionsCalculator.min_score_thresh"
_TRACKING_THRESHOLD: Final = (
    "poselandmarkcpu__poselandmarkbyroicpu__tensorstoposelandmarksandsegmentation__ThresholdingCalculator.threshold"
)
PART_STREAMS: Final[dict[Part, str]] = {
    "pose": "pose_landmarks",
    "face": "face_landmarks",
    "left_hand": "left_hand_landmarks",
    "right_hand": "right_hand_landmarks",
}
_RESULT_STREAMS: Final = (*PART_STREAMS.values(), "pose_world_landmarks", "segmentation_mask")
_POSE_MODELS: Final = ("pose_landmark_lite", "pose_landmark_full", "pose_landmark_heavy")
_OTHER_MODELS: Final = (
    *("pose_detection", "hand_recrop", "hand_landmark_full", "face_detection_short_range"),
    *("face_landmark", "face_landmark_with_attention"),
)
_import_lock = threading.Lock()


def _import_mediapipe(module: str) -> Any:
    with _import_lock:
        # This module knows all messages of the graph file: without it, the options of its nodes are silently dropped.
        importlib.import_module("mediapipe.python.solutions.holistic")
        return importlib.import_module(module)


class MediaPipeGraph:
    """One running graph of MediaPipe Holistic; not thread-safe.

    find: what the graph is built with; parts, contrast and plausibility are not among it.
    static: every picture is looked at for itself (but see `MediaPipeEngine.still`), as with `static_image_mode=True`.
    observe: further streams of the flattened graph that `run` returns.

    The graph is freed by `close()`, at the latest when the object is collected or the interpreter exits.
    """

    def __init__(self, find: FindOptions, *, static: bool, observe: Sequence[str] = ()) -> None:
        for name in _OTHER_MODELS:
            STORE.path(name)
        pose_model = STORE.path(_POSE_MODELS[find.model_complexity])
        # The graph reads files relative to the folder that holds the package.
        pose_file = os.path.relpath(pose_model, STORE.package_folder.parent)
        self._streams = (*_RESULT_STREAMS, *observe)
        with native_log_filtered():
            self._solution = _import_mediapipe("mediapipe.python.solution_base").SolutionBase(
                binary_graph_path=_GRAPH_FILE,
                side_inputs={
                    "model_complexity": find.model_complexity,
                    "smooth_landmarks": find.smooth and not static,
                    "enable_segmentation": find.segmentation,
                    "smooth_segmentation": not static,
                    "refine_face_landmarks": find.refine_face,
                    "use_prev_landmarks": not static,
                },
                calculator_params={
                    _DETECTION_THRESHOLD: find.min_detection_confidence,
                    _TRACKING_THRESHOLD: find.min_tracking_confidence,
                    _pose_file_parameter(find.model_complexity): [_string_packet(pose_file)],
                },
                outputs=list(self._streams),
            )
            # The nodes open in threads of their own: let them finish, log lines included.
            self._solution._graph.wait_until_idle()
        self._close = weakref.finalize(self, _free, self._solution)
        self._is_first = True

    def run(self, rgb: npt.NDArray[np.uint8], timestamp_us: int | None = None) -> Mapping[str, Any]:
        """Outputs of the graph for one picture by name of the stream; None where it gave nothing.

        timestamp_us: microseconds, later than the previous picture's; None: 33,333 µs after it.
        ModelError: the graph stopped with an error; it is freed and cannot be used again.
        """
        if timestamp_us is not None:
            # `process` advances this clock before it stamps the picture.
            self._solution._simulated_timestamp = timestamp_us - FRAME_US
        with native_log_filtered() if self._is_first else contextlib.nullcontext():
            try:
                outputs = self._solution.process({"image": np.ascontiguousarray(rgb)})
            except (RuntimeError, ValueError) as error:
                self.close()
                raise ModelError(
                    "MediaPipe failed on this picture and was stopped; the next one starts it anew."
                ) from error
        self._is_first = False
        return {name: getattr(outputs, name) for name in self._streams}

    @property
    def closed(self) -> bool:
        """Whether the graph was freed, by `close` or after an error."""
        return not self._close.alive

    def close(self) -> None:
        """Free the graph and its models; closing twice does nothing."""
        self._close()


def _free(solution: Any) -> None:
    # A graph that stopped with an error reports that error once more when it is closed.
    with contextlib.suppress(RuntimeError, ValueError):
        solution.close()
    return_freed_memory()


def _pose_file_parameter(model_complexity: int) -> str:
    return f"{_POSE_LOADER}__switchcontainer__ConstantSidePacketCalculator_{model_complexity + 1}.packet"


def _string_packet(value: str) -> Any:
    options = _import_mediapipe("mediapipe.calculators.core.constant_side_packet_calculator_pb2")
    return options.ConstantSidePacketCalculatorOptions.ConstantSidePacket(string_value=value)
