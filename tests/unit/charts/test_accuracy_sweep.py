"""The heat map has a cell for every step, and a cell without a value says so."""

import numpy as np
import pytest

from holistic_core.charts.accuracy_sweep import sweep_heat_map
from holistic_core.errors import OptionsError

ERROR = np.array([[1.0, 2.26, np.nan], [12.0, 3.0, 4.0]])
ANGLES = ["Left knee", "Right knee"]
STEPS = ["0°", "45°", "90°"]


def test_every_cell_has_its_number() -> None:
    figure = sweep_heat_map(ERROR, ANGLES, STEPS, condition="Azimuth")
    cells = figure.data[0]
    np.testing.assert_array_equal(cells.z, ERROR)
    assert [list(row) for row in cells.text] == [["1.0", "2.3", ""], ["12.0", "3.0", "4.0"]]
    assert figure.layout.xaxis.title.text == "Azimuth"
    assert figure.layout.xaxis.ticktext == tuple(STEPS) and figure.layout.yaxis.ticktext == tuple(ANGLES)
    low, high = figure.layout.yaxis.range
    assert low > high, "the first angle is at the top"


def test_a_cell_without_a_value_is_crossed_out_and_in_the_legend() -> None:
    _, crosses = sweep_heat_map(ERROR, ANGLES, STEPS, condition="Azimuth").data
    assert (list(crosses.x), list(crosses.y)) == ([2], [0])
    assert crosses.showlegend and "no value" in crosses.name
    assert tuple(crosses.customdata[0]) == ("Left knee", "90°")


def test_without_gaps_there_is_nothing_to_explain() -> None:
    assert len(sweep_heat_map(np.ones((2, 3)), ANGLES, STEPS, condition="Azimuth").data) == 1


@pytest.mark.parametrize("largest", [3.0, 12.0, 170.0])
def test_colours_stand_for_the_same_degrees_in_every_sweep(largest: float) -> None:
    cells = sweep_heat_map(np.full((2, 3), largest), ANGLES, STEPS, condition="Azimuth").data[0]
    assert (cells.zmin, cells.zmax) == (0, 30)
    assert cells.colorbar.ticktext[-1] == "30+"


def test_nothing_found_at_all_is_a_chart_too() -> None:
    _, crosses = sweep_heat_map(np.full((2, 3), np.nan), ANGLES, STEPS, condition="Azimuth").data
    assert len(crosses.x) == 6


def test_labels_that_do_not_fit_are_refused() -> None:
    with pytest.raises(OptionsError, match="2 steps"):
        sweep_heat_map(ERROR, ANGLES, STEPS[:2], condition="Azimuth")
