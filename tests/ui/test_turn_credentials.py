"""Names and passwords for TURN: coturn's formula, and providers that are asked rarely, in time, and quietly."""

import logging
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from ui.turn_credentials import Provided, Provider, Providers, TurnLogin, ask_streamlit_webrtc, login_from_secret

NOW_S = 1_800_000_000
SECRET = "north-wind"  # noqa: S105 -- of a server that does not exist
ANSWER = ({"urls": "turn:global.example:3478?transport=udp", "username": "u", "credential": "c"},)


def test_a_login_is_what_coturn_expects() -> None:
    """Reference: printf 1800079200:d35ca5051b82 | openssl dgst -sha1 -hmac north-wind -binary | base64."""
    login = login_from_secret(SECRET, "viewer", 86_400, NOW_S)
    assert login == TurnLogin("1800079200:d35ca5051b82", "3xnwM63pYGYbe0MabmAqCLd/QZI=", 1_800_079_200)


class Clock:
    def __init__(self) -> None:
        self.now_s = float(NOW_S)

    def __call__(self) -> float:
        return self.now_s


def test_a_provider_is_asked_once_and_again_before_its_passwords_run_out() -> None:
    clock, asked = Clock(), []

    def ask(provider: Provider, account: str, token: str) -> list[Mapping[str, Any]]:
        asked.append((provider, account, token))
        return list(ANSWER)

    providers = Providers(ask, clock)
    for _ in range(3 * 3600 // 60):
        provided = providers.servers("twilio", "sid", "token")
        assert provided.expires_s is not None and provided.expires_s - clock.now_s >= 1740
        clock.now_s += 60
    assert asked == [("twilio", "sid", "token")] * 6


def test_a_provider_that_fails_is_asked_again_after_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    clock, answers = Clock(), [RuntimeError("no account sid-of-tw with token-of-tw"), list(ANSWER)]

    def ask(*_: str) -> list[Mapping[str, Any]]:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    providers = Providers(ask, clock)
    with caplog.at_level(logging.WARNING):
        assert providers.servers("twilio", "sid-of-tw", "token-of-tw").problem == "unreachable"
    assert "RuntimeError" in caplog.text and "of-tw" not in caplog.text
    clock.now_s += 59
    assert providers.servers("twilio", "sid-of-tw", "token-of-tw").problem == "unreachable"
    clock.now_s += 2
    assert providers.servers("twilio", "sid-of-tw", "token-of-tw").servers == ANSWER


def test_a_missing_twilio_package_is_told(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "twilio.rest", None)
    with caplog.at_level(logging.WARNING):
        provided = Providers().servers("twilio", "sid", "token")
    assert provided == Provided(problem="not_installed")
    assert "pip install twilio" in caplog.text


def test_the_providers_are_asked_through_streamlit_webrtc(monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit_webrtc import credentials  # noqa: PLC0415 -- as in the pages

    cleared = []

    def ask(account: str, token: str) -> list[Mapping[str, Any]]:
        return [{"urls": f"turn:{account}.{token}"}]

    ask.clear = lambda: cleared.append(True)  # type: ignore[attr-defined]
    monkeypatch.setattr(credentials, "get_cloudflare_ice_servers", ask)
    assert ask_streamlit_webrtc("cloudflare", "a", "b") == [{"urls": "turn:a.b"}]
    assert cleared == [True], "its own cache may hold what is about to expire"
