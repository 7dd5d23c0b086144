from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ui.texts import ENGLISH

PROJECT = Path(__file__).parents[2]


def test_the_sample_is_there_at_once(dashboard: AppTest) -> None:
    dashboard.run()
    assert not dashboard.exception and not dashboard.error
    assert dashboard.title[0].value == ENGLISH["home.title"]
    (image,) = dashboard.main.image
    landmarks = int(image.captions[0].split()[0])
    assert landmarks == 543, "body, face and both hands of the coach"


def test_it_says_what_this_is_in_two_sentences() -> None:
    assert ENGLISH["home.lead"].count(". ") + ENGLISH["home.lead"].endswith(".") == 2


def test_the_strip_says_how_the_server_is(dashboard: AppTest) -> None:
    dashboard.run()
    strip = {metric.label: metric.value for metric in dashboard.metric}
    assert strip[ENGLISH["home.detector"]] == ENGLISH["home.detector_ready"]
    assert strip[ENGLISH["home.engine"]] == ENGLISH["option.engine.litert"]
    assert 50 < float(strip[ENGLISH["home.memory"]].removesuffix(" MB")) < 5000
    assert int(strip[ENGLISH["home.viewers"]]) >= 1


def test_cards_lead_to_pages_that_exist(dashboard: AppTest) -> None:
    dashboard.run()
    links = dashboard.get("page_link")
    assert links
    for link in links:
        assert (PROJECT / "pages" / Path(link.proto.page).name).with_suffix(".py").is_file(), link.proto.page


def test_a_memory_alert_of_the_host_is_shown(
    dashboard: AppTest, fresh_detectors: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOLISTIC_MEMORY_ALERT_MB", "10")
    dashboard.run()
    assert "10 MB" in dashboard.warning[0].value


def test_a_wrong_setting_of_the_host_is_named(
    dashboard: AppTest, fresh_detectors: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOLISTIC_THREADS", "many")
    dashboard.run()
    assert not dashboard.exception
    assert "HOLISTIC_THREADS" in dashboard.error[0].value and "'many'" in dashboard.error[0].value
