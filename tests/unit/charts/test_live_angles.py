"""The angles of the last seconds: a curve that slides, on axes that stand still."""

import time
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from plotly import graph_objects as go

from holistic_core import palette
from holistic_core.charts.live_angles import scrolling_angles as plain_scrolling_angles
from holistic_core.errors import OptionsError

Degrees = npt.NDArray[np.float64]
NAN = float("nan")
FOUR = ("left_knee", "right_knee", "left_elbow", "right_elbow")
TIMES = 1000 + np.arange(300) / 30
NOW = float(TIMES[-1])


def scrolling_angles(*given: Any, **named: Any) -> go.Figure:
    """As Plotly's own object, which checks every property."""
    return plain_scrolling_angles(*given, **named).figure()


def chart(*names: str, degrees: Degrees | None = None, **others: object) -> go.Figure:
    values = 90 + 60 * np.sin(TIMES) if degrees is None else degrees
    return scrolling_angles(TIMES, dict.fromkeys(names, values), now_s=NOW, **others)  # type: ignore[arg-type]


def lines(figure: go.Figure) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.mode == "lines"]


def entries(figure: go.Figure) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.showlegend is not False]


def test_the_newest_frame_is_at_the_right_edge() -> None:
    (line,) = lines(chart("left_knee"))
    assert line.x[-1] == 0 and line.x[0] == pytest.approx(-10, abs=0.05)
    assert line.y[-1] == pytest.approx(90 + 60 * np.sin(NOW), abs=0.051)


def test_axes_stand_still_while_the_curve_slides() -> None:
    earlier = scrolling_angles(TIMES[:200], {"left_knee": np.full(200, 170.0)}, now_s=float(TIMES[199]))
    figure = chart("left_knee", degrees=np.full(300, 20.0))
    assert figure.layout.xaxis.range == earlier.layout.xaxis.range == (-10, 0)
    assert figure.layout.yaxis.range == earlier.layout.yaxis.range == (0, 180)
    assert figure.layout.uirevision == earlier.layout.uirevision and figure.layout.uirevision
    assert figure.layout.transition.duration is None
    assert figure.layout.xaxis.ticktext == ("10", "8", "6", "4", "2", "0")


def test_a_longer_window_reaches_farther_back() -> None:
    assert chart("left_knee", window_s=120.0).layout.xaxis.range == (-120, 0)
    (line,) = lines(chart("left_knee", window_s=2.0))
    assert line.x.min() >= -2


@pytest.mark.parametrize(
    ("names", "level", "scale"),
    [
        (("left_knee",), 20, (0, 180)),
        (("trunk_lean", "pelvis_tilt"), 20, (-90, 90)),
        (("trunk_lean",), -170, (-180, 180)),
        (("left_knee", "trunk_lean"), 20, (-90, 180)),
        ((), 0, (0, 180)),
    ],
)
def test_the_scale_is_that_of_the_kind_of_angle(names: tuple[str, ...], level: float, scale: tuple[int, int]) -> None:
    assert chart(*names, degrees=np.full(300, float(level))).layout.yaxis.range == scale


def test_each_angle_has_its_sides_colour_and_the_same_joint_the_same_dash() -> None:
    left_knee, right_knee, left_elbow, right_elbow = lines(chart(*FOUR))
    assert left_knee.line.color == left_elbow.line.color == palette.LEFT
    assert right_knee.line.color == right_elbow.line.color == palette.RIGHT
    assert left_knee.line.dash == right_knee.line.dash != left_elbow.line.dash == right_elbow.line.dash


@pytest.mark.parametrize("names", [FOUR, ("left_knee", "left_elbow", "left_hip", "left_wrist")])
def test_no_two_angles_look_the_same(names: tuple[str, ...]) -> None:
    figure = chart(*names)
    assert [entry.name for entry in entries(figure)] == [name.replace("_", " ").capitalize() for name in names]
    looks = {(entry.line.color, entry.line.dash, entry.marker.symbol) for entry in entries(figure)}
    assert len(looks) == len({(look[0], look[2]) for look in looks}) == len(names)


def test_each_curve_has_its_entry_in_the_legend_which_offers_no_click_that_would_be_forgotten() -> None:
    figure = chart(*FOUR)
    for line, entry in zip(lines(figure), entries(figure), strict=True):
        assert line.legendgroup == entry.legendgroup
    assert len({line.legendgroup for line in lines(figure)}) == 4
    assert figure.layout.legend.itemclick is figure.layout.legend.itemdoubleclick is False


