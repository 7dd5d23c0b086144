"""What rendering costs is held against its limits, and likeness is measured as it is defined."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from holistic_core.coach.pose import Pose
from holistic_core.coach.scene import Scene
from holistic_core.measure import coach_speed
from holistic_core.measure.coach_speed import deepest_pose, format_coach, psnr_db, run_coach


def test_psnr_by_hand() -> None:
    """A difference of one level everywhere: 20 log10(255)."""
    black = np.zeros((4, 5, 3), np.uint8)
    assert psnr_db(black, black + 1) == pytest.approx(48.1308, abs=1e-4)
    assert psnr_db(black + 1, black) == pytest.approx(48.1308, abs=1e-4)
    assert psnr_db(black, black) == float("inf")


def test_the_deepest_pose_of_a_squat_bends_the_knees() -> None:
    assert deepest_pose("squat", "alex").left_leg.knee_deg < 90


@pytest.fixture
def renderer(monkeypatch: pytest.MonkeyPatch) -> Callable[[float, int], None]:
    """Replace rendering: a frame costs some CPU time, and differs from its reference by some levels."""

    def replace(cost_s: float, difference: int) -> None:
        clock = [0.0]

        class Fake:
            def __init__(self, scene: Scene, **options: Any) -> None:
                self.level = difference if options else 0
                self.shape = (scene.image_size[1], scene.image_size[0], 3)

            def render(self, pose: Pose, frame: int = 0) -> np.ndarray:
                clock[0] += cost_s
                return np.full(self.shape, self.level, np.uint8)

        monkeypatch.setattr(coach_speed, "Renderer", Fake)
        monkeypatch.setattr(coach_speed.time, "process_time", lambda: clock[0])

    return replace


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cost_s", "difference", "passed"), [(0.15, 1, True), (0.24, 1, False), (0.26, 1, False), (0.15, 30, False)]
)
def test_figures_over_a_limit_do_not_pass(
    renderer: Callable[[float, int], None], cost_s: float, difference: int, passed: bool
) -> None:
    """0.24 s is enough for the large picture and too slow for five small ones a second; 30 levels are 18.6 dB."""
    renderer(cost_s, difference)
    said: list[str] = []
    report = run_coach(figures=("alex",), frames=3, progress=said.append)
    assert report.passed is passed
    assert [each.cpu_s for each in report.speeds] == pytest.approx([cost_s] * 2)
    assert report.speeds[0].passed is (cost_s < 0.25)
    assert len(report.likenesses) == 6
    assert report.likenesses[0].psnr_db == pytest.approx(20 * np.log10(255 / difference))
    assert len(said) == 8
    text = format_coach(report)
    assert ("OVER THE LIMIT" in text) is not passed
    assert f"{cost_s:.3f}" in text
