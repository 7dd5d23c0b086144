"""A leak is noticed; a stream's memory is flat."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from holistic_core.detector import Detector
from holistic_core.measure.fresh_process import run_program
from holistic_core.measure.soak import format_soak, run_soak, summarise
from holistic_core.results import HolisticResult


@pytest.mark.parametrize(
    ("settled", "drift", "passed"),
    [([200, 203, 196], 4, True), ([200, 205], 5, True), ([200, 205.1], 5.1, False), ([200, 194], 6, False)],
)
def test_drift_is_from_the_settled_value_in_both_directions(settled: list[float], drift: float, passed: bool) -> None:
    series = [(250, 100.0), *((500 + 250 * number, value) for number, value in enumerate(settled))]
    report = summarise(series, 30.0, 500)
    assert report.drift_mb == pytest.approx(drift)
    assert report.passed is passed
    assert ("OVER THE LIMIT" in format_soak(report)) is not passed


def test_a_leaking_stream_is_over_the_limit(fake_detector: Callable[..., Detector]) -> None:
    hoard: list[np.ndarray] = []

    def leaks(rgb: np.ndarray, _: object) -> HolisticResult:
        hoard.append(np.ones(200_000, np.uint8))
        return HolisticResult((4, 4))

    picture = np.zeros((4, 4, 3), np.uint8)
    report = run_soak(picture, frames=120, settled_after=20, detector=fake_detector(leaks))
    # The system takes pages away from idle parts of the process meanwhile.
    assert report.drift_mb == pytest.approx(20, abs=6)
    assert not report.passed
    flat = run_soak(picture, frames=120, settled_after=20, detector=fake_detector(lambda *_: HolisticResult((4, 4))))
    assert flat.passed
    assert flat.series[-1][0] == flat.frames == 120
    assert 20 in dict(flat.series)


# In a process of its own: in that of all tests, others' freed memory is reused and given back meanwhile.
SOAK_OF_300 = """
import dataclasses, json, sys
import numpy as np
from holistic_core.measure.soak import run_soak
report = run_soak(np.load(sys.argv[1]), frames=300, settled_after=100)
print(json.dumps(dataclasses.asdict(report)))
"""


@pytest.mark.slow
def test_a_stream_of_the_detector_is_flat(portrait: np.ndarray, tmp_path: Path) -> None:
    np.save(tmp_path / "portrait.npy", portrait)
    report = run_program(SOAK_OF_300, str(tmp_path / "portrait.npy"))
    assert report["frames"] == 300
    assert report["passed"], report["series"]
