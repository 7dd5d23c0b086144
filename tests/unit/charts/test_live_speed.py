"""Latency of the last frames, and what a frame's time is spent on."""

from typing import Any

import numpy as np
import pytest
from plotly import graph_objects as go

from holistic_core import palette
from holistic_core.charts.live_speed import grouped_stages, scale_ms
from holistic_core.charts.live_speed import latency_chart as plain_latency_chart
from holistic_core.charts.live_speed import stage_stack as plain_stage_stack
from holistic_core.errors import OptionsError

AGO = np.linspace(4.9, 0.0, 148)
LATENCY = np.r_[np.linspace(30, 60, 147), 130.0]
STAGES = {
    "mailbox": 4.0,
    "waiting": 1.0,
    "decoding": 3.0,
    "pose_landmarks": 13.0,
    "filters": 0.2,
    "left_hand_recrop": 2.8,
    "left_hand_landmarks": 9.7,
    "face_landmarks": 4.6,
    "angles": 0.4,
    "drawing": 3.1,
}


def latency_chart(*given: Any, **named: Any) -> go.Figure:
    """As Plotly's own object, which checks every property."""
    return plain_latency_chart(*given, **named).figure()


def stage_stack(*given: Any, **named: Any) -> go.Figure:
    """As Plotly's own object, which checks every property."""
    return plain_stage_stack(*given, **named).figure()


def bars(stages: dict[str, float]) -> dict[str, go.Bar]:
    return {bar.name: bar for bar in stage_stack(stages).data}


def test_every_frame_is_a_point_and_the_newest_is_at_the_right_edge() -> None:
    frames = latency_chart(AGO, LATENCY).data[0]
    np.testing.assert_allclose(frames.x, -AGO, atol=1e-6)
    np.testing.assert_allclose(frames.y, LATENCY, atol=0.051)


def test_median_and_95th_percentile_are_drawn_and_written() -> None:
    figure = latency_chart(AGO, LATENCY)
    levels = {trace.name: trace for trace in figure.data[1:]}
    for name, value in (("median", np.median(LATENCY)), ("p95", np.percentile(LATENCY, 95))):
        assert levels[name].y == pytest.approx((value, value))
        assert f"{name}<br>{value:.1f} ms" in [note.text for note in figure.layout.annotations]
    assert levels["median"].line.dash != levels["p95"].line.dash


def test_the_scale_starts_at_zero_and_has_few_steps() -> None:
    assert latency_chart(AGO, LATENCY).layout.yaxis.range == (0, 200)
    assert latency_chart(AGO, LATENCY + 5).layout.yaxis.range == (0, 200)
    assert latency_chart(AGO, LATENCY / 10).layout.yaxis.range == (0, 50)
    assert latency_chart(AGO, LATENCY).layout.xaxis.range == (-5, 0)
    assert scale_ms(25_000) > 25_000


def test_levels_that_are_close_are_written_apart() -> None:
    figure = latency_chart(AGO, np.full(148, 40.0))
    low, high = (note.yshift for note in figure.layout.annotations)
    assert high - low >= 28


def test_frames_without_a_latency_and_pauses_are_gaps() -> None:
    latency = LATENCY.copy()
    latency[10:20] = np.nan
    assert np.isnan(latency_chart(AGO, latency).data[0].y).sum() == 10
    kept = (AGO > 4) | (AGO < 1)
    assert np.isnan(latency_chart(AGO[kept], LATENCY[kept]).data[0].y).sum() == 1


def test_no_frames_give_an_empty_chart() -> None:
    figure = latency_chart(np.empty(0), np.empty(0))
    assert len(figure.data) == 1 and not len(figure.data[0].x)
    assert len(latency_chart(np.ones(2), np.full(2, np.nan)).data) == 1


def test_arrays_of_different_length_are_refused() -> None:
    with pytest.raises(OptionsError, match="2 values for 3 times"):
        latency_chart(np.zeros(3), np.zeros(2))


def test_stages_that_belong_together_are_one_part_and_none_is_lost() -> None:
    groups = grouped_stages(STAGES)
    assert list(groups) == ["Waiting", "Decoding", "Body", "Left hand", "Face", "Angles", "Drawing"]
    assert groups["Left hand"] == {"left_hand_recrop": 2.8, "left_hand_landmarks": 9.7}
    assert sum(sum(each.values()) for each in groups.values()) == pytest.approx(sum(STAGES.values()))


def test_a_stage_of_no_group_has_its_own_part() -> None:
    assert grouped_stages({"holistic_graph": 60.0, "empty": 0.0, "unknown": float("nan")}) == {
        "Holistic graph": {"holistic_graph": 60.0}
    }


def test_parts_are_stacked_in_one_bar_and_say_their_time() -> None:
    figure = stage_stack(STAGES)
    assert figure.layout.barmode == "stack"
    assert {bar.y for bar in figure.data} == {("",)}
    assert [bar.name for bar in figure.data][2:4] == ["Body 13 ms", "Left hand 12 ms"]
    assert bars(STAGES)["Angles < 1 ms"].x == (0.4,)
    assert sum(bar.x[0] for bar in figure.data) == pytest.approx(sum(STAGES.values()))
    assert f"{sum(STAGES.values()):.1f} ms" in figure.layout.title.text
    assert figure.layout.xaxis.range == (0, 50)


def test_hover_tells_the_single_stages() -> None:
    hover = bars(STAGES)["Left hand 12 ms"].hovertemplate
    assert "Left hand recrop 2.8 ms" in hover and "Left hand landmarks 9.7 ms" in hover


def test_parts_of_the_person_have_their_colour_and_the_others_a_pattern_of_their_own() -> None:
    found = bars(STAGES)
    assert found["Body 13 ms"].marker.color == palette.MIDDLE
    assert found["Left hand 12 ms"].marker.color == palette.LEFT
    others = [found[name] for name in ("Waiting 5 ms", "Decoding 3 ms", "Angles < 1 ms", "Drawing 3 ms")]
    assert len({bar.marker.color for bar in others}) == 1
    assert len({bar.marker.pattern.shape for bar in others}) == 4


def test_no_stages_give_an_empty_chart() -> None:
    assert stage_stack({}).data == ()


@pytest.mark.parametrize("figure", [latency_chart(AGO, LATENCY), stage_stack(STAGES)], ids=["latency", "stages"])
def test_they_are_small_and_keep_what_a_visitor_chose(figure: go.Figure) -> None:
    assert len(figure.to_json()) < 8_000
    assert figure.layout.uirevision
