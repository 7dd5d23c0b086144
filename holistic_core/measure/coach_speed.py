"""What rendering the coach costs, and how near its pictures are to ones with many more samples."""

import gc
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from holistic_core.coach.camera import Camera
from holistic_core.coach.figure import FIGURES
from holistic_core.coach.figure_mesh import figure_mesh
from holistic_core.coach.landmarks import body_landmarks_m
from holistic_core.coach.motions import MotionOptions, duration_s, moment_of
from holistic_core.coach.pose import Pose
from holistic_core.coach.renderer import RGB, Renderer
from holistic_core.coach.scene import Scene
from holistic_core.coach.skeleton import skeleton_of
from holistic_core.measure.table import format_table, verdict

Progress = Callable[[str], None]

# Limits of the requirement: CPU seconds of a frame on one core, frames a second of the small preview, PSNR in dB.
MOST_CPU_S: Final = 0.25
FEWEST_PREVIEW_FPS: Final = 5.0
LEAST_PSNR_DB: Final = 32.0
PREVIEW_SIZE: Final = (240, 320)
# The reference has four times as many samples along each axis as a picture for use.
_REFERENCE_SAMPLES: Final = 8
_VIEWS: Final = {"front": 0.0, "three-quarter": 40.0, "side": 90.0}
_LOUDEST: Final = 255.0
_MARGIN: Final = 0.06  # around the landmarks, as a share of the longer side: hair and fingertips
_THREAD_VARIABLES: Final = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")


@dataclass(frozen=True)
class Speed:
    """Rendering of one figure doing squats. cpu_s: median of a frame. fps: frames a second of CPU time.

    first_s: what is computed once for a new figure, camera and light.
    """

    figure: str
    width: int
    height: int
    triangles: int
    first_s: float
    cpu_s: float
    passed: bool

    @property
    def fps(self) -> float:
        """Frames in a second of one core."""
        return 1 / self.cpu_s


@dataclass(frozen=True)
class Likeness:
    """A picture against the same with 64 samples a pixel, each shaded. psnr_db: of the whole picture.

    figure_psnr_db: of the rectangle around the figure alone.
    """

    figure: str
    motion: str
    view: str
    psnr_db: float
    figure_psnr_db: float
    passed: bool


@dataclass(frozen=True)
class CoachReport:
    """All measurements. passed: every one within its limit. threads: what the environment tells numpy, or ""."""

    speeds: tuple[Speed, ...]
    likenesses: tuple[Likeness, ...]
    threads: str
    passed: bool


def run_coach(
    *, figures: Sequence[str] = ("alex", "yuki"), frames: int = 10, progress: Progress | None = None
) -> CoachReport:
    """Time squats of some figures of `FIGURES`, and compare deep squats and T-poses with references.

    CPU time of this process counts, OpenCV on one thread; numpy's own threads are those its environment allows.
    """
    say = progress or (lambda _: None)
    speeds, likenesses = [], []
    with _one_thread():
        for figure in figures:
            for size in (Scene().image_size, PREVIEW_SIZE):
                say(f"{figure}: speed at {size[0]} × {size[1]}")
                speeds.append(_speed(figure, size, frames))
            for motion in ("squat", "t_pose"):
                pose = deepest_pose(motion, figure)
                for view in _VIEWS:
                    say(f"{figure}: {motion}, {view}")
                    likenesses.append(_likeness(figure, motion, pose, view))
    passed = all(speed.passed for speed in speeds) and all(likeness.passed for likeness in likenesses)
    threads = " ".join(f"{name}={os.environ[name]}" for name in _THREAD_VARIABLES if name in os.environ)
    return CoachReport(tuple(speeds), tuple(likenesses), threads, passed)


def deepest_pose(motion: str, figure_name: str) -> Pose:
    """The middle of the first repetition of an exercise."""
    options = MotionOptions(motion, repetitions=1)
    figure = FIGURES[figure_name]
    moments = [moment_of(options, time_s, figure) for time_s in np.linspace(0, duration_s(options), 41)]
    return min(moments, key=lambda moment: abs(moment.phase_share - 0.5)).pose


