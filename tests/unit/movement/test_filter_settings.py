"""Parameters of filters are checked, and what is wrong is said with its limit."""

from typing import Any

import pytest

from holistic_core.errors import OptionsError
from holistic_core.movement.filter_settings import FILTER_KINDS, PARAMETERS, FilterSettings


@pytest.mark.parametrize("kind", FILTER_KINDS)
def test_every_kind_has_defaults_within_its_limits(kind: Any) -> None:
    settings = FilterSettings(kind)
    for name, parameter in PARAMETERS.items():
        assert parameter.low <= getattr(settings, name) <= parameter.high
    assert settings.removes_outliers is (kind != "none")


@pytest.mark.parametrize("name", PARAMETERS)
def test_limits_themselves_are_allowed_and_beyond_them_nothing(name: str) -> None:
    parameter = PARAMETERS[name]
    kind = int if name == "order" else float
    for value in (parameter.low, parameter.high):
        assert getattr(FilterSettings(**{name: kind(value)}), name) == value
    for value in (parameter.low - 1, parameter.high + 1):
        with pytest.raises(OptionsError, match=rf"{name} is .*from {parameter.low:g} to {parameter.high:g}"):
            FilterSettings(**{name: kind(value)})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "kalman"}, "'kalman'; choose one of none, one_euro, butterworth, median, hampel"),
        ({"cutoff_hz": 40.0}, "cutoff_hz is 40 Hz; it must be from 0.5 to 15 Hz"),
        ({"cutoff_hz": float("nan")}, "cutoff_hz is nan"),
        ({"max_gap_s": "long"}, "max_gap_s is 'long'"),
        ({"window_s": True}, "window_s is True"),
        ({"order": 2.5}, "order is 2.5; it must be a whole number"),
        ({"outliers": 1}, "outliers is 1; it must be True or False"),
    ],
)
def test_what_is_wrong_is_told(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(OptionsError, match=words):
        FilterSettings(**changes)


def test_outliers_stay_where_they_shall() -> None:
    assert not FilterSettings("butterworth", outliers=False).removes_outliers
    assert FilterSettings("hampel", outliers=False).removes_outliers
    assert not FilterSettings("none", outliers=True).removes_outliers
