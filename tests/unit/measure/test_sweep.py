"""A sweep changes one condition, measures each step, and can be stopped."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from holistic_core.coach.scene import Scene
from holistic_core.coach.truth import FrameTruth
from holistic_core.errors import OptionsError
from holistic_core.measure.accuracy_sweep import (
    CONDITIONS,
    SweepTable,
    format_sweep,
    run_sweep,
    sweep_csv,
)
from holistic_core.options import FindOptions
from holistic_core.results import HolisticResult
from tests.coach_oracle import SCENE, Oracle, perfect

TIMES_S = [2.0, 2.5, 3.0]


class Room:
    """Renders nothing, but notes in which scenes; in dark ones nobody is found."""

    def __init__(self) -> None:
        self.scenes: list[Scene] = []
        self.oracle = Oracle(self.answer)

    def answer(self, truth: FrameTruth, find: FindOptions) -> HolisticResult:
        dark = self.scenes[-1].light.brightness < 0.2
        return HolisticResult(truth.result.image_size) if dark else perfect(truth, find)

    def render(self, scene: Scene) -> Iterator[tuple[np.ndarray, FrameTruth]]:
        self.scenes.append(scene)
        return self.oracle.frames(TIMES_S, scene)

    def sweep(self, condition: str, **options: Any) -> SweepTable:
        return run_sweep(condition, SCENE, self.render, self.oracle, **options)  # type: ignore[arg-type]


def test_light() -> None:
    room = Room()
    said: list[tuple[str, int, int]] = []
    table = room.sweep("light", values=(100, 10), progress=lambda *what: said.append(what))
    assert said == [("100 %", 0, 2), ("10 %", 1, 2)]
    assert [scene.light.brightness for scene in room.scenes] == [1.0, 0.1]
    assert table.steps == ("100 %", "10 %")
    assert table.frames == len(TIMES_S)
    knee = [angle.name for angle in table.angles].index("left_knee")
    assert table.mae_2d_deg[knee, 0] == pytest.approx(0, abs=0.01)
    assert np.isnan(table.mae_deg("3d")[:, 1]).all()
    assert table.measured_2d[knee].tolist() == [1.0, 0.0]
    assert table.pose_share.tolist() == [1.0, 0.0]
    assert all(angle.group not in ("left_hand", "right_hand") for angle in table.angles)
    shown = format_sweep(table)
    assert "10 %" in shown and "0/3" in shown
    rows = list(csv.DictReader(io.StringIO(sweep_csv(table))))
    assert len(rows) == 2 * 2 * len(table.angles)
    assert rows[-1]["mae_deg"] == ""


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_condition_changes_its_own_thing_only(condition: str) -> None:
    what = CONDITIONS[condition]
    assert len(what.values) >= 5
    scenes = [what.scene(SCENE, value) for value in what.values]
    assert len({repr(scene) for scene in scenes}) == len(scenes)
    for scene in scenes:
        unchanged = {
            "azimuth": replace(scene, camera=replace(scene.camera, azimuth_deg=SCENE.camera.azimuth_deg)),
            "distance": replace(scene, camera=replace(scene.camera, distance_m=SCENE.camera.distance_m)),
            "light": replace(scene, light=SCENE.light),
            "noise": replace(scene, noise=SCENE.noise),
            "size": replace(scene, image_size=SCENE.image_size),
        }
        assert unchanged[condition] == SCENE


def test_size_keeps_the_shape() -> None:
    assert CONDITIONS["size"].scene(SCENE, 320).image_size == (240, 320)


def test_values_out_of_range_are_told_before_anything_is_rendered() -> None:
    room = Room()
    with pytest.raises(OptionsError, match="distance"):
        room.sweep("distance", values=(3, 0.2))
    assert room.scenes == []
    with pytest.raises(OptionsError, match="azimuth, distance"):
        room.sweep("weather")


def test_a_stopped_sweep_has_the_complete_steps() -> None:
    room = Room()
    table = room.sweep("noise", values=(0, 10, 20), cancelled=lambda: len(room.scenes) == 2)
    assert table.values == (0,)
    with pytest.raises(OptionsError, match="stopped"):
        Room().sweep("noise", cancelled=lambda: True)