def psnr_db(one: RGB, other: RGB) -> float:
    """Peak signal-to-noise ratio of two pictures of one size, uint8; infinite for equal ones."""
    error = float(np.mean((one.astype(np.float64) - other) ** 2))
    return float("inf") if error == 0 else 10 * float(np.log10(_LOUDEST**2 / error))


def _speed(figure: str, size: tuple[int, int], frames: int) -> Speed:
    scene = Scene(FIGURES[figure], Camera(azimuth_deg=_VIEWS["three-quarter"]), image_size=size)
    options = MotionOptions("squat", repetitions=1)
    times_s = np.linspace(0, duration_s(options), frames)
    started = time.process_time()
    renderer = Renderer(scene)
    renderer.render(moment_of(options, 0.0, scene.figure).pose)
    first_s = time.process_time() - started
    costs_s = []
    gc.collect()
    for number, time_s in enumerate(times_s):
        pose = moment_of(options, float(time_s), scene.figure).pose
        started = time.process_time()
        renderer.render(pose, frame=number)
        costs_s.append(time.process_time() - started)
    cpu_s = statistics.median(costs_s)
    most_s = 1 / FEWEST_PREVIEW_FPS if size == PREVIEW_SIZE else MOST_CPU_S
    return Speed(figure, *size, len(figure_mesh(scene.figure).triangles), first_s, cpu_s, cpu_s <= most_s)


def _around(scene: Scene, pose: Pose) -> tuple[slice, slice]:
    """Rows and columns of the picture that hold the figure."""
    xy_px, _ = scene.camera.view(scene.image_size).project(body_landmarks_m(skeleton_of(pose, scene.figure)))
    margin_px = _MARGIN * max(scene.image_size)
    left, top = np.maximum(np.floor(xy_px.min(axis=0) - margin_px), 0).astype(int)
    right, bottom = np.ceil(xy_px.max(axis=0) + margin_px).astype(int)
    return slice(top, bottom), slice(left, right)


def _likeness(figure: str, motion: str, pose: Pose, view: str) -> Likeness:
    scene = Scene(FIGURES[figure], Camera(azimuth_deg=_VIEWS[view]), noise=0.0)
    reference = Renderer(scene, supersampling=_REFERENCE_SAMPLES, every_sample=True).render(pose)
    picture = Renderer(scene).render(pose)
    whole = psnr_db(picture, reference)
    box = _around(scene, pose)
    return Likeness(figure, motion, view, whole, psnr_db(picture[box], reference[box]), whole >= LEAST_PSNR_DB)


@contextmanager
def _one_thread() -> Iterator[None]:
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


def format_coach(report: CoachReport) -> str:
    """Two tables: what a frame costs, and how it compares with its reference."""
    speeds = [
        [
            each.figure,
            f"{each.width} × {each.height}",
            each.triangles,
            f"{each.first_s:.2f}",
            f"{each.cpu_s:.3f}",
            f"{each.fps:.1f}",
            verdict(each.passed),
        ]
        for each in report.speeds
    ]
    likenesses = [
        [each.figure, each.motion, each.view, f"{each.psnr_db:.1f}", f"{each.figure_psnr_db:.1f}", verdict(each.passed)]
        for each in report.likenesses
    ]
    return "\n\n".join(
        [
            format_table(
                ["figure", "picture", "triangles", "once s", "frame s", "frames/s", ""],
                speeds,
                title=f"CPU time of rendering a squat, median; at most {MOST_CPU_S} s a frame, and at least "
                f"{FEWEST_PREVIEW_FPS:g} frames/s in the preview",
            ),
            format_table(
                ["figure", "motion", "view", "PSNR dB", "figure only dB", ""],
                likenesses,
                title=f"Against {_REFERENCE_SAMPLES**2} samples a pixel, each shaded; at least {LEAST_PSNR_DB:g} dB",
            ),
        ]
    )
