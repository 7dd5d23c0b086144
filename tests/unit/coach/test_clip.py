import math

import numpy as np
import pytest

from holistic_core.coach.clip import ClipOptions, clip_truth, frame_times_s, render_clip
from holistic_core.coach.motions import MotionOptions, duration_s
from holistic_core.coach.scene import Scene
from holistic_core.errors import OptionsError

SMALL = ClipOptions(Scene(image_size=(96, 128)), MotionOptions("waving", 1, tempo_s=0.5), 5.0)


def test_pictures_come_with_their_truth() -> None:
    done: list[tuple[int, int]] = []
    rendered = list(render_clip(SMALL, progress=lambda *now: done.append(now)))
    truth = clip_truth(SMALL)
    assert len(rendered) == len(truth) == len(frame_times_s(SMALL))
    assert done == [(number, len(truth)) for number in range(1, len(truth) + 1)]
    for (rgb, frame), expected in zip(rendered, truth, strict=True):
        assert (rgb.shape, rgb.dtype) == ((128, 96, 3), np.uint8)
        np.testing.assert_array_equal(frame.joints_m, expected.joints_m)
    assert frame_times_s(SMALL)[-1] == pytest.approx(duration_s(SMALL.motion), abs=0.2)
    assert any((rgb != rendered[0][0]).mean() > 0.05 for rgb, _ in rendered)


def test_it_can_be_cancelled() -> None:
    frames = render_clip(SMALL, cancelled=iter([False, False, True]).__next__)
    assert len(list(frames)) == 2


@pytest.mark.parametrize("fps", [0, -5, 100, math.nan])
def test_an_impossible_frame_rate_is_refused(fps: float) -> None:
    with pytest.raises(OptionsError, match=r"fps is .* from 1 to 60"):
        ClipOptions(fps=fps)
