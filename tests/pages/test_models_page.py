"""The models page: what stands in the files, and each of them run alone."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from holistic_core.measure.model_facts import model_facts, model_rows
from ui import models_table
from ui.texts import ENGLISH


@pytest.fixture
def page(dashboard: AppTest) -> AppTest:
    return dashboard.run().switch_page("pages/models.py").run()


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def pick(page: AppTest, name: str) -> AppTest:
    return next(box for box in page.selectbox if box.key == "models.pick").set_value(name).run()


def tables(page: AppTest) -> list[Any]:
    return [each.value for each in page.dataframe]


def test_the_list_is_that_of_the_command(page: AppTest) -> None:
    assert not page.exception and not page.error
    shown = tables(page)[0]
    assert list(shown.itertuples(index=False, name=None)) == model_rows(model_facts())
    assert any("holistic.tflite: 0" in words.value for words in page.markdown)


@pytest.mark.parametrize(
    ("name", "operators"),
    [("hand_landmark_full", "165"), ("face_attention_trunk", "186"), ("face_landmark_with_attention", "712")],
)
def test_another_model_has_other_facts(page: AppTest, name: str, operators: str) -> None:
    pick(page, name)
    assert not page.exception and not page.error
    assert metrics(page)[ENGLISH["models.operator_count"]] == operators
    kinds = {button.key for button in page.get("download_button")}
    assert ("model-derived" in kinds) is (name == "face_attention_trunk")
    assert "model-original" in kinds


def test_a_model_that_is_not_there_says_so(page: AppTest) -> None:
    pick(page, "selfie_segmentation")
    assert any(info.value == ENGLISH["models.no_trial"] for info in page.info)


def test_a_region_of_ones_own(page: AppTest) -> None:
    pick(page, "pose_detection")
    before = tables(page)[-2].to_dict("records")
    next(each for each in page.get("button_group") if each.key == "models.region").set_value("own").run()
    next(each for each in page.slider if each.key == "models.region_side").set_value(20).run()
    assert not page.exception and not page.error
    assert tables(page)[-2].to_dict("records") != before


def test_times_are_measured_when_asked_for(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models_table, "timeable_models", lambda: ("hand_recrop", "selfie_segmentation"))
    assert ENGLISH["models.one_thread"] not in metrics(page)
    pick(page, "hand_recrop")
    next(button for button in page.button if button.key == "models-time").click().run()
    page.run()
    assert not page.exception and not page.error
    shown = tables(page)[0].set_index("name")
    assert float(shown.loc["hand_recrop", "ms, 1 thread"]) > 0
    assert shown.loc["selfie_segmentation", "ms, 2 threads"] == "not runnable"
    assert metrics(page)[ENGLISH["models.one_thread"]].endswith(" ms")
