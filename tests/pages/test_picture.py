from collections import Counter
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from holistic_core.detector import Detector
from tests.own_pictures import NOT_A_PICTURE, nobody, portrait, two_portraits
from ui.texts import ENGLISH

PICTURE_PAGE = "pages/picture.py"
LANDMARKS = ENGLISH["picture.landmarks"]
PEOPLE = ENGLISH["picture.people"]


def upload(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    return page.file_uploader[0].set_value([(name, data, "") for name, data in files]).run()


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def captions(page: AppTest) -> list[str]:
    return [caption for image in page.main.image for caption in image.captions]


def choice(page: AppTest, kind: str, name: str) -> object:
    return page.get(kind) and next(each for each in page.get(kind) if each.key == f"choice.{name}")


@pytest.fixture
def detections(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the detector was asked, by method."""
    asked: Counter[str] = Counter()

    def counting(name: str) -> None:
        original = getattr(Detector, name)

        def counted(self: Detector, *args: object, **kwargs: object) -> object:
            asked[name] += 1
            return original(self, *args, **kwargs)

        monkeypatch.setattr(Detector, name, counted)

    counting("detect")
    counting("detect_people")
    return asked


def test_the_sample_is_there_at_once(picture_page: AppTest) -> None:
    assert not picture_page.exception and not picture_page.error
    assert metrics(picture_page)[PEOPLE] == "1"
    assert int(metrics(picture_page)[LANDMARKS]) > 468
    assert any(ENGLISH["input.sample_name"] in caption for caption in captions(picture_page))


def test_an_upload_takes_the_place_of_the_sample(picture_page: AppTest) -> None:
    upload(picture_page, ("me.png", portrait()))
    assert not picture_page.exception and not picture_page.error
    assert any("me.png" in caption for caption in captions(picture_page))
    assert not any(ENGLISH["picture.sample_note"] == caption.value for caption in picture_page.caption)


def test_the_uploader_has_no_filter_by_name(picture_page: AppTest) -> None:
    assert list(picture_page.file_uploader[0].allowed_type) == []
    upload(picture_page, ("picture.of.me.docx", portrait()))
    assert not picture_page.error and metrics(picture_page)[PEOPLE] == "1"


def test_a_file_that_is_no_picture_gets_a_message(picture_page: AppTest) -> None:
    upload(picture_page, ("holiday.jpg", NOT_A_PICTURE))
    assert not picture_page.exception
    (error,) = picture_page.error
    assert "Traceback" not in error.value and "Error" not in error.value and len(error.value) > 40
    upload(picture_page, ("me.png", portrait()))
    assert not picture_page.error and metrics(picture_page)[PEOPLE] == "1"


def test_an_unforeseen_error_gets_a_reference_and_no_traceback(
    picture_page: AppTest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("the inner secret")

    monkeypatch.setattr(Detector, "detect", broken)
    upload(picture_page, ("me.png", portrait()))
    assert not picture_page.exception
    (error,) = picture_page.error
    assert "secret" not in error.value and "ZeroDivision" not in error.value
    (record,) = [each for each in caplog.records if "reference" in each.message]
    assert record.args and str(record.args[0]) in error.value
    assert record.exc_info is not None and "the inner secret" in str(record.exc_info[1])


def test_nobody_found_is_an_answer_with_tips_and_the_sample(picture_page: AppTest) -> None:
    upload(picture_page, ("wall.png", nobody()))
    assert not picture_page.exception and not picture_page.error
    assert metrics(picture_page)[PEOPLE] == "0"
    (info,) = picture_page.info
    assert ENGLISH["nobody.title"] in info.value and info.value.count("\n") >= 3
    assert ENGLISH["nobody.compare"] in captions(picture_page)


def test_many_pictures_and_a_bad_one_among_them(picture_page: AppTest) -> None:
    upload(picture_page, ("one.png", portrait()), ("bad.png", NOT_A_PICTURE), ("wall.png", nobody()))
    assert not picture_page.exception
    (error,) = picture_page.error
    assert "bad.png" in error.value
    table = next(frame.value for frame in picture_page.dataframe if ENGLISH["column.remark"] in frame.value.columns)
    assert list(table[ENGLISH["column.picture"]]) == ["one.png", "wall.png", "bad.png"]
    assert list(table[ENGLISH["column.people"]].fillna(-1)) == [1, 0, -1]
    assert {"one.png", "wall.png"} <= set(captions(picture_page))
    assert any(button.key == "download-zip" for button in picture_page.get("download_button"))


@pytest.mark.slow
def test_a_rerun_and_drawing_options_detect_nothing_again(picture_page: AppTest, detections: Counter[str]) -> None:
    upload(picture_page, ("one.png", portrait()), ("two.png", two_portraits()))
    asked = sum(detections.values())
    assert asked > 0
    picture_page.run()
    choice(picture_page, "toggle", "numbers").set_value(True).run()
    choice(picture_page, "button_group", "style").set_value("classic").run()
    choice(picture_page, "button_group", "draw_parts").set_value(["pose"]).run()
    choice(picture_page, "slider", "thickness").set_value(2.0).run()
    choice(picture_page, "selectbox", "background").set_value("black").run()
    assert not picture_page.exception and not picture_page.error
    assert sum(detections.values()) == asked


def test_a_blurred_background_looks_once_for_the_outline(picture_page: AppTest, detections: Counter[str]) -> None:
    upload(picture_page, ("one.png", portrait()))
    before = sum(detections.values())
    choice(picture_page, "selectbox", "background").set_value("blurred").run()
    choice(picture_page, "selectbox", "background").set_value("replaced").run()
    assert not picture_page.exception and not picture_page.error
    assert sum(detections.values()) == before + 1


def test_fewer_parts_are_not_computed(picture_page: AppTest) -> None:
    choice(picture_page, "button_group", "parts").set_value("body").run()
    assert not picture_page.exception and metrics(picture_page)[LANDMARKS] == "33"
    assert choice(picture_page, "toggle", "refine_face").disabled


def test_the_finer_face_has_ten_more_points(picture_page: AppTest) -> None:
    usual = int(metrics(picture_page)[LANDMARKS])
    choice(picture_page, "toggle", "refine_face").set_value(True).run()
    assert not picture_page.error and int(metrics(picture_page)[LANDMARKS]) == usual + 10


@pytest.mark.slow
def test_several_people_and_whose_numbers_are_shown(picture_page: AppTest) -> None:
    upload(picture_page, ("two.png", two_portraits()))
    assert metrics(picture_page)[PEOPLE] == "1"
    choice(picture_page, "selectbox", "people").set_value("several").run()
    assert not picture_page.exception and metrics(picture_page)[PEOPLE] == "2"
    person = next(box for box in picture_page.selectbox if box.label == ENGLISH["picture.person"])
    person.set_value(1).run()
    assert not picture_page.exception and not picture_page.error
    choice(picture_page, "selectbox", "people").set_value("largest").run()
    assert metrics(picture_page)[PEOPLE] == "1"


def test_the_reference_engine(picture_page: AppTest) -> None:
    choice(picture_page, "selectbox", "engine").set_value("mediapipe").run(timeout=120)
    assert not picture_page.exception and not picture_page.error
    assert int(metrics(picture_page)[LANDMARKS]) > 468
    assert choice(picture_page, "selectbox", "people").disabled
    open_tab(picture_page, "xray")
    assert any(info.value == ENGLISH["xray.reference"] for info in picture_page.info)


def open_tab(page: AppTest, name: str) -> AppTest:
    page.session_state["picture.tab"] = ENGLISH[f"tab.{name}"]
    return page.run()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["angles", "skeleton", "landmarks", "timing", "xray"])
def test_every_tab(picture_page: AppTest, name: str) -> None:
    open_tab(picture_page, name)
    assert not picture_page.exception and not picture_page.error
    charts = {chart.key for chart in picture_page.get("plotly_chart")} if name != "landmarks" else set()
    assert bool(charts) == (name in {"angles", "skeleton", "timing"})


@pytest.mark.parametrize("view", ["original", "names"])
def test_other_views(picture_page: AppTest, view: str) -> None:
    group = next(each for each in picture_page.button_group if each.key == "picture.view")
    group.set_value(view).run()
    assert not picture_page.exception and not picture_page.error


@pytest.mark.slow
def test_choices_and_pictures_survive_a_page_switch(picture_page: AppTest) -> None:
    upload(picture_page, ("me.png", portrait()))
    choice(picture_page, "button_group", "parts").set_value("body").run()
    choice(picture_page, "slider", "thickness").set_value(2.0).run()
    picture_page.switch_page("pages/home.py").run()
    picture_page.switch_page(PICTURE_PAGE).run()
    assert metrics(picture_page)[LANDMARKS] == "33"
    assert choice(picture_page, "slider", "thickness").value == 2.0
    assert any("me.png" in caption for caption in captions(picture_page))
    next(button for button in picture_page.button if button.label == ENGLISH["input.forget"]).click().run()
    assert any(ENGLISH["input.sample_name"] in caption for caption in captions(picture_page))


def test_back_to_the_defaults(picture_page: AppTest) -> None:
    choice(picture_page, "button_group", "parts").set_value("body").run()
    next(button for button in picture_page.button if button.label == ENGLISH["controls.reset"]).click().run()
    assert int(metrics(picture_page)[LANDMARKS]) > 468


def test_more_pictures_than_fit_are_refused_with_the_number(picture_page: AppTest) -> None:
    wall = nobody()
    upload(picture_page, *((f"{number}.png", wall) for number in range(103)))
    (warning,) = [each for each in picture_page.warning if "103" in each.value]
    assert "100" in warning.value


def test_a_picture_that_takes_too_long_gets_a_message(
    picture_page: AppTest, fresh_detectors: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOLISTIC_TIMEOUT_S", "0.001")
    fresh_detectors()
    upload(picture_page, ("me.png", portrait()))
    assert not picture_page.exception
    assert picture_page.error and "Traceback" not in picture_page.error[0].value


@pytest.mark.slow
def test_every_broken_file_gives_a_picture_or_a_message(picture_page: AppTest, test_media) -> None:
    for path in sorted((test_media / "broken").iterdir()):
        upload(picture_page, (path.name, path.read_bytes()))
        assert not picture_page.exception, path.name
        messages = [error.value for error in picture_page.error]
        assert not any(ENGLISH["error.unexpected"][:30] in message for message in messages), path.name
        assert bool(messages) != bool(captions(picture_page)[:1] and PEOPLE in metrics(picture_page)), path.name
