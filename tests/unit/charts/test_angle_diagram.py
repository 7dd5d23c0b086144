"""The schematic of an angle shows its own points, at the size it says."""

import math
import re

import pytest

from holistic_core.angles import ANGLES, AngleDefinition, joint_angles
from holistic_core.charts.angles import angle_diagram
from holistic_core.charts.look import COLOURS
from holistic_core.results import HolisticResult
from tests.stick_person import moved, standing


def corners(figure) -> list[tuple[float, float]]:  # type: ignore[no-untyped-def]
    (markers,) = [each for each in figure.data if each.mode == "markers"]
    return list(zip(markers.x, markers.y, strict=True))


def number(figure) -> float:  # type: ignore[no-untyped-def]
    (text,) = [each.text for each in figure.layout.annotations if re.fullmatch(r"\d+°", each.text)]
    return float(text[:-1])


@pytest.mark.parametrize("definition", ANGLES, ids=lambda each: each.name)
def test_it_marks_the_points_in_the_colour_of_the_side(definition: AngleDefinition) -> None:
    figure = angle_diagram(definition)
    assert len(corners(figure)) == len(definition.corners)
    (markers,) = [each for each in figure.data if each.mode == "markers"]
    assert markers.marker.color == COLOURS[definition.side]
    assert figure.layout.title.text == definition.label
    assert len(figure.layout.annotations) == len(definition.corners) + 1
    assert figure.layout.yaxis.scaleanchor == "x"


def drawn(definition: AngleDefinition) -> HolisticResult:
    """A person whose landmarks are where the schematic has the corners."""
    places = zip(definition.corners, corners(angle_diagram(definition)), strict=True)
    return moved(
        standing((1000, 1000)),
        {name: (500 + 400 * x, 800 - 400 * y) for corner, (x, y) in places for name in corner},
    )


BODY = [each for each in ANGLES if not each.group.endswith("hand")]


@pytest.mark.parametrize("definition", BODY, ids=lambda each: each.name)
def test_the_number_beside_the_arc_is_what_would_be_measured(definition: AngleDefinition) -> None:
    (measured,) = [each for each in joint_angles(drawn(definition)) if each.definition == definition]
    assert number(angle_diagram(definition)) == pytest.approx(abs(measured.deg_2d), abs=0.6)
    if definition.kind != "inner":
        assert measured.deg_2d > 0, "tilts and leans are drawn to their positive side"


@pytest.mark.parametrize("definition", ANGLES, ids=lambda each: each.name)
def test_the_arc_starts_and_ends_on_the_sides_of_the_angle(definition: AngleDefinition) -> None:
    figure = angle_diagram(definition)
    (arc,) = [each for each in figure.data if each.fill == "toself"]
    vertex = (arc.x[0], arc.y[0])
    places = corners(figure)
    assert vertex == pytest.approx(places[1 if definition.kind == "inner" else 0])
    end = math.atan2(arc.y[-2] - vertex[1], arc.x[-2] - vertex[0])
    side = places[-1]
    assert end == pytest.approx(math.atan2(side[1] - vertex[1], side[0] - vertex[0]), abs=1e-6)


def test_left_is_drawn_where_the_left_of_somebody_facing_us_is() -> None:
    by_name = {each.name: each for each in ANGLES}
    assert corners(angle_diagram(by_name["left_elbow"]))[1][0] > 0
    assert corners(angle_diagram(by_name["right_elbow"]))[1][0] < 0
