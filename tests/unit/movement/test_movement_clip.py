"""Clips of frames, of the coach's truth and of arrays hold the same angles."""

from typing import Any

import numpy as np
import pytest

from holistic_core.coach.samples import sample_truth
from holistic_core.errors import OptionsError
from holistic_core.movement.clip import MovementClip
from holistic_core.movement.filter_settings import FilterSettings
from holistic_core.movement.smoothing import filtered

NAMES = ["left_knee", "trunk_lean"]


@pytest.mark.parametrize("in_space", [False, True])
def test_frames_and_truth_are_the_same_clip(truth_frames: Any, in_space: bool) -> None:
    frames, truth = truth_frames("squat_side"), sample_truth("squat_side")
    recorded = MovementClip.of_frames("a", frames, NAMES, in_space=in_space)
    true = MovementClip.of_truth("b", truth, NAMES, in_space=in_space)
    np.testing.assert_allclose(recorded.times_s, true.times_s)
    assert recorded.duration_s == pytest.approx(8.2)
    for name in NAMES:
        np.testing.assert_allclose(recorded.angles_deg[name], true.angles_deg[name], atol=1e-4)
    planes = [MovementClip.of_truth("", sample_truth("curl_front"), ["left_elbow"], in_space=each) for each in (0, 1)]
    assert np.abs(planes[0].angles_deg["left_elbow"] - planes[1].angles_deg["left_elbow"]).max() > 20


def test_frames_are_filtered_when_asked(truth_frames: Any) -> None:
    frames, settings = truth_frames("squat_side"), FilterSettings("butterworth", cutoff_hz=1.0)
    smooth = MovementClip.of_frames("a", frames, ["left_knee"], settings=settings).angles_deg["left_knee"]
    np.testing.assert_array_equal(smooth, filtered(frames.times_s, frames.of("left_knee"), settings))
    assert np.abs(smooth - frames.of("left_knee")).max() > 1


def test_a_part_keeps_its_times() -> None:
    clip = MovementClip.of_arrays("a", np.arange(10.0), {"left_knee": np.arange(10.0)})
    part = clip.part(2.5, 5)
    assert part.times_s.tolist() == part.angles_deg["left_knee"].tolist() == [3, 4, 5]
    assert part.duration_s == 2 and clip.part(20, 30).duration_s == 0


@pytest.mark.parametrize(
    ("angles", "words"),
    [({"tail": np.arange(3.0)}, "no angle 'tail'"), ({"left_knee": np.arange(2.0)}, "one angle a time is needed")],
)
def test_what_is_no_clip_is_refused(angles: dict[str, Any], words: str) -> None:
    with pytest.raises(OptionsError, match=words):
        MovementClip.of_arrays("a", np.arange(3.0), angles)
