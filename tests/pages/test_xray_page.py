"""The X-ray page: every stage of a picture and of a clip."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.own_pictures import nobody
from ui.texts import ENGLISH
from ui.xray_stages import STAGES

LONG_S = 120


@pytest.fixture
def page(dashboard: AppTest) -> AppTest:
    return dashboard.run().switch_page("pages/xray.py").run()


def group(page: AppTest, key: str) -> Any:
    return next(each for each in page.get("button_group") if each.key == key)


def captions(page: AppTest) -> list[str]:
    return [caption for image in page.main.get("image") or page.main.get("imgs") for caption in image.captions]


def at_stage(page: AppTest, stage: str) -> AppTest:
    group(page, "xray.stage").set_value(stage).run(timeout=LONG_S)
    assert not page.exception and not page.error
    assert ENGLISH[f"xray.stage_{stage}"] in [words.value for words in page.markdown]
    return page


def infos(page: AppTest) -> list[str]:
    return [info.value for info in page.info]


@pytest.mark.slow
@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_of_a_picture(page: AppTest, stage: str) -> None:
    at_stage(page, stage)
    assert infos(page) == ([ENGLISH["xray.still"]] if stage == "filters" else [])
    assert any(name.value.startswith("To read on") for name in page.caption)


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["region", "heatmap", "hands", "face", "tracking"])
def test_nobody_ends_at_the_detector(page: AppTest, stage: str) -> None:
    page.file_uploader[0].set_value([("wall.png", nobody(), "")]).run()
    at_stage(page, stage)
    if stage == "hands":
        assert [words.value for words in page.caption].count(ENGLISH["xray.no_wrist"]) == 2
    else:
        assert infos(page) == [ENGLISH["xray.not_reached"]]


@pytest.mark.slow
def test_a_clip_follows_and_filters(page: AppTest) -> None:
    group(page, "xray.kind").set_value("clip").run(timeout=LONG_S)
    frame = next(each for each in page.slider if each.key == "xray.frame")
    frame.set_value(1).run(timeout=LONG_S)
    assert infos(at_stage(page, "letterbox")) == []
    next(each for each in page.slider if each.key == "xray.frame").set_value(6).run(timeout=LONG_S)
    assert infos(at_stage(page, "letterbox")) == [ENGLISH["xray.detector_rests"]]
    assert infos(at_stage(page, "filters")) == []
    at_stage(page, "tracking")
    decisions = page.dataframe[0].value
    assert ENGLISH["xray.reason_followed"] in set(decisions[ENGLISH["xray.column_reason"]])
    forward = decisions.to_dict("records")
    # Back and forth again: the same frame tells the same.
    for number in (3, 6):
        next(each for each in page.slider if each.key == "xray.frame").set_value(number).run(timeout=LONG_S)
    assert str(page.dataframe[0].value.to_dict("records")) == str(forward)
