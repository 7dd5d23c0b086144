"""The accuracy page with real measurements of few frames."""

import json
import time
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from holistic_core.coach.samples import SAMPLES, sample_truth
from holistic_core.errors import ModelError
from tests.coach_clips import thinned_clip
from ui import accuracy_runs
from ui.accuracy_measured import measured_samples
from ui.jobs import Job
from ui.texts import ENGLISH

pytestmark = pytest.mark.slow

ACCURACY_PAGE = "pages/accuracy.py"
FIRST = next(iter(SAMPLES))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Samples of a few frames; nothing measured before, nothing left behind."""
    measured_samples.clear()
    monkeypatch.setattr(accuracy_runs, "sample_clip", thinned_clip)
    yield
    measured_samples.clear()


@pytest.fixture
def page(quick: None, dashboard: AppTest) -> AppTest:
    return dashboard.run().switch_page(ACCURACY_PAGE).run()


def control(page: AppTest, kind: str, name: str) -> object:
    return next(each for each in page.get(kind) if each.key == f"accuracy.{name}")


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def captions(page: AppTest) -> list[str]:
    return [caption for image in page.main.image for caption in image.captions]


def charts(page: AppTest) -> list[str]:
    """Titles of the charts."""
    return [json.loads(chart.proto.spec)["layout"]["title"]["text"] for chart in page.get("plotly_chart")]


def press(page: AppTest, key: str) -> AppTest:
    return next(button for button in page.button if button.key == key).click().run()


def choose_own(page: AppTest) -> AppTest:
    """An own clip of about a dozen small frames."""
    control(page, "button_group", "input").set_value("own").run()
    control(page, "select_slider", "resolution_px").set_value(192)
    control(page, "select_slider", "fps").set_value(5.0)
    control(page, "selectbox", "motion").set_value("waving")
    return page.run()


def no_trouble(page: AppTest) -> bool:
    return not page.exception and not page.error


def test_a_sample_and_its_numbers_are_there_at_once(page: AppTest) -> None:
    assert no_trouble(page)
    assert metrics(page)[ENGLISH["accuracy.bias"]].endswith("°")
    used, _, count = metrics(page)[ENGLISH["accuracy.used"]].partition(" of ")
    assert int(used) > 0 and int(count) >= int(used)
    assert any("truth magenta" in caption for caption in captions(page))
    assert any(title.endswith("over time (2D)") for title in charts(page))
    assert ENGLISH["accuracy.proof"] in [each.value for each in page.markdown]


def test_what_this_proves_is_said_with_the_published_figures() -> None:
    for figure in ("−13.9 ± 15.1°", "−2.3 ± 6.4°", "7.07°", "Errors on real people are larger"):
        assert figure in ENGLISH["accuracy.proof"]


@pytest.mark.parametrize("tab", ["over_time", "every_angle", "agreement", "found"])
def test_every_tab(page: AppTest, tab: str) -> None:
    page.session_state["accuracy.tab"] = ENGLISH[f"tab.{tab}"]
    page.run()
    assert no_trouble(page) and charts(page)


def test_another_angle_and_plane(page: AppTest) -> None:
    before = metrics(page)
    control(page, "selectbox", "shown_angle").set_value("left_elbow").run()
    other = metrics(page)
    control(page, "button_group", "shown_plane").set_value("3d").run()
    assert no_trouble(page)
    assert len({tuple(each.items()) for each in (before, other, metrics(page))}) == 3
    assert "Left elbow over time (3D)" in charts(page)


def test_another_frame_is_another_picture(page: AppTest) -> None:
    slider = next(each for each in page.slider if each.key.startswith("accuracy.frame-"))
    before = captions(page)
    slider.set_value(1).run()
    assert no_trouble(page) and captions(page) != before
    assert captions(page)[0].startswith("0.00 s")


def test_a_rerun_measures_nothing_again(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("measured again")

    monkeypatch.setattr(accuracy_runs, "measure_clip", forbidden)
    page.run()
    page.switch_page("pages/home.py").run()
    page.switch_page(ACCURACY_PAGE).run()
    assert no_trouble(page) and metrics(page)


def test_other_samples_engines_and_settings(page: AppTest) -> None:
    numbers = [metrics(page)]
    control(page, "toggle", "smooth").set_value(False).run()
    numbers.append(metrics(page))
    control(page, "selectbox", "sample").set_value(list(SAMPLES)[1]).run()
    numbers.append(metrics(page))
    assert no_trouble(page)
    assert len({tuple(each.items()) for each in numbers}) == 3


@pytest.mark.slow
def test_the_reference_engine(page: AppTest) -> None:
    control(page, "selectbox", "engine").set_value("mediapipe").run(timeout=180)
    assert no_trouble(page) and metrics(page)[ENGLISH["accuracy.mae"]].endswith("°")


@pytest.mark.slow
def test_a_whole_sample(dashboard: AppTest) -> None:
    measured_samples.clear()
    page = dashboard.run().switch_page(ACCURACY_PAGE).run(timeout=180)
    assert no_trouble(page)
    frames = len(sample_truth(FIRST).frames)
    assert metrics(page)[ENGLISH["accuracy.used"]] == f"{frames} of {frames}"


def test_an_own_clip_is_previewed_then_measured(page: AppTest) -> None:
    choose_own(page)
    assert no_trouble(page) and not metrics(page)
    assert any("Preview" in caption for caption in captions(page))
    press(page, "measure-start")
    assert no_trouble(page) and metrics(page)[ENGLISH["accuracy.used"]]
    assert any("truth magenta" in caption for caption in captions(page))
    assert any(button.key == "download-accuracy_zip" for button in page.get("download_button"))
    page.run()
    assert metrics(page), "it stays"
    control(page, "slider", "azimuth_deg").set_value(90).run()
    assert not metrics(page)
    assert ENGLISH["accuracy.changed"] in [each.value for each in page.info]


def test_a_cancelled_clip_says_how_far_it_came(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    choose_own(page)
    jobs: list[Job[object]] = []
    original = accuracy_runs.measure_clip

    def cancelled_soon(frames: Iterator[object], *arguments: object, **options: object) -> object:
        def few() -> Iterator[object]:
            for number, frame in enumerate(frames):
                if number == 3:
                    jobs[0].progress.cancel()
                yield frame

        while not jobs:
            time.sleep(0.01)
        return original(few(), *arguments, **options)

    class Watched(Job):  # type: ignore[type-arg]
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)  # type: ignore[arg-type]
            jobs.append(self)

    monkeypatch.setattr(accuracy_runs, "measure_clip", cancelled_soon)
    monkeypatch.setattr(accuracy_runs, "Job", Watched)
    press(page, "measure-start")
    assert no_trouble(page) and metrics(page)
    (warning,) = page.warning
    assert warning.value.startswith("Stopped after 4 of ")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("distance_m", 0.1, ("distance_m", "1.2", "8")), ("height_m", -1.0, ("height_m", "0.1", "2.8"))],
)
def test_an_impossible_recording_is_named_with_its_range(
    page: AppTest, name: str, value: float, said: tuple[str, ...]
) -> None:
    choose_own(page)
    control(page, "number_input", name).set_value(value).run()
    assert not page.exception
    (error,) = page.error
    assert all(word in error.value for word in said) and "Error" not in error.value
    assert ENGLISH["accuracy.proof"] in [each.value for each in page.markdown], "the page lives on"
    control(page, "number_input", name).set_value(2.0).run()
    assert no_trouble(page)


def test_a_model_that_is_not_there_is_a_message_with_the_way_out(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ModelError("The lite body model is not installed; download it once: python -m holistic_core models")

    monkeypatch.setattr(accuracy_runs, "measure_clip", missing)
    control(page, "button_group", "model_complexity").set_value(0).run()
    assert not page.exception and "python -m holistic_core models" in page.error[0].value
    monkeypatch.undo()
    monkeypatch.setattr(accuracy_runs, "sample_clip", thinned_clip)
    control(page, "button_group", "model_complexity").set_value(1).run()
    assert no_trouble(page) and metrics(page)


def test_every_exercise_can_be_chosen_and_keeps_its_faults_to_itself(page: AppTest) -> None:
    choose_own(page)
    motions = control(page, "selectbox", "motion").options
    assert len(motions) >= 11
    control(page, "selectbox", "motion").set_value("squat").run()
    control(page, "button_group", "faults-squat").set_value(["knees_inward"]).run()
    control(page, "selectbox", "motion").set_value("push_up").run()
    assert no_trouble(page) and any("Preview" in caption for caption in captions(page))


@pytest.mark.slow
def test_a_sweep(page: AppTest) -> None:
    choose_own(page)
    control(page, "button_group", "sweep_condition").set_value("light").run()
    assert "Mean absolute error (2D)" not in charts(page)
    press(page, "sweep-start").run(timeout=120)
    assert no_trouble(page)
    assert "Mean absolute error (2D)" in charts(page)
    control(page, "button_group", "sweep_plane").set_value("3d").run()
    assert "Mean absolute error (3D)" in charts(page), "seen from another side without measuring again"


def test_choices_survive_a_page_switch_and_can_be_set_back(page: AppTest) -> None:
    choose_own(page)
    page.switch_page("pages/home.py").run()
    page.switch_page(ACCURACY_PAGE).run()
    assert control(page, "select_slider", "resolution_px").value == 192
    next(button for button in page.button if button.label == ENGLISH["controls.reset"]).click().run()
    assert no_trouble(page) and metrics(page), "back at the sample"
