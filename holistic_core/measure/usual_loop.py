"""The loop everybody writes: OpenCV reads, `mp.solutions.holistic` finds, `draw_landmarks` draws, a writer writes."""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, Literal

import cv2
import numpy as np
import numpy.typing as npt

from holistic_core.media.video_output import PRESET, QUALITY

Written = Literal["mp4v", "h264"]
BGR = npt.NDArray[np.uint8]

_PARTS: Final = {
    "pose": "pose_landmarks",
    "face": "face_landmarks",
    "left_hand": "left_hand_landmarks",
    "right_hand": "right_hand_landmarks",
}


@dataclass(frozen=True)
class LoopRun:
    """One time through a video. found: in how many frames each part was found. seconds: models loaded before."""

    frames: int
    seconds: float
    found: dict[str, int]

    @property
    def fps(self) -> float:
        """Frames a second."""
        return self.frames / self.seconds


def usual_loop(video: Path, target: Path, written: Written) -> LoopRun:
    """As in the examples of MediaPipe and OpenCV, each frame after the other.

    written: "mp4v" by `cv2.VideoWriter`, or "h264" by PyAV with the encoder's settings of this project.
    """
    from mediapipe.python.solutions import drawing_styles, drawing_utils, holistic  # noqa: PLC0415 -- seconds to load

    found: Counter[str] = Counter()
    frames = 0
    with ExitStack() as stack:
        graph = stack.enter_context(holistic.Holistic())
        # Not of the time: the first frame makes the graph ready.
        graph.process(np.zeros((64, 64, 3), np.uint8))
        graph.reset()
        start_s = time.perf_counter()
        capture = cv2.VideoCapture(str(video))
        stack.callback(capture.release)
        size = (int(capture.get(cv2.CAP_PROP_FRAME_WIDTH)), int(capture.get(cv2.CAP_PROP_FRAME_HEIGHT)))
        write, finish = _WRITERS[written](target, capture.get(cv2.CAP_PROP_FPS), size)
        while True:
            readable, bgr = capture.read()
            if not readable:
                break
            rgb = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
            rgb.flags.writeable = False
            results = graph.process(rgb)
            found.update(part for part, name in _PARTS.items() if getattr(results, name) is not None)
            drawing_utils.draw_landmarks(
                bgr,
                results.face_landmarks,
                holistic.FACEMESH_CONTOURS,
                landmark_drawing_spec=None,
                connection_drawing_spec=drawing_styles.get_default_face_mesh_contours_style(),
            )
            drawing_utils.draw_landmarks(
                bgr,
                results.pose_landmarks,
                holistic.POSE_CONNECTIONS,
                landmark_drawing_spec=drawing_styles.get_default_pose_landmarks_style(),
            )
            drawing_utils.draw_landmarks(bgr, results.left_hand_landmarks, holistic.HAND_CONNECTIONS)
            drawing_utils.draw_landmarks(bgr, results.right_hand_landmarks, holistic.HAND_CONNECTIONS)
            write(np.asarray(bgr, np.uint8))
            frames += 1
        finish()
        seconds = time.perf_counter() - start_s
    return LoopRun(frames, seconds, dict(found))


_Writer = tuple[Callable[[BGR], None], Callable[[], None]]


def _mp4v(target: Path, fps: float, size: tuple[int, int]) -> _Writer:
    writer = cv2.VideoWriter(str(target), cv2.VideoWriter.fourcc(*"mp4v"), fps, size)

    def write(bgr: BGR) -> None:
        writer.write(bgr)

    return write, writer.release


def _h264(target: Path, fps: float, size: tuple[int, int]) -> _Writer:
    import av  # noqa: PLC0415 -- holds 20 MB

    container: Any = av.open(str(target), "w")
    rate = Fraction(fps).limit_denominator(1001)
    stream: Any = container.add_stream("libx264", rate=rate, options={"crf": str(QUALITY), "preset": PRESET})
    stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"

    def write(bgr: BGR) -> None:
        container.mux(stream.encode(av.VideoFrame.from_ndarray(bgr, format="bgr24")))

    def finish() -> None:
        container.mux(stream.encode(None))
        container.close()

    return write, finish


_WRITERS: Final[dict[Written, Callable[[Path, float, tuple[int, int]], _Writer]]] = {"mp4v": _mp4v, "h264": _h264}
