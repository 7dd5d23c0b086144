"""What the command `accuracy` measures: a clip rendered by its arguments, a kept sample, or a file with its truth."""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Final

from holistic_core.coach.clip import ClipOptions, frame_times_s, render_clip
from holistic_core.coach.motions import MOTIONS
from holistic_core.coach.samples import SAMPLES, sample_clip
from holistic_core.coach.scene import Scene
from holistic_core.coach.truth import ClipTruth, FrameTruth
from holistic_core.coach.truth_json import from_json
from holistic_core.commands.scene_arguments import motion_of, scene_of
from holistic_core.errors import OptionsError, VideoError
from holistic_core.measure.accuracy_report import RGB
from holistic_core.media.video_files import read_video

DEFAULT_FPS: Final = 15.0


@dataclass(frozen=True)
class Clip:
    """What is measured. frames: pictures and their truth, made when asked for. count: how many there will be."""

    name: str
    scene: Scene
    fps: float
    count: int
    frames: Iterable[tuple[RGB, FrameTruth]]


def open_clip(args: argparse.Namespace) -> Clip:
    """The clip that the arguments ask for; OptionsError or VideoError when there is none, or its truth does not fit."""
    if args.clip is not None:
        return _sample(args.clip) if args.clip in SAMPLES else _file(Path(args.clip))
    scene, motion = scene_of(args), motion_of(args)
    options = ClipOptions(scene, motion, DEFAULT_FPS if args.fps is None else args.fps)
    name = f"{MOTIONS[motion.name].label}, {scene.figure.label}, camera at {scene.camera.azimuth_deg:g}°"
    return Clip(name, scene, options.fps, len(frame_times_s(options)), render_clip(options))


def _sample(name: str) -> Clip:
    frames, truth = sample_clip(name)
    return Clip(SAMPLES[name].label, truth.scene, truth.fps, len(truth), frames)


def _file(path: Path) -> Clip:
    truth_path = path.with_suffix(".json")
    if not path.is_file():
        samples = ", ".join(SAMPLES)
        raise OptionsError(f"There is no sample and no file {path.name}. Samples: {samples}.")
    if not truth_path.is_file():
        raise OptionsError(
            f"{path.name} has no truth: {truth_path.name} is not beside it. Make both with `coach render --out FILE`."
        )
    truth = from_json(truth_path.read_bytes())
    return Clip(path.name, truth.scene, truth.fps, len(truth), _with_truth(path, truth))


def _with_truth(path: Path, truth: ClipTruth) -> Iterator[tuple[RGB, FrameTruth]]:
    pictures = (rgb for _, rgb in read_video(path))
    for rgb, frame in zip_longest(pictures, truth.frames):
        if rgb is None or frame is None or (rgb.shape[1], rgb.shape[0]) != truth.scene.image_size:
            raise VideoError(
                f"{path.name} and the truth beside it do not belong together: they differ in size or in the number of "
                "frames. Render the clip again."
            )
        yield rgb, frame