def test_missing_angles_and_missing_frames_are_gaps() -> None:
    degrees = np.full(300, 90.0)
    degrees[100:120] = NAN
    (line,) = lines(chart("left_knee", degrees=degrees))
    assert np.isnan(line.y[100:120]).all() and np.isfinite(line.y[120:]).all()
    kept = np.r_[0:100, 200:300]
    (line,) = lines(scrolling_angles(TIMES[kept], {"left_knee": degrees[kept] * 0 + 90}, now_s=NOW))
    assert np.isnan(line.y).sum() == 1


def test_a_value_without_neighbours_is_seen() -> None:
    """Pictures taken one by one: no line goes through them."""
    times = np.array([0.0, 20.0, 40.0])
    figure = scrolling_angles(times, {"left_knee": np.array([170.0, NAN, 60.0])}, now_s=40.0, window_s=120.0)
    (entry,) = entries(figure)
    assert {-40.0, 0.0} <= set(entry.x.tolist())


def test_symbols_slide_along_with_the_curve() -> None:
    degrees = 90 + 60 * np.sin(TIMES)

    def marked(last: int) -> set[float]:
        figure = scrolling_angles(TIMES[:last], {"left_knee": degrees[:last]}, now_s=float(TIMES[last - 1]))
        (entry,) = entries(figure)
        moments = entry.x[np.isfinite(entry.x)][:-1].astype(float) + TIMES[last - 1]
        return {round(moment, 2) for moment in moments.tolist()}

    assert len(marked(250)) >= 3
    assert marked(250) <= marked(255)


def test_the_newest_values_are_written_beside_their_curves_without_covering_one_another() -> None:
    figure = scrolling_angles(TIMES, {name: np.full(300, 90.0 + index) for index, name in enumerate(FOUR)}, now_s=NOW)
    notes = figure.layout.annotations
    assert [note.text for note in notes] == ["90°", "91°", "92°", "93°"]
    assert {note.arrowcolor for note in notes} == {palette.LEFT, palette.RIGHT}
    plot_px = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    places = [note.y * plot_px / 180 - note.ay for note in notes]
    assert (np.diff(places) > 14).all()


def test_a_value_that_is_old_or_missing_is_not_written() -> None:
    degrees = np.full(300, 90.0)
    degrees[-1] = NAN
    assert chart("left_knee", degrees=degrees).layout.annotations == ()
    late = scrolling_angles(TIMES, {"left_knee": np.full(300, 90.0)}, now_s=NOW + 3)
    assert late.layout.annotations == ()


def test_repetitions_are_marked_with_their_numbers() -> None:
    figure = chart("left_knee", repetitions_s=[NOW - 30, NOW - 4, NOW - 1])
    marks = figure.data[-1]
    assert marks.name == "Repetition"
    np.testing.assert_allclose(marks.x[np.isfinite(marks.x)], [-4, -4, -1, -1])
    assert [text for text in marks.text if text.strip()] == ["2", "3"]
    assert "" not in marks.text  # plotly would leave out some of the others


def test_no_frames_and_no_angles_give_empty_charts() -> None:
    empty = scrolling_angles(np.empty(0), {"left_knee": np.empty(0)}, now_s=0.0)
    assert all(not len(trace.x) for trace in empty.data)
    assert chart().data == ()


@pytest.mark.parametrize(
    ("angles", "words"),
    [
        (dict.fromkeys((*FOUR, "neck"), TIMES), "5 angles; at most 4"),
        ({"tail": TIMES}, "no angle 'tail'"),
        ({"left_knee": TIMES[1:]}, "299 values for 300 times"),
    ],
    ids=["too many", "unknown", "another length"],
)
def test_what_cannot_be_drawn_is_refused(angles: dict[str, Degrees], words: str) -> None:
    with pytest.raises(OptionsError, match=words):
        scrolling_angles(TIMES, angles, now_s=NOW)


def test_it_is_cheap_enough_to_be_made_several_times_a_second() -> None:
    """Four angles at 60 frames a second. Processor time; the limit is several times the usual 4 ms."""
    times = 1000 + np.arange(600) / 60
    angles = {name: np.random.default_rng(1).uniform(0, 180, 600) for name in FOUR}

    def build() -> go.Figure:
        return scrolling_angles(times, angles, now_s=1010.0, repetitions_s=[1003.0, 1006.0])

    assert len(build().to_json()) < 30_000
    took = []
    for _ in range(15):
        start = time.thread_time()
        build()
        took.append((time.thread_time() - start) * 1e3)
    assert np.median(took) < 20
