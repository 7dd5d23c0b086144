"""What is true of a rendered frame: joints in space and in the picture, what is hidden, angles, phase and count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.angles import Angle, joint_angles
from holistic_core.coach.camera import View
from holistic_core.coach.landmarks import body_landmarks_m, hand_landmarks_m
from holistic_core.coach.motions import MotionOptions, duration_s, moment_of
from holistic_core.coach.occlusion import hand_names, occluded_points
from holistic_core.coach.scene import Scene
from holistic_core.coach.skeleton import SIDES, skeleton_of
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import LEFT_HAND, POSE, RIGHT_HAND, Topology

Points = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

PARTS: Final = ("pose", "left_hand", "right_hand")
_HANDS: Final = MappingProxyType({"left_hand": LEFT_HAND, "right_hand": RIGHT_HAND})
_HIPS: Final = (POSE.index("left_hip"), POSE.index("right_hip"))


@dataclass(frozen=True, eq=False)
class FrameTruth:
    """What is true at one moment.

    time_s: since the start of the clip. phase, phase_share, repetitions: as of `motions.Moment`.
    joints_m: `(33, 3)` in the world frame, metres. hands_m: "left_hand", "right_hand" → `(21, 3)`.
    occluded: part of `PARTS` → `(n,)` whether each point is hidden or outside the picture.
    result: the same as a detector would tell it, with visibility 1 for what is seen and 0 for what is not; no face.
    angles: by the conventions of `ANGLES`, hidden points included.
    """

    time_s: float
    phase: str
    phase_share: float
    repetitions: int
    joints_m: Points
    hands_m: Mapping[str, Points]
    occluded: Mapping[str, Flags]
    result: HolisticResult
    angles: tuple[Angle, ...]


@dataclass(frozen=True, eq=False)
class ClipTruth:
    """What is true of a whole clip. fps: frames per second. frames: in order."""

    scene: Scene
    motion: MotionOptions
    fps: float
    frames: tuple[FrameTruth, ...]

    def __len__(self) -> int:
        return len(self.frames)

    def __iter__(self) -> Iterator[FrameTruth]:
        return iter(self.frames)

    @property
    def repetitions(self) -> int:
        """Repetitions completed by the last frame."""
        return self.frames[-1].repetitions

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """All frames as arrays, for `numpy.savez`.

        time_s, phase, phase_share, repetitions `(f,)`; joints_m `(f, 33, 3)`, joints_px `(f, 33, 2)`; for each part
        occluded `(f, n)`; for each hand its points in metres and pixels; angles_2d_deg, angles_3d_deg `(f, 44)` and
        angle_names `(44,)`.
        """
        frames = self.frames
        arrays: dict[str, npt.NDArray[np.generic]] = {
            "time_s": np.array([frame.time_s for frame in frames]),
            "phase": np.array([frame.phase for frame in frames]),
            "phase_share": np.array([frame.phase_share for frame in frames]),
            "repetitions": np.array([frame.repetitions for frame in frames]),
            "joints_m": np.stack([frame.joints_m for frame in frames]),
            "joints_px": np.stack([_px(frame, "pose") for frame in frames]),
        }
        for part in PARTS:
            arrays[f"{part}_occluded"] = np.stack([frame.occluded[part] for frame in frames])
        for hand in _HANDS:
            arrays[f"{hand}_m"] = np.stack([frame.hands_m[hand] for frame in frames])
            arrays[f"{hand}_px"] = np.stack([_px(frame, hand) for frame in frames])
        angles = np.array([[(angle.deg_2d, angle.deg_3d) for angle in frame.angles] for frame in frames])
        arrays["angles_2d_deg"], arrays["angles_3d_deg"] = angles[..., 0], angles[..., 1]
        arrays["angle_names"] = np.array([angle.definition.name for angle in frames[0].angles])
        return arrays


def _px(frame: FrameTruth, part: str) -> npt.NDArray[np.float32]:
    landmarks = frame.result.part(part)  # type: ignore[arg-type]
    assert landmarks is not None  # noqa: S101 -- the truth has all parts
    return landmarks.xy_px(frame.result.image_size)


def frame_times_s(motion: MotionOptions, fps: float) -> list[float]:
    """Times of all frames of a clip, from its start to its end."""
    return [number / fps for number in range(int(duration_s(motion) * fps) + 1)]


def frame_truth(scene: Scene, motion: MotionOptions, time_s: float) -> FrameTruth:
    """What is true of the scene at a time of the motion."""
    moment = moment_of(motion, time_s, scene.figure)
    skeleton = skeleton_of(moment.pose, scene.figure)
    joints_m = body_landmarks_m(skeleton)
    left, right = (hand_landmarks_m(skeleton, side) for side in SIDES)
    view = scene.camera.view(scene.image_size)
    names = (*POSE.names, *hand_names("left"), *hand_names("right"))
    hidden = occluded_points(skeleton, np.concatenate([joints_m, left, right]), names, view)
    ends = (len(joints_m), len(joints_m) + len(left))
    occluded = dict(zip(PARTS, np.split(hidden, ends), strict=True))
    return truth_of_points(
        view, time_s, moment.phase, moment.phase_share, moment.repetitions, joints_m,
        {"left_hand": left, "right_hand": right}, occluded,
    )  # fmt: skip


def truth_of_points(
    view: View,
    time_s: float,
    phase: str,
    phase_share: float,
    repetitions: int,
    joints_m: Points,
    hands_m: Mapping[str, Points],
    occluded: Mapping[str, Flags],
) -> FrameTruth:
    """The truth that follows from where the joints are: pixels and angles. Arguments as of `FrameTruth`."""
    in_camera = view.to_camera(joints_m)
    middle = in_camera[list(_HIPS)].mean(axis=0)
    result = HolisticResult(
        view.image_size,
        pose=_in_picture(view, POSE, joints_m, float(middle[2]), occluded["pose"]),
        pose_world=Landmarks.from_xyz(POSE, in_camera - middle, visibility=~occluded["pose"], space="world"),
        left_hand=_hand(view, "left_hand", hands_m, occluded),
        right_hand=_hand(view, "right_hand", hands_m, occluded),
    )
    angles = joint_angles(result, min_visibility=0)
    return FrameTruth(time_s, phase, phase_share, repetitions, joints_m, hands_m, occluded, result, angles)


def _hand(view: View, part: str, hands_m: Mapping[str, Points], occluded: Mapping[str, Flags]) -> Landmarks:
    points = hands_m[part]
    return _in_picture(view, _HANDS[part], points, float(view.to_camera(points)[0, 2]), occluded[part])


def _in_picture(view: View, topology: Topology, points_m: Points, origin_depth_m: float, hidden: Flags) -> Landmarks:
    """Image landmarks as MediaPipe defines them; z in the picture's scale at the depth of its origin."""
    xy_px, depth_m = view.project(points_m)
    width, height = view.image_size
    z = (depth_m - origin_depth_m) * view.focal_px / origin_depth_m / width
    norm = np.column_stack([xy_px / (width, height), z])
    return Landmarks.from_xyz(topology, norm, visibility=~hidden)


def clip_truth(scene: Scene, motion: MotionOptions, fps: float) -> ClipTruth:
    """What is true of every frame of a clip."""
    frames = tuple(frame_truth(scene, motion, time_s) for time_s in frame_times_s(motion, fps))
    return ClipTruth(scene, motion, fps, frames)
