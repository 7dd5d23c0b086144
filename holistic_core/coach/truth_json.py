"""The truth of a clip as files: JSON for everybody, arrays for numpy, and back."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from io import BytesIO
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.camera import Camera, View
from holistic_core.coach.figure import Figure
from holistic_core.coach.motions import MotionOptions
from holistic_core.coach.scene import Light, Scene
from holistic_core.coach.truth import PARTS, ClipTruth, FrameTruth, truth_of_points
from holistic_core.errors import HolisticError, OptionsError
from holistic_core.topology import LEFT_HAND, POSE, RIGHT_HAND

SCHEMA: Final = "holistic-lab-truth/1"
_DIGITS: Final = 4
_TOPOLOGIES: Final = {"pose": POSE, "left_hand": LEFT_HAND, "right_hand": RIGHT_HAND}


def to_json(clip: ClipTruth) -> str:
    """The text of a clip's truth, one frame a line, numbers rounded to 1e-4; the same clip gives the same text.

    Metres in the world frame, pixels, degrees (null where an angle has none), seconds. `occluded` holds a digit for
    each point, 1 = hidden.
    """
    head = {
        "schema": SCHEMA,
        "fps": _plain(clip.fps),
        "scene": _plain(asdict(clip.scene)),
        "motion": _plain({**asdict(clip.motion), "tempo_s": clip.motion.seconds_each}),
        "names": {part: list(topology.names) for part, topology in _TOPOLOGIES.items()},
        "angle_names": [angle.definition.name for angle in clip.frames[0].angles],
    }
    lines = [f" {json.dumps(key)}: {_compact(value)}," for key, value in head.items()]
    frames = ",\n".join(f"  {_compact(_frame(frame))}" for frame in clip.frames)
    return "{\n" + "\n".join(lines) + f'\n "frames": [\n{frames}\n ]\n}}\n'


def from_json(text: str | bytes) -> ClipTruth:
    """The truth that was written; OptionsError with a message for people when it cannot be read.

    Angles are worked out anew from the points, which are rounded to 1e-4.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise OptionsError(
            "This is not a truth file: it holds no valid JSON. Choose the .json beside the clip."
        ) from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise OptionsError(
            f"This is not a truth file of this version: its schema is not {SCHEMA}. Render the clip again."
        )
    try:
        return _clip(document)
    except HolisticError:
        raise
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise OptionsError(
            f"This truth file is damaged ({type(error).__name__}: {error}). Render the clip again."
        ) from error


def to_npz(clip: ClipTruth) -> bytes:
    """The arrays of `ClipTruth.arrays` as a compressed `.npz`, with the JSON's head as text under "head"."""
    buffer = BytesIO()
    head = to_json(ClipTruth(clip.scene, clip.motion, clip.fps, clip.frames[:1]))
    np.savez_compressed(buffer, head=np.array(head), **clip.arrays())
    return buffer.getvalue()


def from_npz(data: bytes) -> ClipTruth:
    """The truth from `to_npz`; OptionsError when it cannot be read. Nothing in the file is executed."""
    try:
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            head = from_json(str(arrays["head"]))
            view = head.scene.camera.view(head.scene.image_size)
            frames = tuple(_frame_of_arrays(arrays, row, view) for row in range(len(arrays["time_s"])))
    except (KeyError, ValueError, OSError) as error:
        raise OptionsError("This is not a truth file: its arrays cannot be read. Render the clip again.") from error
    return ClipTruth(head.scene, head.motion, head.fps, frames)


def _frame(frame: FrameTruth) -> dict[str, Any]:
    pixels = {part: _pixels(frame, part) for part in PARTS}
    return {
        "time_s": _plain(frame.time_s),
        "phase": frame.phase,
        "phase_share": _plain(frame.phase_share),
        "repetitions": frame.repetitions,
        "joints_m": _plain(frame.joints_m.tolist()),
        "joints_px": _plain(pixels["pose"]),
        "hands_m": {hand: _plain(points.tolist()) for hand, points in frame.hands_m.items()},
        "hands_px": {hand: _plain(pixels[hand]) for hand in frame.hands_m},
        "occluded": {part: "".join(str(int(flag)) for flag in frame.occluded[part]) for part in PARTS},
        "angles_2d_deg": _plain([angle.deg_2d for angle in frame.angles]),
        "angles_3d_deg": _plain([angle.deg_3d for angle in frame.angles]),
    }


def _pixels(frame: FrameTruth, part: str) -> list[Any]:
    landmarks = frame.result.part(part)  # type: ignore[arg-type]
    assert landmarks is not None  # noqa: S101 -- the truth has all parts
    pixels: list[Any] = landmarks.xy_px(frame.result.image_size).tolist()
    return pixels


def _plain(value: Any) -> Any:
    """Numbers rounded, without a negative zero; NaN becomes null."""
    if isinstance(value, bool) or value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    number = round(float(value), _DIGITS) + 0.0
    return number if math.isfinite(number) else None


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _clip(document: dict[str, Any]) -> ClipTruth:
    scene = dict(document["scene"])
    scene |= {
        "figure": Figure(**scene["figure"]),
        "camera": Camera(**scene["camera"]),
        "light": Light(**scene["light"]),
        "image_size": tuple(scene["image_size"]),
    }
    motion = dict(document["motion"])
    options = MotionOptions(**{**motion, "faults": tuple(motion["faults"])})
    read = Scene(**scene)
    view = read.camera.view(read.image_size)
    frames = tuple(_frame_of(each, view) for each in document["frames"])
    if not frames:
        raise OptionsError("This truth file has no frames. Render the clip again.")
    return ClipTruth(read, options, float(document["fps"]), frames)


def _frame_of(frame: dict[str, Any], view: View) -> FrameTruth:
    return truth_of_points(
        view,
        float(frame["time_s"]),
        str(frame["phase"]),
        float(frame["phase_share"]),
        int(frame["repetitions"]),
        _points(frame["joints_m"], "pose"),
        {hand: _points(frame["hands_m"][hand], hand) for hand in PARTS[1:]},
        {part: np.array([flag == "1" for flag in frame["occluded"][part]], bool) for part in PARTS},
    )


def _points(values: Any, part: str) -> npt.NDArray[np.float64]:
    points = np.array(values, np.float64)
    expected = (len(_TOPOLOGIES[part].names), 3)
    if points.shape != expected or not np.isfinite(points).all():
        raise ValueError(f"{part} has {points.shape} numbers instead of {expected}")
    return points


def _frame_of_arrays(arrays: Mapping[str, Any], row: int, view: View) -> FrameTruth:
    return truth_of_points(
        view,
        float(arrays["time_s"][row]),
        str(arrays["phase"][row]),
        float(arrays["phase_share"][row]),
        int(arrays["repetitions"][row]),
        _points(arrays["joints_m"][row], "pose"),
        {hand: _points(arrays[f"{hand}_m"][row], hand) for hand in PARTS[1:]},
        {part: np.asarray(arrays[f"{part}_occluded"][row], bool) for part in PARTS},
    )
