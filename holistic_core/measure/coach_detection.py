"""Whether the rendered person is detected like a real one: every movement, from three sides, two people, both engines.

Each clip is one repetition with a moment of rest around it, followed as a stream at the clip's own frame rate, as the
camera and video pages do: what tracking loses counts as missed. It is rendered once and shown to all engines.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import product
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.angles import ANGLES
from holistic_core.coach.figure import FIGURES
from holistic_core.coach.limits import in_range, one_of
from holistic_core.coach.motions import MOTIONS, MotionOptions, moment_of
from holistic_core.coach.scene import Scene
from holistic_core.coach.skeleton import SIDES, skeleton_of
from holistic_core.coach.truth import FrameTruth
from holistic_core.detector import Detector
from holistic_core.measure.accuracy import accuracy_of
from holistic_core.measure.accuracy_report import AccuracyRun, PartFound
from holistic_core.measure.coach_frames import movement_times_s, rendered_frames
from holistic_core.measure.facing import bones_across
from holistic_core.measure.framing import framed
from holistic_core.measure.joint_offsets import OffsetFit
from holistic_core.options import DetectorOptions, EngineName, FindOptions, Part, Priority
from holistic_core.results import HolisticResult

Progress = Callable[[str], None]
_Flags = npt.NDArray[np.bool_]

# Name of a view → azimuth of the camera in degrees.
VIEWS: Final[Mapping[str, float]] = MappingProxyType({"front": 0.0, "three-quarter": 45.0, "side": 90.0})
ENGINES: Final[tuple[EngineName, ...]] = ("litert", "mediapipe")
JOINTS: Final = ("knee", "elbow")
# A third of a camera's: movements are harder to follow, and both engines look at all of them within a quarter hour.
FPS: Final = 8.0


@dataclass(frozen=True)
class DetectionRow:
    """One clip and one engine. parts: how often each was found. mae_deg: joint of `JOINTS` → its 2D MAE, both sides.

    bias_deg: likewise the mean signed error. across_deg: the MAE of those frames in which the bones can be measured in
    the picture plane (see `facing.bones_across`). NaN where a joint was never visible enough. frames: of the clip.
    """

    motion: str
    upright: bool
    view: str
    person: str
    engine: EngineName
    frames: int
    parts: tuple[PartFound, ...]
    mae_deg: Mapping[str, float]
    bias_deg: Mapping[str, float]
    across_deg: Mapping[str, float]

    def part(self, name: Part) -> PartFound:
        """How often a part was found; StopIteration when it was not looked for."""
        return next(each for each in self.parts if each.part == name)


def run_detection_table(
    *,
    motions: Sequence[str] = (),
    views: Sequence[str] = (),
    people: Sequence[str] = (),
    engines: Sequence[EngineName] = ENGINES,
    find: FindOptions | None = None,
    fps: float = FPS,
    scene: Scene | None = None,
    offsets: OffsetFit | None = None,
    progress: Progress | None = None,
) -> Iterator[DetectionRow]:
    """Rows one after the other, one for each engine and clip.

    motions, views, people: names of `MOTIONS`, `VIEWS`, `FIGURES`; by default all motions and views, and the first two
    people. fps: of the clips. scene: light, noise and size of all; the camera is put where the movement fits.
    offsets: collects where the first engine saw joints.
    OptionsError: an unknown name.
    """
    say = progress or (lambda _: None)
    in_range("fps", fps, 1.0, 60.0)
    for motion in motions:
        one_of("motion", motion, MOTIONS)
    chosen = list(product(motions or MOTIONS, people or list(FIGURES)[:2], views or VIEWS))
    find = find or FindOptions()
    with ExitStack() as open_detectors:
        detectors = [open_detectors.enter_context(Detector(DetectorOptions(engine=each))) for each in engines]
        for number, (motion, person, view) in enumerate(chosen, start=1):
            say(f"{number} of {len(chosen)}: {motion}, {person}, {view}")
            once = MotionOptions(motion, repetitions=1)
            clip = _Clip(framed(_scene(scene or Scene(), person, view), once), once, fps)
            truths, runs = _measured(clip, detectors, find, offsets)
            across = _across(truths, clip.scene)
            for detector, run in zip(detectors, runs, strict=True):
                yield _row(motion, view, person, detector.options.engine, run, across)


@dataclass(frozen=True)
class _Clip:
    scene: Scene
    motion: MotionOptions
    fps: float


def _scene(scene: Scene, person: str, view: str) -> Scene:
    camera = replace(scene.camera, azimuth_deg=VIEWS[one_of("view", view, VIEWS)])
    return replace(scene, figure=FIGURES[one_of("person", person, FIGURES)], camera=camera)


def _measured(
    clip: _Clip, detectors: Sequence[Detector], find: FindOptions, offsets: OffsetFit | None
) -> tuple[list[FrameTruth], list[AccuracyRun]]:
    """What is true, and one report a detector; every frame is rendered once."""
    truths: list[FrameTruth] = []
    results: list[list[HolisticResult]] = [[] for _ in detectors]
    with ExitStack() as streams:
        opened = [streams.enter_context(each.open_stream(find, priority=Priority.BENCHMARK)) for each in detectors]
        for rgb, truth in rendered_frames(clip.scene, clip.motion, movement_times_s(clip.motion, clip.fps)):
            truths.append(truth)
            for stream, found in zip(opened, results, strict=True):
                found.append(stream.process(rgb, truth.time_s))
    if offsets is not None:
        _add_offsets(offsets, clip, truths, results[0])
    return truths, [
        accuracy_of(truths, found, clip.scene, engine=detector.options.engine, find=find, fps=clip.fps)
        for detector, found in zip(detectors, results, strict=True)
    ]


def _add_offsets(fit: OffsetFit, clip: _Clip, truths: Sequence[FrameTruth], results: Sequence[HolisticResult]) -> None:
    view = clip.scene.camera.view(clip.scene.image_size)
    for truth, result in zip(truths, results, strict=True):
        pose = moment_of(clip.motion, truth.time_s, clip.scene.figure).pose
        skeleton = skeleton_of(pose, clip.scene.figure)
        fit.add(skeleton, view, np.asarray(truth.joints_m), truth.occluded["pose"], result.pose)


def _across(truths: Sequence[FrameTruth], scene: Scene) -> dict[str, _Flags]:
    """Angle → `(n,)` in which frames its bones can be measured in the picture plane."""
    names = {f"{side}_{joint}" for side in SIDES for joint in JOINTS}
    corners = {each.name: each.points for each in ANGLES if each.name in names}
    return {
        name: np.array([bones_across(truth, scene, points) for truth in truths]) for name, points in corners.items()
    }


def _row(
    motion: str, view: str, person: str, engine: EngineName, run: AccuracyRun, across: Mapping[str, _Flags]
) -> DetectionRow:
    errors = {joint: np.concatenate([run.error_deg(f"{side}_{joint}") for side in SIDES]) for joint in JOINTS}
    clear = {joint: np.concatenate([across[f"{side}_{joint}"] for side in SIDES]) for joint in JOINTS}
    return DetectionRow(
        motion,
        MOTIONS[motion].upright,
        view,
        person,
        engine,
        len(run),
        run.parts,
        mae_deg={joint: _mean(np.abs(each)) for joint, each in errors.items()},
        bias_deg={joint: _mean(each) for joint, each in errors.items()},
        across_deg={joint: _mean(np.abs(each[clear[joint]])) for joint, each in errors.items()},
    )


def _mean(values: npt.NDArray[np.float64]) -> float:
    """Of the numbers among them; NaN when there is none."""
    there = values[np.isfinite(values)]
    return float(there.mean()) if there.size else float("nan")
