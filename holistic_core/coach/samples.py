"""The kept samples: short clips and stills of the figure with their truth, as files of the package."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from importlib.abc import Traversable
from io import BytesIO
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.coach.camera import Camera
from holistic_core.coach.clip import ClipOptions
from holistic_core.coach.figure import FIGURES
from holistic_core.coach.limits import one_of
from holistic_core.coach.motions import MotionOptions
from holistic_core.coach.scene import Light, Scene
from holistic_core.coach.truth import ClipTruth, FrameTruth
from holistic_core.coach.truth_json import from_json
from holistic_core.media.video_files import read_video

RGB = npt.NDArray[np.uint8]

_LEVEL: Final = Camera(distance_m=3.6, target_height_m=0.95)
_LYING: Final = Camera(azimuth_deg=90.0, distance_m=3.2, height_m=0.9, target_height_m=0.45)


@dataclass(frozen=True)
class Sample:
    """One kept clip or still. label: for people. options: how it is rendered. time_s: of a still; None = a clip."""

    name: str
    label: str
    options: ClipOptions
    time_s: float | None = None

    @property
    def files(self) -> tuple[str, str]:
        """Names of the picture or video, and of its truth."""
        return f"{self.name}.{'mp4' if self.time_s is None else 'jpg'}", f"{self.name}.json"


def _scene(person: str, azimuth_deg: float, camera: Camera = _LEVEL, **changes: object) -> Scene:
    return replace(Scene(FIGURES[person], replace(camera, azimuth_deg=azimuth_deg)), **changes)  # type: ignore[arg-type]


def _clip(name: str, label: str, scene: Scene, motion: MotionOptions, fps: float = 20.0) -> Sample:
    return Sample(name, label, ClipOptions(scene, motion, fps))


def _still(name: str, label: str, scene: Scene, motion: MotionOptions, time_s: float) -> Sample:
    return Sample(name, label, ClipOptions(scene, motion), time_s)


_CLIPS: Final = (
    _clip("squat_side", "Squat, from the side", _scene("alex", 90.0), MotionOptions("squat", 2)),
    _clip(
        "squat_shallow", "Squat, half-way only", _scene("mira", 45.0), MotionOptions("squat", 2, faults=("half_depth",))
    ),
    _clip("curl_front", "Biceps curl, from the front", _scene("sam", 0.0), MotionOptions("biceps_curl", 2)),
    _clip(
        "press_three_quarter",
        "Shoulder press, three-quarter view",
        _scene("yuki", 45.0, Camera(distance_m=4.2, target_height_m=1.08)),
        MotionOptions("shoulder_press", 2),
    ),
    _clip(
        "jumping_jack_front",
        "Jumping jack, from the front",
        _scene("otto", 0.0, Camera(distance_m=4.4, target_height_m=1.08)),
        MotionOptions("jumping_jack", 3),
        25.0,
    ),
    _clip(
        "push_up_side",
        "Push-up, from the side",
        _scene("alex", 90.0, _LYING, image_size=(640, 480)),
        MotionOptions("push_up", 2),
    ),
    _clip(
        "lunge_three_quarter",
        "Lunge, three-quarter view",
        _scene("mira", 40.0),
        MotionOptions("lunge", 2, tempo_s=2.5),
        16.0,
    ),
    _clip(
        "waving_dim",
        "Waving, in a dim room",
        _scene("yuki", 0.0, light=Light(brightness=0.12), noise=5.0),
        MotionOptions("waving", 3),
    ),
)
# As near as the whole body allows: hands and face are large enough to be found well.
_NEAR: Final = Camera(distance_m=2.75, height_m=1.25, target_height_m=0.85)
_STILLS: Final = (
    _still(
        "counting_five",
        "Both hands open",
        _scene("mira", 12.0, _NEAR, image_size=(720, 960)),
        MotionOptions("finger_counting", 1),
        6.4,
    ),
    _still("t_pose_front", "T-pose", _scene("alex", 0.0, Camera(distance_m=4.2)), MotionOptions("t_pose", 1), 2.7),
    _still("squat_deep", "Deep squat", _scene("sam", 45.0), MotionOptions("squat", 1), 2.77),
    _still(
        "push_up_low",
        "Push-up, low",
        _scene("otto", 90.0, _LYING, image_size=(640, 480)),
        MotionOptions("push_up", 1),
        1.9,
    ),
)
SAMPLES: Final = MappingProxyType({sample.name: sample for sample in _CLIPS})
STILLS: Final = MappingProxyType({sample.name: sample for sample in _STILLS})


def sample_clip(name: str) -> tuple[Iterator[tuple[RGB, FrameTruth]], ClipTruth]:
    """Frames of a kept clip with their truth, read when asked for, and the truth of all; OptionsError if unknown."""
    truth = sample_truth(name)
    pictures = (rgb for _, rgb in read_video(BytesIO(clip_mp4(name))))
    return zip(pictures, truth.frames, strict=True), truth


def clip_mp4(name: str) -> bytes:
    """The MP4 of a kept clip; OptionsError for an unknown name."""
    one_of("sample", name, SAMPLES)
    return _file(SAMPLES[name].files[0]).read_bytes()


def still_jpeg(name: str) -> bytes:
    """The JPEG of a kept still; OptionsError for an unknown name."""
    one_of("sample", name, STILLS)
    return _file(STILLS[name].files[0]).read_bytes()


@lru_cache(maxsize=4)  # the truth of a clip takes 5 MB
def sample_truth(name: str) -> ClipTruth:
    """What is true of a kept clip, or of the one frame of a still; OptionsError for an unknown name."""
    one_of("sample", name, {**SAMPLES, **STILLS})
    return from_json(truth_text(name))


def truth_text(name: str) -> str:
    """The JSON of that truth."""
    return _file({**SAMPLES, **STILLS}[name].files[1]).read_text(encoding="utf-8")


def _file(name: str) -> Traversable:
    return resources.files("holistic_core").joinpath("data", "coach", name)
