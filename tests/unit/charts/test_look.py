"""What all charts share, and that plotly is loaded only when one is made."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from plotly import graph_objects as go

import holistic_core.charts
from holistic_core.angles import ANGLES, joint_angles
from holistic_core.charts import look
from holistic_core.charts.accuracy_curves import angle_over_time, bland_altman
from holistic_core.charts.accuracy_errors import AngleErrors, detection_bars, error_boxes
from holistic_core.charts.accuracy_sweep import sweep_heat_map
from holistic_core.charts.angles import angle_bars, angle_diagram
from holistic_core.charts.live_angles import scrolling_angles
from holistic_core.charts.live_speed import latency_chart, stage_stack
from holistic_core.charts.overlay import hover_overlay
from holistic_core.charts.session import session_angles, session_speed
from holistic_core.charts.skeleton import skeleton_3d
from holistic_core.charts.timing import stage_bars
from tests.stick_person import standing

MODULES = sorted(path.stem for path in Path(holistic_core.charts.__path__[0]).glob("*.py") if path.stem != "__init__")
EMPTY = np.zeros((480, 640, 3), np.uint8)
BODY = [each for each in joint_angles(standing()) if not each.definition.group.endswith("hand")]
SOME = np.array([3.0, 4.0])
ERRORS = [AngleErrors(each.definition, SOME, SOME) for each in BODY]
LABELS = [each.definition.label for each in BODY]
CHARTS = {
    "angle_over_time": lambda: angle_over_time(ANGLES[0], SOME, SOME, SOME, phases=["down", "up"]),
    "bland_altman": lambda: bland_altman(ANGLES[0], SOME, SOME),
    "error_boxes": lambda: error_boxes(ERRORS),
    "detection_bars": lambda: detection_bars({"pose": (1, 1), "face": (0, 1)}),
    "sweep_heat_map": lambda: sweep_heat_map(np.ones((len(BODY), 2)), LABELS, ["a", "b"], condition="Darkness"),
    "angle_bars": lambda: angle_bars(BODY),
    "angle_diagram": lambda: angle_diagram(ANGLES[0]),
    "stage_bars": lambda: stage_bars(standing().stage_ms),
    "scrolling_angles": lambda: scrolling_angles(SOME, {"left_knee": SOME}, now_s=4.0, repetitions_s=[3.5]).figure(),
    "latency_chart": lambda: latency_chart(SOME[::-1], SOME).figure(),
    "stage_stack": lambda: stage_stack(standing().stage_ms).figure(),
    "session_angles": lambda: session_angles(SOME, {"left_knee": SOME}, repetitions_s=[3.5]),
    "session_speed": lambda: session_speed(SOME, SOME),
    "skeleton_3d": lambda: skeleton_3d(standing()),
    "hover_overlay": lambda: hover_overlay(EMPTY, standing()),
}


def test_importing_charts_does_not_load_plotly_or_streamlit() -> None:
    names = ", ".join(f"holistic_core.charts.{module}" for module in MODULES)
    code = f"import sys, {names}; print(sorted({{'plotly', 'streamlit'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", CHARTS)
def test_colours_of_texts_and_backgrounds_are_left_to_the_page(name: str) -> None:
    layout = CHARTS[name]().layout.to_plotly_json()
    layout.pop("template")

    def colours_of_texts(node: object, path: str = "") -> list[str]:
        if isinstance(node, dict):
            return [hit for key, value in node.items() for hit in colours_of_texts(value, f"{path}.{key}")]
        if isinstance(node, list | tuple):
            return [hit for value in node for hit in colours_of_texts(value, path)]
        return [path] if path.endswith(("font.color", "paper_bgcolor", "plot_bgcolor")) else []

    assert colours_of_texts(layout) == []
    assert "family" not in layout.get("font", {})


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_has_a_short_title_and_a_height_for_laptops(name: str) -> None:
    layout = CHARTS[name]().layout
    assert 0 < len(layout.title.text) <= 40
    assert layout.height <= 640


@pytest.mark.parametrize("name", CHARTS)
def test_dragging_scrolls_the_page_unless_it_turns_a_skeleton(name: str) -> None:
    assert CHARTS[name]().layout.dragmode == ("turntable" if name == "skeleton_3d" else False)


def test_the_button_saves_a_sharp_png_and_there_is_no_logo() -> None:
    config = look.config("angles")
    assert config["displaylogo"] is False
    assert config["toImageButtonOptions"] == {"format": "png", "filename": "angles", "scale": 2}


def test_the_look_is_put_on_the_same_figure() -> None:
    figure = go.Figure()
    assert look.apply_look(figure, title="Something", height=300) is figure
    assert figure.layout.title.text == "Something" and figure.layout.height == 300


def test_landmarks_in_words() -> None:
    assert look.landmark_label("pose", "left_knee") == "Left knee"
    assert look.landmark_label("left_hand", "index_tip") == "Left hand: index tip"
