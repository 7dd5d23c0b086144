"""The models page: what stands in the files, and each of them run alone."""

import re
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from holistic_core.engines.model_roles import ROLES
from holistic_core.engines.model_store import STORE
from holistic_core.measure.model_facts import model_facts, model_rows
from ui import models_table
from ui.models_words import meaning_key
from ui.texts import ENGLISH
from ui.texts_zh import CHINESE


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
    shown, rows = tables(page)[0], model_rows(model_facts())
    name, file, purpose, operators = (
        list(shown[ENGLISH[f"models.column_{each}"]]) for each in ("name", "file", "purpose", "operators")
    )
    assert (name, file) == ([row[0] for row in rows], [row[5] for row in rows])
    assert [words.lower() for words in purpose] == [row[9].lower() for row in rows]
    assert ["-" if pd.isna(count) else str(int(count)) for count in operators] == [row[6] for row in rows]
    assert any("Files of that name on this server: 0." in words.value for words in page.markdown)


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("pose_landmark_heavy", "models.no_trial_absent"),
        ("face_attention_heads", "models.no_trial_input"),
        ("selfie_segmentation", "models.no_trial_custom"),
    ],
)
def test_a_model_that_cannot_be_tried_says_why(page: AppTest, name: str, reason: str) -> None:
    pick(page, name)
    assert page.info[-1].value == ENGLISH[reason]


def test_what_is_chosen_later_is_used_once_it_is_there(page: AppTest) -> None:
    models = tables(page)[0].set_index(ENGLISH["models.column_name"])[ENGLISH["models.column_used"]]
    assert models["pose_landmark_heavy"] == ENGLISH["models.when_there"]
    assert models["hand_landmark_full"] == ENGLISH["models.yes"]
    assert models["iris_landmark"] == ENGLISH["models.no"]


def test_a_derived_model_is_built_when_it_is_picked(page: AppTest) -> None:
    STORE.path("pose_detection_dense").unlink()
    pick(page, "pose_detection_dense")
    assert not page.exception and not page.error
    states = tables(page)[0].set_index(ENGLISH["models.column_name"])[ENGLISH["models.column_state"]]
    assert states["pose_detection_dense"] == ENGLISH["models.state_ok"]


def test_in_chinese_no_word_of_the_library_is_english(page: AppTest) -> None:
    page.session_state["visit.language"] = "zh"
    page.run()
    assert not page.exception and not page.error
    models, tensors, *_ = tables(page)
    assert models["用途"].iloc[0] == CHINESE["purpose.pose_detection"]
    for words in (*models["用途"], *models["状态"], *tensors["含义"]):
        assert not re.search(r"[a-z]{4}", words.replace("Holistic", "")), words
    assert any("名为 holistic.tflite 的文件" in each.value for each in page.markdown)


@pytest.mark.parametrize("name", ROLES)
def test_the_page_says_what_the_command_says(name: str) -> None:
    role = ROLES[name]
    assert ENGLISH[f"purpose.{name}"].lower() == role.purpose.lower()
    for words, _ in (*role.inputs, *role.outputs):
        assert ENGLISH[f"meaning.{meaning_key(words)}"].lower() == words.lower()


@pytest.mark.slow
def test_a_region_of_ones_own(page: AppTest) -> None:
    pick(page, "pose_detection")
    before = tables(page)[-1].to_dict("records")
    next(each for each in page.get("button_group") if each.key == "models.region").set_value("own").run()
    next(each for each in page.slider if each.key == "models.region_side").set_value(20).run()
    assert not page.exception and not page.error
    assert tables(page)[-1].to_dict("records") != before


@pytest.mark.slow
def test_times_are_measured_when_asked_for(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models_table, "timeable_models", lambda: ("hand_recrop", "selfie_segmentation"))
    assert ENGLISH["models.one_thread"] not in metrics(page)
    pick(page, "hand_recrop")
    next(button for button in page.button if button.key == "models-time").click().run()
    page.run()
    assert not page.exception and not page.error
    shown = tables(page)[0].set_index(ENGLISH["models.column_name"])
    one, two = (ENGLISH["models.column_ms"].format(threads=threads) for threads in (1, 2))
    assert float(shown.loc["hand_recrop", one]) > 0
    assert shown.loc["selfie_segmentation", two] == ENGLISH["models.not_runnable"]
    assert metrics(page)[ENGLISH["models.one_thread"]].endswith(" ms")
