from collections.abc import Iterator

import pytest

from holistic_core.errors import OptionsError
from ui.detector import close_all, options_from, shared_detector


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    close_all()
    yield
    close_all()


def test_without_variables_the_defaults_hold() -> None:
    options = options_from({})
    assert options.engine == "litert" and options.idle_release_s is None and options.timeout_s == 10


def test_variables_of_the_host() -> None:
    options = options_from(
        {
            "HOLISTIC_THREADS": "1",
            "HOLISTIC_MODE": "throughput",
            "HOLISTIC_IDLE_RELEASE_S": "90",
            "HOLISTIC_MEMORY_ALERT_MB": " 600 ",
            "HOLISTIC_TIMEOUT_S": "",
        },
        "mediapipe",
    )
    assert (options.engine, options.threads, options.mode) == ("mediapipe", 1, "throughput")
    assert (options.idle_release_s, options.memory_alert_mb, options.timeout_s) == (90.0, 600.0, 10.0)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HOLISTIC_THREADS", "two"),
        ("HOLISTIC_THREADS", "0"),
        ("HOLISTIC_MODE", "fast"),
        ("HOLISTIC_IDLE_RELEASE_S", "-1"),
        ("HOLISTIC_MEMORY_ALERT_MB", "1GB"),
        ("HOLISTIC_TIMEOUT_S", "nan"),
    ],
)
def test_a_wrong_value_is_refused_by_the_variables_name(variable: str, value: str) -> None:
    with pytest.raises(OptionsError) as error:
        options_from({variable: value})
    assert variable in str(error.value) and repr(value) in str(error.value)


def test_one_detector_for_each_engine_however_it_is_asked_for() -> None:
    detector = shared_detector()
    assert shared_detector("litert") is detector
    assert shared_detector(engine="litert") is detector
    assert shared_detector("mediapipe") is not detector


def test_closing_closes_every_detector_and_later_callers_get_new_ones() -> None:
    detectors = [shared_detector("litert"), shared_detector("mediapipe")]
    close_all()
    assert all(detector.closed for detector in detectors)
    assert not shared_detector("litert").closed
