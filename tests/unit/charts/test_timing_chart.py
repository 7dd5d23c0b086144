"""The bars are the milliseconds of the stages."""

from holistic_core import palette
from holistic_core.charts.timing import stage_bars

STAGES = {"pose_detector": 6.04, "left_hand": 5.5, "right_hand": 4.5, "face_landmarks": 1.2, "filters": 0.04}


def test_bars_are_the_stages_in_the_order_they_ran() -> None:
    figure = stage_bars(STAGES)
    (bars,) = figure.data
    assert bars.x == tuple(STAGES.values())
    assert bars.y == ("Pose detector", "Left hand", "Right hand", "Face landmarks", "Filters")
    assert bars.text == ("6.0 ms", "5.5 ms", "4.5 ms", "1.2 ms", "0.0 ms")
    assert figure.layout.yaxis.autorange == "reversed"
    assert figure.layout.xaxis.title.text == "Time (ms)"
    assert "17.3 ms" in figure.layout.title.text


def test_the_axis_starts_at_zero_and_leaves_room_for_the_label() -> None:
    low, high = stage_bars(STAGES).layout.xaxis.range
    assert low == 0 and high > 1.1 * max(STAGES.values())


def test_stages_of_a_part_have_its_colour() -> None:
    (bars,) = stage_bars(STAGES).data
    assert bars.marker.color[:3] == (palette.MIDDLE, palette.LEFT, palette.RIGHT)


def test_hover_tells_the_share() -> None:
    (bars,) = stage_bars({"pose": 3.0, "face": 1.0}).data
    assert bars.customdata == (0.75, 0.25)
    assert "ms" in bars.hovertemplate


def test_no_stages_give_an_empty_chart() -> None:
    assert stage_bars({}).data[0].x == ()
    assert stage_bars({"pose": 0.0}).data[0].customdata == (0.0,)
