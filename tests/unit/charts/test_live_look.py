"""Figures of the live page as plain data: the same as Plotly's own, without its checks."""

import base64
import json
import math

import numpy as np
import pytest

from holistic_core.charts.live_look import LiveFigure, live_layout

LAYOUT = live_layout(title="Angles", height=200, xaxis={"range": [0, 1]}, yaxis={}, legend=False)


def numbers(written: dict[str, str]) -> np.ndarray:
    return np.frombuffer(base64.b64decode(written["bdata"]), np.dtype(written["dtype"]))


def test_arrays_are_written_as_plotly_reads_them() -> None:
    x, y = np.array([0.25, 0.5, 0.75]), np.array([1, 2, 300])
    written = json.loads(LiveFigure([{"type": "scatter", "x": x, "y": y}], LAYOUT).to_json())
    assert numbers(written["data"][0]["x"]).tolist() == x.tolist()
    assert numbers(written["data"][0]["y"]).tolist() == y.tolist()
    assert written["layout"]["title"]["text"] == "Angles"


def test_a_gap_stays_a_gap_and_the_text_is_json_for_browsers() -> None:
    text = LiveFigure([{"x": np.array([0.0, math.nan])}], {}).to_json()
    assert "NaN" not in text
    assert np.isnan(numbers(json.loads(text)["data"][0]["x"])[1])


def test_single_numbers_of_numpy_are_numbers() -> None:
    assert json.loads(LiveFigure([], {"height": np.int64(3), "width": np.float32(0.5)}).to_json()) == {
        "data": [],
        "layout": {"height": 3, "width": 0.5},
    }


def test_what_is_no_data_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        LiveFigure([{"x": object()}], {}).to_json()


def test_plotly_finds_nothing_wrong_with_it() -> None:
    figure = LiveFigure([{"type": "scatter", "x": np.arange(3.0), "y": np.arange(3.0)}], LAYOUT).figure()
    assert figure.data[0].x.tolist() == [0, 1, 2]
    assert figure.layout.height == 200
