"""Rates, latency and stages of the last seconds."""

import math

import pytest

from holistic_core.live.meter import WINDOW_S, Meter


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


def play(meter: Meter, clock: Clock, *, seconds: float, fps: float, every: int = 2, latency_ms: float = 40.0) -> None:
    """A camera at `fps`, of which every so manieth frame is processed and the others are dropped."""
    for number in range(int(seconds * fps)):
        meter.received()
        if number % every:
            meter.dropped()
        else:
            meter.processed(latency_ms, {"pose": 20.0, "face": 4.0})
        clock.now_s += 1 / fps


def test_before_the_first_frame_there_is_nothing_to_tell(clock: Clock) -> None:
    speed = Meter(clock).speed()
    assert (speed.received_fps, speed.processed_fps, speed.dropped_fps) == (0, 0, 0)
    assert math.isnan(speed.latency_ms)
    assert speed.latencies == ()


def test_rates_are_those_of_the_camera_and_add_up(clock: Clock) -> None:
    meter = Meter(clock)
    play(meter, clock, seconds=12, fps=30)
    speed = meter.speed()
    assert speed.received_fps == pytest.approx(30, abs=0.5)
    assert speed.processed_fps + speed.dropped_fps == pytest.approx(speed.received_fps, abs=0.5)
    assert meter.received_total == meter.processed_total + meter.dropped_total == 360


def test_a_rate_is_right_soon_after_the_start(clock: Clock) -> None:
    meter = Meter(clock)
    play(meter, clock, seconds=1, fps=20, every=1)
    assert meter.speed().processed_fps == pytest.approx(20, abs=1)


@pytest.mark.parametrize(("fps", "flood"), [(30, 0), (60, 0), (120, 2), (180, 3)])
def test_a_flood_is_told_by_how_many_times_it_is_too_fast(clock: Clock, fps: float, flood: float) -> None:
    meter = Meter(clock)
    play(meter, clock, seconds=3, fps=fps)
    assert meter.flood == pytest.approx(flood, rel=0.03)
    assert meter.speed().received_fps == pytest.approx(fps, rel=0.03)
    clock.now_s += 1.1
    assert meter.flood == 0


def test_the_past_is_forgotten(clock: Clock) -> None:
    meter = Meter(clock)
    play(meter, clock, seconds=3, fps=30, latency_ms=900)
    clock.now_s += WINDOW_S
    play(meter, clock, seconds=1, fps=10, every=1, latency_ms=30)
    assert meter.speed().latency_p95_ms == 30
    clock.now_s += WINDOW_S + 1
    assert meter.speed().processed_fps == 0


def test_latency_and_stages_are_medians(clock: Clock) -> None:
    meter = Meter(clock)
    for latency_ms in (10, 20, 30, 40, 500):
        meter.received()
        meter.processed(latency_ms, {"pose": latency_ms / 2} | ({"face": 3.0} if latency_ms > 30 else {}))
        clock.now_s += 0.1
    speed = meter.speed()
    assert speed.latency_ms == 30
    assert 40 < speed.latency_p95_ms <= 500
    assert speed.stage_ms == {"pose": 15.0, "face": 3.0}
    assert [latency for _, latency in speed.latencies] == [10, 20, 30, 40, 500]
    assert speed.latencies[0][0] == pytest.approx(0.5)
