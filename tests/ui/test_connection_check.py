"""The connection check as the page draws it, before a browser has answered."""

import pytest
from streamlit.testing.v1 import AppTest

from ui.connection_check import webrtc_translations
from ui.texts import ENGLISH


def page(kind: str, problem: str | None) -> None:
    from ui.connection_check import show_connection_check  # noqa: PLC0415 -- the page is run from its source
    from ui.ice import IceServers  # noqa: PLC0415 -- as above

    servers = IceServers([], [], relay_only=False, kind=kind, provider="twilio", problem=problem)  # type: ignore[arg-type]
    show_connection_check(servers, {"width": 640})


@pytest.mark.parametrize("kind", ["none", "stun", "turn"])
def test_it_says_what_the_host_has_set_up_and_finds_nothing_yet(kind: str) -> None:
    shown = AppTest.from_function(page, args=(kind, None)).run()
    assert not shown.exception and not shown.error and not shown.success and not shown.warning
    assert [caption.value for caption in shown.caption] == [ENGLISH[f"check.uses_{kind}"]]


@pytest.mark.parametrize("problem", ["unreachable", "not_installed"])
def test_it_says_when_a_provider_gave_no_relay(problem: str) -> None:
    shown = AppTest.from_function(page, args=("none", problem)).run()
    assert not shown.exception
    assert [warning.value for warning in shown.warning] == [
        ENGLISH[f"check.provider_{problem}"].format(provider="Twilio")
    ]


def test_the_words_of_the_video_element_are_ones_it_knows() -> None:
    from streamlit_webrtc.config import Translations  # noqa: PLC0415 -- as in the pages

    words = webrtc_translations()
    assert words.keys() <= Translations.__annotations__.keys()
    about_sound = {"mute_microphone", "unmute_microphone", "select_microphone"}
    assert Translations.__annotations__.keys() - words.keys() == about_sound
