"""What the command `coach render` writes: pictures and videos with their truth beside them."""

import argparse
import contextlib
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from holistic_core.coach.clip import ClipOptions, clip_truth, render_clip
from holistic_core.coach.limits import in_range
from holistic_core.coach.motions import duration_s, moment_of
from holistic_core.coach.renderer import Renderer
from holistic_core.coach.samples import SAMPLES, STILLS, Sample
from holistic_core.coach.scene import Scene
from holistic_core.coach.truth import ClipTruth, frame_truth
from holistic_core.coach.truth_json import to_json, to_npz
from holistic_core.commands.scene_arguments import motion_of, scene_of
from holistic_core.errors import OptionsError
from holistic_core.media.pictures import encode_picture
from holistic_core.media.video_files import Mp4Writer, VideoWriter, Y4mWriter

RGB = npt.NDArray[np.uint8]

_PICTURES: Final[dict[str, Literal["png", "jpeg"]]] = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}
_TRUTHS: Final[dict[str, Callable[[ClipTruth], bytes]]] = {".json": lambda clip: to_json(clip).encode(), ".npz": to_npz}
_KINDS: Final = {"json": (".json",), "npz": (".npz",), "both": (".json", ".npz"), "none": ()}
_STEP_S: Final = 2.0


def render(args: argparse.Namespace) -> list[Path]:
    """Write what the arguments ask for; the paths of the files. OptionsError when they contradict each other."""
    if args.samples is not None:
        if args.out or args.y4m or args.still is not None:
            raise OptionsError("--samples renders the samples of the package; leave out --out, --y4m and --still.")
        return _samples(args.samples, truth_only=args.truth_only)
    if args.truth_only:
        raise OptionsError("--truth-only belongs to --samples.")
    if args.out is None and args.y4m is None:
        raise OptionsError("Say where to write: --out FILE.mp4, --y4m FILE.y4m, or --samples DIR.")
    options = ClipOptions(_scene(args), motion_of(args), args.fps)
    return _clip(args, options) if args.still is None else _still(args, options)


def _scene(args: argparse.Namespace) -> Scene:
    scene = scene_of(args)
    camera = {"height_m": args.camera_height, "focal_length_mm": args.focal_length}
    light = {"azimuth_deg": args.light_azimuth, "elevation_deg": args.light_elevation}
    own = {"blur_px": args.blur, "seed": args.seed}
    return replace(
        scene,
        camera=replace(scene.camera, **_given(camera)),
        light=replace(scene.light, **_given(light)),
        **_given(own),
    )


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _clip(args: argparse.Namespace, options: ClipOptions) -> list[Path]:
    _check_ending(args.out, (".mp4",), "Choose --out FILE.mp4, or --still S for a picture.")
    _check_ending(args.y4m, (".y4m",), "Choose --y4m FILE.y4m: a browser's fake camera goes by the name.")
    width, height = options.scene.image_size
    if width % 2 or height % 2:
        even = f"{width + width % 2}x{height + height % 2}"
        raise OptionsError(f"--size is {width}x{height}; a video needs an even width and height. Choose {even}.")
    targets = [path for path in (args.out, args.y4m) if path is not None]
    _make_folders(targets)
    writers: list[VideoWriter] = [] if args.out is None else [Mp4Writer(args.out, options.fps)]
    writers += [] if args.y4m is None else [Y4mWriter(args.y4m, options.fps)]
    truth = _render(options, writers)
    return targets + _write_truth(targets[0], truth, args.truth)


def _still(args: argparse.Namespace, options: ClipOptions) -> list[Path]:
    advice = "--still S writes one picture: --out FILE.png or FILE.jpg, without --y4m."
    if args.out is None or args.y4m is not None:
        raise OptionsError(advice)
    _check_ending(args.out, tuple(_PICTURES), advice)
    time_s = in_range("still", args.still, 0.0, round(duration_s(options.motion), 3), "s")
    _make_folders([args.out])
    _replace(args.out, encode_picture(_picture(options, time_s), _PICTURES[args.out.suffix.lower()]))
    return [args.out, *_write_truth(args.out, _moment_truth(options, time_s), args.truth)]


def _samples(folder: Path, *, truth_only: bool) -> list[Path]:
    samples = [*SAMPLES.values(), *STILLS.values()]
    _make_folders([folder / sample.files[0] for sample in samples])
    written = []
    for number, sample in enumerate(samples, start=1):
        _say(f"[{number}/{len(samples)}] {sample.name}")
        written += _sample(sample, folder, truth_only=truth_only)
    return written


def _sample(sample: Sample, folder: Path, *, truth_only: bool) -> list[Path]:
    media, options = folder / sample.files[0], sample.options
    if sample.time_s is not None:
        truth = _moment_truth(options, sample.time_s)
        if not truth_only:
            _replace(media, encode_picture(_picture(options, sample.time_s), "jpeg"))
    elif truth_only:
        truth = clip_truth(options)
    else:
        truth = _render(options, [Mp4Writer(media, options.fps)])
    return ([] if truth_only else [media]) + _write_truth(media, truth, "json")


def _picture(options: ClipOptions, time_s: float) -> RGB:
    pose = moment_of(options.motion, time_s, options.scene.figure).pose
    return Renderer(options.scene).render(pose)


def _moment_truth(options: ClipOptions, time_s: float) -> ClipTruth:
    frame = frame_truth(options.scene, options.motion, time_s)
    return ClipTruth(options.scene, options.motion, options.fps, (frame,))


def _render(options: ClipOptions, writers: Sequence[VideoWriter]) -> ClipTruth:
    """Render every frame into all files. When it is interrupted, none of them appears."""
    truths = []
    with contextlib.ExitStack() as files:
        opened = [files.enter_context(writer) for writer in writers]
        for rgb, truth in render_clip(options, progress=_Progress()):
            truths.append(truth)
            for file in opened:
                file.add(rgb)
    return ClipTruth(options.scene, options.motion, options.fps, tuple(truths))


class _Progress:
    """Says on standard error how far a clip is, every two seconds and at its end."""

    def __init__(self) -> None:
        self._started = self._said = time.monotonic()

    def __call__(self, done: int, count: int) -> None:
        now = time.monotonic()
        if now - self._said < _STEP_S and done < count:
            return
        self._said = now
        left_s = (now - self._started) / done * (count - done)
        _say(f"frame {done} of {count}, " + (f"about {left_s:.0f} s left" if done < count else "done"))


def _write_truth(media: Path, truth: ClipTruth, kind: str) -> list[Path]:
    paths = [media.with_suffix(ending) for ending in _KINDS[kind]]
    for path in paths:
        _replace(path, _TRUTHS[path.suffix](truth))
    return paths


def _replace(path: Path, content: bytes) -> None:
    """Write beside the target, then rename: whoever reads it meanwhile has the old file or the new one."""
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _check_ending(path: Path | None, endings: Sequence[str], advice: str) -> None:
    if path is None:
        return
    if path.suffix.lower() not in endings:
        raise OptionsError(f"{path.name} is no {' or '.join(endings)}. {advice}")
    if path.is_dir():
        raise OptionsError(f"{path.name} is a folder. Name a file.")


def _make_folders(targets: Sequence[Path]) -> None:
    for path in targets:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OptionsError(
                f"The folder for {path.name} cannot be made ({error.strerror}); choose another."
            ) from error


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
