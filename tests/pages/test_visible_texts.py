"""With every text of the table marked, whatever a visitor reads without the mark was written somewhere else."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from holistic_core.angles import ANGLES
from holistic_core.coach.figure import FIGURES
from holistic_core.coach.motions import FAULTS, MOTIONS
from holistic_core.coach.samples import SAMPLES, STILLS
from holistic_core.movement.comparison import SCORE_MEANING
from holistic_core.movement.symmetry import INDEX_MEANING
from tests.bench_reports import bench_report, latency_report
from tests.coach_clips import thinned_clip
from tests.own_pictures import NOT_A_PICTURE, nobody, portrait, two_portraits
from ui import accuracy_runs, benchmark_runs, texts
from ui.accuracy_measured import measured_samples

pytestmark = pytest.mark.slow

MARK = "⟦"
LABELLED = (
    *("button", "download_button", "toggle", "selectbox", "slider", "button_group", "file_uploader", "metric"),
    # AppTest takes an expander with an icon for a status.
    *("expander", "status", "tab", "color_picker", "number_input", "select_slider"),
)
WRITTEN = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "success")
# Said by the library, which owns the conventions and the coach.
OF_THE_LIBRARY = {
    *(definition.convention for definition in ANGLES),
    *(
        each.label
        for table in (ANGLES, SAMPLES.values(), STILLS.values(), MOTIONS.values(), FIGURES.values())
        for each in table
    ),
    *FAULTS.values(),
    *(SCORE_MEANING, INDEX_MEANING),
}


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {key: f"{MARK}{value}" for key, value in texts.ENGLISH.items()}
    monkeypatch.setitem(texts.LANGUAGES, texts.DEFAULT_LANGUAGE, table)


def visible(page: AppTest) -> Iterator[tuple[str, str]]:
    """What kind of element, and what it says."""
    for kind in WRITTEN:
        for element in page.get(kind):
            yield kind, element.value
    for kind in LABELLED:
        for element in page.get(kind):
            proto = getattr(element, "proto", element)
            yield f"{kind} label", element.label if hasattr(element, "label") else proto.label
            if getattr(proto, "help", ""):
                yield f"{kind} help", proto.help
            if kind in {"selectbox", "button_group"}:
                for option in element.options:
                    yield f"{kind} option", option
    for image in page.get("image") or page.get("imgs"):
        for caption in image.captions:
            yield "image caption", caption


def unmarked(page: AppTest) -> list[tuple[str, str]]:
    assert not page.exception
    found = list(visible(page))
    assert len(found) > 10
    return [(kind, words) for kind, words in found if words and MARK not in words and words not in OF_THE_LIBRARY]


def test_home(marked: None, dashboard: AppTest) -> None:
    assert unmarked(dashboard.run()) == []


@pytest.mark.parametrize("tab", ["angles", "skeleton", "landmarks", "timing", "xray"])
def test_picture(marked: None, picture_page: AppTest, tab: str) -> None:
    picture_page.session_state["picture.tab"] = f"{MARK}{texts.ENGLISH[f'tab.{tab}']}"
    assert unmarked(picture_page.run()) == []


@pytest.mark.parametrize("tab", ["over_time", "every_angle", "agreement", "found"])
@pytest.mark.parametrize("clip", ["sample", "own"])
def test_accuracy(marked: None, dashboard: AppTest, monkeypatch: pytest.MonkeyPatch, clip: str, tab: str) -> None:
    measured_samples.clear()
    monkeypatch.setattr(accuracy_runs, "sample_clip", thinned_clip)
    page = dashboard.run().switch_page("pages/accuracy.py")
    page.session_state["accuracy.tab"] = f"{MARK}{texts.ENGLISH[f'tab.{tab}']}"
    page.session_state["accuracy.input"] = clip
    assert unmarked(page.run()) == []
    measured_samples.clear()


@pytest.mark.parametrize("tab", ["latency", "cold", "memory", "throughput", "claims", "compare"])
def test_benchmark(marked: None, dashboard: AppTest, monkeypatch: pytest.MonkeyPatch, tab: str) -> None:
    benchmark_runs.first_look.clear()
    monkeypatch.setattr(benchmark_runs, "run_plan", lambda *_: latency_report())
    page = dashboard.switch_page("pages/benchmark.py")
    page.session_state["measured.benchmark"] = dict(bench_report().sections)
    page.session_state["benchmark.tab"] = f"{MARK}{texts.ENGLISH[f'tab.benchmark_{tab}']}"
    # Names of settings are the library's, and numbers of threads and streams are no words.
    named = {each.label for each in latency_report().results}
    assert [each for each in unmarked(page.run()) if each[1] not in named and not each[1].isdigit()] == []
    benchmark_runs.first_look.clear()


@pytest.mark.parametrize("tab", ["repetitions", "phase", "symmetry", "velocity", "compare"])
def test_video(marked: None, dashboard: AppTest, tab: str) -> None:
    page = dashboard.run().switch_page("pages/video.py")
    page.session_state["video.tab"] = f"{MARK}{texts.ENGLISH[f'tab.video_{tab}']}"
    assert unmarked(page.run(timeout=180)) == []


@pytest.mark.parametrize(
    "files",
    [
        [("wall.png", nobody())],
        [("two.png", two_portraits())],
        [("one.png", portrait()), ("bad.png", NOT_A_PICTURE), ("wall.png", nobody())],
    ],
    ids=["nobody", "two people", "many pictures"],
)
def test_what_a_visitor_brings(marked: None, picture_page: AppTest, files: list[tuple[str, bytes]]) -> None:
    several = next(box for box in picture_page.selectbox if box.key == "choice.people")
    several.set_value("several").run()
    picture_page.file_uploader[0].set_value([(name, data, "") for name, data in files]).run()
    names = {name for name, _ in files}
    assert [each for each in unmarked(picture_page) if each[1] not in names] == []
