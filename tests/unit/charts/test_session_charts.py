"""Charts of a recorded session of up to ten minutes."""

import numpy as np
import pytest

from holistic_core.charts.session import session_angles, session_speed
from holistic_core.errors import OptionsError

NAN = float("nan")
TIMES = 5000 + np.arange(18_000) / 30
ENDS_S = TIMES[-1] - TIMES[0]


def test_the_session_starts_at_zero_and_is_shown_whole() -> None:
    figure = session_angles(TIMES, {"left_knee": 90 + 60 * np.sin(TIMES)})
    line = figure.data[0]
    assert line.x[0] == 0 and line.x[-1] == pytest.approx(ENDS_S, abs=0.01)
    assert figure.layout.xaxis.range == pytest.approx((0, ENDS_S))
    assert figure.layout.xaxis.ticktext[:2] == ("0:00", "2:00") and figure.layout.xaxis.ticktext[-1] == "8:00"
    assert figure.layout.yaxis.range == (0, 180)


def test_ten_minutes_are_thinned_but_their_extremes_stay() -> None:
    degrees = 90 + 10 * np.sin(TIMES)
    degrees[[4321, 15_000]] = 179.0, 3.0
    figure = session_angles(TIMES, {"left_knee": degrees})
    assert len(figure.data[0].x) <= 1600
    assert {179.0, 3.0} <= set(figure.data[0].y.tolist())


def test_gaps_stay_gaps() -> None:
    degrees = 90 + 10 * np.sin(TIMES)
    degrees[6000:7000] = NAN
    line = session_angles(TIMES, {"left_knee": degrees}).data[0]
    inside = (line.x > 201) & (line.x < 232)
    assert inside.any() and np.isnan(line.y[inside]).all()


def test_a_few_repetitions_have_numbers_and_many_are_ticks_at_the_bottom() -> None:
    angles = {"left_knee": np.full(18_000, 90.0)}
    few = session_angles(TIMES, angles, repetitions_s=[TIMES[300], TIMES[600]]).data[-1]
    assert [text for text in few.text if text.strip()] == ["1", "2"]
    np.testing.assert_allclose(few.x[::3], [10, 20])
    assert np.nanmax(few.y) == 180
    many = session_angles(TIMES, angles, repetitions_s=TIMES[300::300].tolist()).data[-1]
    assert not [text for text in many.text if text.strip()]
    assert len(many.x) == 3 * 59 and np.nanmax(many.y) < 20


@pytest.mark.parametrize(
    ("angles", "words"),
    [({"left_knee": np.zeros(3)}, "3 values for 18000 times"), ({"tail": TIMES}, "no angle 'tail'")],
    ids=["another length", "unknown"],
)
def test_what_cannot_be_drawn_is_refused(angles: dict[str, np.ndarray], words: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(OptionsError, match=words):
        session_angles(TIMES, angles)


def test_latency_is_told_as_median_and_95th_percentile_of_each_part() -> None:
    latency = np.where(TIMES - TIMES[0] < 300, 40.0, 80.0)
    latency[::10] += 100
    median, p95, _ = session_speed(TIMES, latency).data
    early, late = median.x < 290, median.x > 310
    assert set(median.y[early].tolist()) == {40.0} and set(median.y[late].tolist()) == {80.0}
    assert set(p95.y[early].tolist()) == {140.0}
    assert len(median.x) <= 150


@pytest.mark.parametrize("fps", [5, 12, 30])
@pytest.mark.parametrize("duration_s", [1.4, 2.7, 60, 600])
def test_the_rate_of_frames_is_told_for_sessions_of_any_length(fps: int, duration_s: float) -> None:
    times = np.arange(0, duration_s, 1 / fps)
    rate = session_speed(times, np.full(len(times), 40.0)).data[2]
    np.testing.assert_allclose(rate.y, fps, atol=1.05)


def test_a_pause_is_seen_in_the_rate_and_a_gap_in_the_latency() -> None:
    kept = np.r_[0:6000, 9000:18_000]
    median, _, rate = session_speed(TIMES[kept], np.full(len(kept), 40.0)).data
    inside = (rate.x > 205) & (rate.x < 295)
    assert (rate.y[inside] == 0).all() and np.isnan(median.y[inside]).all()


def test_frames_without_a_latency_count_for_the_rate_alone() -> None:
    latency = np.full(18_000, 40.0)
    latency[:9000] = NAN
    median, _, rate = session_speed(TIMES, latency).data
    assert np.isnan(median.y[:60]).all() and np.isfinite(median.y[90:]).all()
    np.testing.assert_allclose(rate.y, 30, atol=0.6)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hardly_any_frames_are_fine(count: int) -> None:
    figure = session_speed(TIMES[:count], np.full(count, 40.0))
    assert figure.layout.title.text == "Speed during the session"
    assert session_angles(TIMES[:count], {"left_knee": np.full(count, 90.0)}, repetitions_s=[5000.0]).layout.height


def test_arrays_of_different_length_are_refused() -> None:
    with pytest.raises(OptionsError, match="2 latencies for 3 frames"):
        session_speed(np.arange(3.0), np.zeros(2))
