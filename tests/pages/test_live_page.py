"""The live page without a browser: the coach plays through the real pipeline, seats are taken and given back."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from holistic_core.live.options import LiveOptions
from holistic_core.live.viewer import LiveViewer
from tests.own_pictures import NOT_A_PICTURE, portrait
from ui.detector import shared_detector
from ui.live_room import live_room
from ui.texts import ENGLISH

pytestmark = pytest.mark.slow

LIVE_PAGE = "pages/live.py"


@pytest.fixture(autouse=True)
def _empty_room(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # AppTest's runtime knows no sessions, which streamlit-webrtc asks for.
    monkeypatch.setattr("streamlit_webrtc.component.get_this_session_info", lambda: None)
    live_room.clear()
    yield
    live_room.clear()


@pytest.fixture
def page(dashboard: AppTest) -> AppTest:
    return dashboard.run().switch_page(LIVE_PAGE).run()


def fine(page: AppTest) -> AppTest:
    assert not page.exception
    assert [error.value for error in page.error] == []
    return page


def control(page: AppTest, kind: str, name: str) -> object:
    return next(each for each in page.get(kind) if each.key == f"live.{name}")


def press(page: AppTest, key: str) -> AppTest:
    return next(button for button in page.button if button.key == key).click().run()


def metrics(page: AppTest) -> dict[str, str]:
    told = {metric.label: metric.value for metric in page.metric}
    return told | {
        tile["label"]: tile["value"] for data in drawn(page) for tile in data.get("newest", {}).get("tiles", [])
    }


def drawn(page: AppTest) -> list[dict[str, Any]]:
    """What the page hands to its own components."""
    return [json.loads(each.proto.json) for each in page.get("bidi_component") if each.proto.json]


def charts(page: AppTest) -> list[str]:
    specs = [chart.proto.spec for chart in page.get("plotly_chart")]
    specs += [data["figure"] for data in drawn(page) if data.get("figure")]
    return [json.loads(spec)["layout"].get("title", {}).get("text", "") for spec in specs]


def until(page: AppTest, condition: Callable[[AppTest], bool], limit_s: float = 30) -> AppTest:
    """Run the page again, as its fragments would, until it is so."""
    end_s = time.monotonic() + limit_s
    while not condition(page):
        assert time.monotonic() < end_s, f"it did not happen in time: {metrics(page)}"
        time.sleep(0.2)
        fine(page.run())
    return page


def play_coach(page: AppTest) -> AppTest:
    control(page, "button_group", "source").set_value("coach").run()
    return fine(press(page, "coach-start"))


def test_before_the_start_there_is_an_example_and_nothing_runs(page: AppTest) -> None:
    fine(page)
    assert page.title[0].value == ENGLISH["live.title"]
    assert "Joint angles" in charts(page)
    assert any(caption.value.startswith("An example until you start") for caption in page.caption)
    assert metrics(page)[ENGLISH["live.repetitions"]] == "0"
    assert live_room().status().viewers == 0


def test_the_coach_is_counted_drawn_and_measured(page: AppTest) -> None:
    play_coach(page)
    assert live_room().status().viewers == 1
    until(page, lambda now: metrics(now)[ENGLISH["live.repetitions"]] == "2")
    shown = metrics(page)
    assert float(shown[ENGLISH["live.fps"]].split()[0]) > 1
    assert 0 < float(shown[ENGLISH["live.latency"]].split()[0]) <= float(shown[ENGLISH["live.latency"]].split()[2])
    assert shown[ENGLISH["live.viewers"]] == f"1 of {live_room().limit}"
    assert page.main.image
    assert "Joint angles" in charts(page)
    assert len(charts(page)) >= 4
    fine(press(page, "coach-stop"))
    assert live_room().status().viewers == 0
    assert metrics(page)[ENGLISH["live.repetitions"]] >= "2", "what was counted stays to be read"


def test_another_exercise_other_parts_and_another_clip_apply_while_it_plays(page: AppTest) -> None:
    play_coach(page)
    viewer = live_room().seats[0].viewer
    control(page, "selectbox", "exercise").set_value("biceps_curl").run()
    control(page, "button_group", "parts").set_value("body").run()
    fine(page)
    assert viewer.options.exercise == "biceps_curl"
    assert viewer.options.find.parts == {"pose"}
    assert live_room().seats[0].viewer is viewer
    control(page, "selectbox", "clip").set_value("curl_front").run()
    fine(page)
    assert viewer.closed
    assert live_room().status().viewers == 1
    until(page, lambda now: metrics(now)[ENGLISH["live.repetitions"]] == "2")


def test_counting_starts_again_from_zero(page: AppTest) -> None:
    play_coach(page)
    until(page, lambda now: metrics(now)[ENGLISH["live.repetitions"]] == "1")
    press(page, "live-reset-count")
    until(page, lambda now: metrics(now)[ENGLISH["live.repetitions"]] == "0", 5)


def test_leaving_for_another_page_frees_the_seat_after_a_while(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_room(), "_silence_s", 1.0)
    play_coach(page)
    page.switch_page("pages/home.py").run()
    end_s = time.monotonic() + 10
    while live_room().status().viewers:
        assert time.monotonic() < end_s, "nobody noticed that the page is gone"
        time.sleep(0.1)
    page.switch_page(LIVE_PAGE).run()
    assert not page.exception
    assert page.warning[0].value == ENGLISH["live.ended_silent"]


def test_a_full_room_is_told_kindly(dashboard: AppTest) -> None:
    room = live_room()
    detector = shared_detector()
    seats = [room.enter("litert", lambda: LiveViewer(detector, LiveOptions())) for _ in range(room.limit)]
    page = fine(dashboard.run().switch_page(LIVE_PAGE).run())
    assert page.info[0].value == ENGLISH["live.full"].format(limit=room.limit)
    control(page, "button_group", "source").set_value("coach").run()
    press(page, "coach-start")
    assert "live places are taken" in page.info[0].value
    seats[0].give_back()
    fine(press(page, "coach-start"))
    assert room.status().viewers == room.limit


def test_the_host_stops_everybody_and_nobody_else_can(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not [each for each in page.text_input if each.key == "live-host-key"]
    monkeypatch.setenv("HOLISTIC_HOST_KEY", "open sesame")
    play_coach(page)
    next(each for each in page.text_input if each.key == "live-host-key").set_value("open").run()
    press(page, "live-host-stop")
    assert page.error[0].value == ENGLISH["live.host_wrong"]
    assert live_room().status().viewers == 1
    next(each for each in page.text_input if each.key == "live-host-key").set_value("open sesame").run()
    press(page, "live-host-stop")
    assert live_room().status().viewers == 0
    assert any(each.value == ENGLISH["live.ended_stopped"] for each in page.run().warning)


def test_snapshots_are_looked_at_one_by_one(page: AppTest) -> None:
    control(page, "button_group", "source").set_value("snapshot").run()
    uploader = next(each for each in page.file_uploader if each.key == "live-snapshot-file")
    uploader.set_value(("me.png", portrait(), "image/png")).run()
    fine(page)
    viewer = live_room().seats[0].viewer
    assert viewer.status().processed == 1
    assert viewer.status().parts
    assert page.main.image
    page.run()
    assert viewer.status().processed == 1, "the same picture is not looked at twice"
    control(page, "selectbox", "privacy").set_value("cover").run()
    assert viewer.status().processed == 2


def test_a_snapshot_that_is_no_picture_is_told(page: AppTest) -> None:
    control(page, "button_group", "source").set_value("snapshot").run()
    uploader = next(each for each in page.file_uploader if each.key == "live-snapshot-file")
    uploader.set_value(("me.png", NOT_A_PICTURE, "image/png")).run()
    assert not page.exception
    assert len(page.error) == 1
    assert "Choose a picture instead" in page.error[0].value


def test_a_recording_is_charted_after_it_was_stopped(page: AppTest) -> None:
    play_coach(page)
    viewer = live_room().seats[0].viewer
    until(page, lambda _: viewer.started)
    press(page, "record-start")
    until(page, lambda _: (viewer.status().recording or viewer).frames > 20)  # type: ignore[union-attr]
    before = len(charts(page))
    fine(press(page, "record-stop"))
    assert len(charts(page)) == before + 2
    labels = [button.proto.label for button in page.get("download_button")]
    for name in ("session_angles", "session_landmarks", "session_json", "session_zip"):
        assert ENGLISH[f"download.{name}"] in labels


def test_thresholds_that_cannot_be_are_told_with_their_names(page: AppTest) -> None:
    slider = next(each for each in page.slider if each.key == "live.band-squat")
    slider.set_value((140.0, 143.0)).run()
    assert not page.exception
    assert "at least 10° apart" in page.error[0].value


def test_in_a_full_room_another_clip_takes_the_seat_of_the_one_before(page: AppTest) -> None:
    play_coach(page)
    room = live_room()
    detector = shared_detector()
    for _ in range(room.limit - 1):
        room.enter("litert", lambda: LiveViewer(detector, LiveOptions()))
    control(page, "selectbox", "clip").set_value("curl_front").run()
    fine(page)
    assert room.status().viewers == room.limit
    until(page, lambda now: metrics(now)[ENGLISH["live.repetitions"]] == "0", 5)
