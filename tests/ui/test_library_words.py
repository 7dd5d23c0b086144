"""What a Chinese visitor sees of the library is Chinese: every text of every chart, and every label."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest
from plotly import graph_objects as go

from holistic_core import charts
from holistic_core.angles import ANGLES
from holistic_core.charts.live_look import LiveFigure
from holistic_core.coach.motions import FAULTS, MOTIONS
from holistic_core.coach.samples import SAMPLES, STILLS
from holistic_core.exercises import EXERCISES
from holistic_core.measure.accuracy_sweep import CONDITIONS
from holistic_core.measure.benchmark.memory_growth import WAY_WORDS
from holistic_core.measure.precision import SCOPE_WORDS
from holistic_core.media.video_limits import VideoLimits
from holistic_core.movement.comparison import SCORE_MEANING
from holistic_core.movement.symmetry import INDEX_MEANING
from tests.chart_figures import FIGURES
from ui.address import said_in
from ui.library_words import figure_in_words, in_words
from ui.library_words_zh import CHINESE_WORDS
from ui.texts import ENGLISH
from ui.texts_zh import CHINESE
from ui.visit import in_language

READ = {
    *("text", "title", "name", "label", "labels", "hovertemplate", "hovertext", "texttemplate", "customdata"),
    *("ticktext", "ticksuffix", "tickprefix", "categoryarray", "x", "y"),
}
# Units, abbreviations that Chinese texts of the field use, people, and names of what is the same everywhere.
SAME_IN_CHINESE = frozenset(
    (
        *("ms", "px", "MB", "FPS", "fps", "CPU", "MAE", "CMC", "MCP", "PIP", "DIP", "IP", "Bland", "Altman"),
        *(
            "LiteRT",
            "MediaPipe",
            "mp",
            "solutions",
            "float",
            "int",
            "tflite",
            "MP",
            "MOV",
            "MKV",
            "WebM",
            "AVI",
            "GIF",
            "Robinson",
            "Herzog",
            "Nigg",
        ),
    )
)
LABELS = [
    *(each.label for table in (ANGLES, EXERCISES.values(), CONDITIONS.values()) for each in table),
    *(each.label for table in (SAMPLES, STILLS, MOTIONS) for each in table.values()),
    *(each.convention for each in ANGLES),
    *(phase for each in MOTIONS.values() for _, phase in each.phases),
    *(each.repetition for each in MOTIONS.values()),
    *(cue.message for each in EXERCISES.values() for cue in each.cues),
    VideoLimits().text,
    *(*FAULTS.values(), *WAY_WORDS.values(), *SCOPE_WORDS.values(), SCORE_MEANING, INDEX_MEANING),
]


def read(data: Any, *, seen: bool = False) -> Iterator[str]:
    """All that is read in a figure's data."""
    if isinstance(data, str):
        if seen:
            yield data
    elif isinstance(data, Mapping):
        for name, value in data.items():
            if name != "template":
                yield from read(value, seen=name in READ)
    elif isinstance(data, list | tuple | np.ndarray):
        for value in data:
            yield from read(value, seen=seen)


def plain(figure: Any) -> dict[str, Any]:
    return (figure.figure() if isinstance(figure, LiveFigure) else figure).to_plotly_json()


def english(text: str) -> list[str]:
    """The words of a text that are left in English."""
    # A file is called what it is called.
    words = re.sub(r"%\{[^}]*\}|<[^>]*>|\b\w+\.(?:mp4|tflite)\b", " ", text)
    return [word for word in re.findall(r"[A-Za-z]{2,}", words) if word not in SAME_IN_CHINESE]


def missing(figure: Any) -> set[str]:
    """The texts of a figure that have no Chinese words."""
    with in_language("zh"):
        return {text for text in read(plain(figure_in_words(figure))) if english(text)}


def test_there_are_figures_of_every_chart_of_the_library() -> None:
    modules = [
        importlib.import_module(f"{charts.__name__}.{each.name}") for each in pkgutil.iter_modules(charts.__path__)
    ]
    made = {
        name
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
        and str(inspect.signature(function).return_annotation).strip("'") in {"Figure", str(LiveFigure)}
    }  # fmt: skip
    assert made - {"apply_look"} == set(FIGURES)


@pytest.mark.slow
@pytest.mark.parametrize("name", FIGURES)
def test_every_text_of_a_chart_has_chinese_words(name: str) -> None:
    assert set().union(*(missing(figure) for figure in FIGURES[name]())) == set()


