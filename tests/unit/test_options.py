"""Options refuse what makes no sense, with the value and the range in the message."""

from typing import Any

import pytest

from holistic_core.errors import OptionsError
from holistic_core.options import BODY, EVERYTHING, DetectorOptions, FindOptions


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"min_detection_confidence": 1.5}, "1.5"),
        ({"min_tracking_confidence": float("nan")}, "nan"),
        ({"min_tracking_confidence": "high"}, "high"),
        ({"model_complexity": 3}, "0, 1, 2"),
        ({"parts": frozenset({"tail"})}, "tail"),
    ],
)
def test_find_options_refuse(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(OptionsError, match=said):
        FindOptions(**changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"engine": "tensorrt"}, "tensorrt"),
        ({"threads": 0}, "from 1 to 64"),
        ({"threads": True}, "True"),
        ({"threads": 2.5}, "2.5"),
        ({"mode": "fast"}, "fast"),
        ({"idle_release_s": -1}, "-1"),
        ({"memory_alert_mb": float("inf")}, "inf"),
        ({"timeout_s": 0}, "positive"),
        ({"max_waiting": 0}, "at least one"),
    ],
)
def test_detector_options_refuse(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(OptionsError, match=said):
        DetectorOptions(**changes)


def test_the_body_is_always_looked_for() -> None:
    assert FindOptions(parts=frozenset({"face"})).parts == BODY | {"face"}
    assert FindOptions().parts == EVERYTHING
