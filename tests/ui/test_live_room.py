"""The room as the host sets it up, and what only the host may do."""

import pytest

from holistic_core.errors import OptionsError
from holistic_core.live.room import default_limit
from ui.live_room import host_may_stop, is_host, room_from


def test_without_variables_the_usual_limits_hold() -> None:
    room = room_from({})
    assert (room.limit, room.mediapipe_limit) == (default_limit(), 2)


def test_variables_set_the_limits() -> None:
    room = room_from({"HOLISTIC_LIVE_VIEWERS": " 7 ", "HOLISTIC_LIVE_MEDIAPIPE": "0"})
    assert (room.limit, room.mediapipe_limit) == (7, 0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOLISTIC_LIVE_VIEWERS", "0"),
        ("HOLISTIC_LIVE_VIEWERS", "many"),
        ("HOLISTIC_LIVE_VIEWERS", "1001"),
        ("HOLISTIC_LIVE_MEDIAPIPE", "-1"),
        ("HOLISTIC_LIVE_MEDIAPIPE", "1.5"),
    ],
)
def test_a_wrong_variable_is_named(name: str, value: str) -> None:
    with pytest.raises(OptionsError, match=f"{name} is '{value}'; it must be a whole number from"):
        room_from({name: value})


def test_only_the_key_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOLISTIC_HOST_KEY", raising=False)
    assert not host_may_stop()
    assert not is_host("")
    monkeypatch.setenv("HOLISTIC_HOST_KEY", "öpen")
    assert host_may_stop()
    assert is_host("öpen")
    assert not is_host("open")
    assert not is_host("")