@pytest.mark.parametrize(
    "new",
    [
        go.Figure(layout={"title": {"text": "A new title"}}),
        go.Figure(layout={"yaxis": {"title": {"text": "A new title"}}}),
        go.Figure(layout={"annotations": [{"text": "A new title"}]}),
        go.Figure(layout={"legend": {"title": {"text": "A new title"}}}),
        go.Figure(go.Bar(x=[1], y=["A new title"])),
        go.Figure(go.Bar(x=[1], y=[1], name="A new title")),
        go.Figure(go.Scatter(x=[1], y=[1], text=["A new title"])),
        LiveFigure([{"type": "bar", "customdata": [["A new title"]]}], {}),
        LiveFigure([{"type": "bar", "hovertemplate": "A new title"}], {}),
    ],
)
def test_a_text_without_chinese_words_is_noticed(new: Any) -> None:
    assert missing(new) == {"A new title"}


@pytest.mark.parametrize("label", sorted(set(LABELS)))
def test_every_label_has_chinese_words(label: str) -> None:
    with in_language("zh"):
        said = in_words(label)
    assert english(said) == [] and re.search(r"[一-鿿]", said), said


@pytest.mark.parametrize("table", [ANGLES, SAMPLES.values(), STILLS.values(), MOTIONS.values(), EXERCISES.values()])
def test_labels_that_differ_stay_apart(table: Any) -> None:
    with in_language("zh"):
        said = [in_words(each.label) for each in table]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Time per frame, 12.5 ms in all", "每帧耗时，共 12.5 ms"),
        ("Left knee 110°", "左膝 110°"),
        ("Bland–Altman: left thumb mcp (2D)", "Bland–Altman 图：左拇指 MCP（2D）"),
        ("%{y:.0f}° at %{x:.0f} %<extra>Repetition 3</extra>", "%{x:.0f} % 处 %{y:.0f}°<extra>第 3 次</extra>"),
        ("mp.solutions, one<br>per viewer", "mp.solutions，每位观看者一个"),
        ("my holiday.mp4", "my holiday.mp4"),
    ],
)
def test_numbers_and_names_go_into_the_chinese_text(text: str, said: str) -> None:
    with in_language("zh"):
        assert in_words(text) == said
    with in_language("en"):
        assert in_words(text) == text


@pytest.mark.parametrize("text", CHINESE_WORDS)
def test_every_gap_is_filled(text: str) -> None:
    gaps = re.findall(r"(?<!%)\{[nw]\}", text)
    filled = re.findall(r"(?<!%)\{(\d)\}", CHINESE_WORDS[text])
    assert sorted(filled) == [str(number) for number in range(len(gaps))]


def test_words_of_samples_in_the_address_are_those_of_the_language() -> None:
    with in_language("zh"):
        for each in SAMPLES.values():
            assert said_in("zh", "accuracy.sample", each.label) == in_words(each.label)
            assert said_in("en", "accuracy.sample", in_words(each.label)) == each.label


def test_a_word_of_several_choices_is_that_of_its_own() -> None:
    assert said_in("zh", "choice.background", "Picture") == CHINESE["option.background.picture"]
    assert said_in("en", "accuracy.input", CHINESE["option.accuracy_input.own"]) == ENGLISH["option.accuracy_input.own"]
    assert said_in("zh", "accuracy.input", "nonsense") == "nonsense"


def test_english_costs_nothing() -> None:
    with in_language("en"):
        for figure in (go.Figure(), LiveFigure([], {})):
            assert figure_in_words(figure) is figure


def test_numbers_stay_and_the_given_figure_too() -> None:
    (live,) = FIGURES["latency_chart"]()
    (checked,) = FIGURES["session_speed"]()
    before = checked.to_json()
    with in_language("zh"):
        said, said_checked = figure_in_words(live), figure_in_words(checked)
    assert said.data[0]["y"] is live.data[0]["y"]
    assert live.layout["title"]["text"] == "Latency of each frame" != said.layout["title"]["text"]
    np.testing.assert_array_equal(said_checked.data[0].y, checked.data[0].y)
    (sweep,) = FIGURES["sweep_heat_map"]()
    with in_language("zh"):
        np.testing.assert_array_equal(figure_in_words(sweep).data[0].z, sweep.data[0].z)
    assert checked.to_json() == before
    assert said_checked.layout.title.text == "录制期间的速度"
