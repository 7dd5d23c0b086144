"""The REST interface as the app sets it up: its live numbers, and what it says about wrong settings of the host."""

from collections.abc import Iterator

import pytest
import requests
from starlette.applications import Starlette

from holistic_core import configuration
from holistic_core.configuration import use_secrets
from tests.rest_server import served
from ui.detector import close_all
from ui.live_room import live_room
from ui.rest import rest_routes


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    close_all()
    live_room.clear()
    with served(Starlette(routes=rest_routes())) as address:
        yield f"{address}/api/v1"
    close_all()
    live_room.clear()


def test_live_numbers_and_health(url: str) -> None:
    assert requests.get(f"{url}/live", timeout=10).json()["viewers"] == 0
    assert requests.get(f"{url}/health", timeout=10).json()["status"] == "ok"
    assert "holistic_live_viewers_limit" in requests.get(f"{url}/metrics", timeout=10).text
    assert requests.get(f"{url}/live/nobody", timeout=10).status_code == 404


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        ({"HOLISTIC_LIVE_VIEWERS": "many"}, "live"),
        ({"HOLISTIC_LIVE_VIEWERS": "many"}, "health"),
        ({"HOLISTIC_THREADS": "many"}, "health"),
        ({"HOLISTIC_TURN_SECRET": "a-secret-without-a-server"}, "health"),
    ],
)
def test_a_wrong_setting_is_a_problem_and_no_crash(
    url: str, variables: dict[str, str], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    answer = requests.get(f"{url}/{address}", timeout=10)
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert answer.json()["type"].endswith("#configuration")
    assert "HOLISTIC_" in answer.json()["detail"] and "a-secret" not in answer.text


def test_what_is_wrong_is_told_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert configuration.problems() == []
    monkeypatch.setenv("HOLISTIC_THREADS", "0")
    monkeypatch.setenv("HOLISTIC_REST_MB", "x")
    assert len(configuration.problems()) == 2
    monkeypatch.delenv("HOLISTIC_THREADS")
    try:
        use_secrets({"HOLISTIC_REST_MB": 5})
        assert configuration.problems() == []
    finally:
        use_secrets({})


@pytest.mark.parametrize("address", ["/api/v2/detect", "/api/v1/", "/api/v1/detect/"])
def test_nothing_below_api_is_a_page(url: str, address: str) -> None:
    answer = requests.get(url.removesuffix("/api/v1") + address, timeout=10)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
