"""A live visitor's page asks for its newest numbers and figures; nobody else can, and nothing comes after the end."""

import json
import time
from collections.abc import Iterator

import pytest
from starlette.requests import Request
from starlette.responses import Response

from holistic_core.live.options import LiveOptions
from ui.live_feed import live_feed, open_feed
from ui.live_room import live_room
from ui.live_slot import LiveSlot, Shown

OPTIONS = LiveOptions(exercise="squat")
SHOWN = Shown(OPTIONS, angles=("left_knee", "right_knee"), in_space=False, sound=True)
CHARTS = ("live-angles", "live-latency", "live-stages", "live-gauge", "live-repetition-bars")


def get(token: str, *names: str) -> Response:
    query = f"names={','.join(names)}".encode()
    return live_feed(Request({"type": "http", "path_params": {"token": token}, "query_string": query, "headers": []}))


@pytest.fixture
def slot() -> Iterator[LiveSlot]:
    live_room.clear()
    made = LiveSlot()
    made.shown = SHOWN
    open_feed(made)
    yield made
    made.leave()
    live_room.clear()


def asked(slot: LiveSlot, *names: str) -> dict[str, object]:
    assert slot.feed == f"api/v1/live/{slot.token}"
    answer = get(slot.token, *names)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    newest: dict[str, object] = json.loads(answer.body)
    return newest


def test_it_tells_what_the_viewer_measures_just_now(slot: LiveSlot) -> None:
    slot.enter_coach("litert", OPTIONS, "squat_side")
    assert slot.viewer is not None
    until_s = time.monotonic() + 30
    while slot.viewer.status().processed < 5:
        assert time.monotonic() < until_s
        time.sleep(0.1)
    newest = asked(slot, "panel", "exercise", *CHARTS, "nothing-like-that")
    assert set(newest) == {"panel", "exercise", *CHARTS}
    assert newest["live-repetition-bars"] is None, "no repetition is complete yet"
    panel = newest["panel"]
    assert isinstance(panel, dict)
    tiles = {tile["name"]: tile["value"] for tile in panel["tiles"]}
    assert float(tiles["fps"].split()[0]) > 0
    assert panel["over"] is False
    assert panel["parts"][0]["found"] is True, "a body is found"
    figure = json.loads(str(newest["live-angles"]))
    assert {trace["name"] for trace in figure["data"]} >= {"Left knee", "Right knee"}
    exercise = newest["exercise"]
    assert isinstance(exercise, dict)
    assert exercise["heard"] == 0


def test_only_what_is_asked_for_is_made(slot: LiveSlot) -> None:
    slot.enter_coach("litert", OPTIONS, "squat_side")
    assert set(asked(slot, "panel")) == {"panel"}
    assert asked(slot) == {}


def test_without_a_chosen_sound_nothing_is_heard(slot: LiveSlot) -> None:
    slot.shown = Shown(OPTIONS, (), in_space=False, sound=False)
    slot.enter_coach("litert", OPTIONS, "squat_side")
    exercise = asked(slot, "exercise")["exercise"]
    assert isinstance(exercise, dict)
    assert exercise["heard"] is None


def test_a_seat_that_was_taken_away_is_told(slot: LiveSlot) -> None:
    slot.enter_coach("litert", OPTIONS, "squat_side")
    live_room().stop_all()
    assert json.loads(get(slot.token, "panel").body)["panel"]["over"] is True
    assert slot.feed is None, "the page asks no further"


def test_who_was_never_live_and_who_does_not_exist_get_nothing(slot: LiveSlot) -> None:
    assert get(slot.token, "panel").status_code == 404
    assert get("guessed", "panel").status_code == 404
    slot.enter_coach("litert", OPTIONS, "squat_side")
    assert get(slot.token[:-1], "panel").status_code == 404


def test_an_address_is_gone_with_its_visitor() -> None:
    visitor = LiveSlot()
    open_feed(visitor)
    token = visitor.token
    del visitor
    assert get(token, "panel").status_code == 404


def test_every_visitor_has_an_address_of_its_own() -> None:
    assert len({LiveSlot().token for _ in range(50)}) == 50
