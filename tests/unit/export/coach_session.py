"""A kept clip of the coach as a recording: its truth, with a second in which nobody is seen."""

from collections.abc import Collection
from dataclasses import replace

from holistic_core.angles import joint_angles
from holistic_core.coach.samples import sample_truth
from holistic_core.export.session_frames import FrameStore, SessionFrames

HIDDEN = slice(20, 40)


def coach_session(name: str, *, hidden: slice = slice(0), dropped: Collection[int] = ()) -> SessionFrames:
    """The truth of a sample frame by frame; nobody in the frames of `hidden`, without the `dropped` ones."""
    store = FrameStore()
    for place, frame in enumerate(sample_truth(name).frames):
        if place in dropped:
            continue
        result = frame.result
        if place in range(hidden.start or 0, hidden.stop):
            result = replace(result, pose=None, pose_world=None, face=None, left_hand=None, right_hand=None)
        store.add(frame.time_s, result, joint_angles(result), frame.repetitions, float("nan"))
    return store.frames()
