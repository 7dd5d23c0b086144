"""What the tests of the coach share: meshes and renderers are slow to make, so there is one of each."""

import pytest

from holistic_core.coach.camera import Camera
from holistic_core.coach.figure import FIGURES
from holistic_core.coach.figure_mesh import FigureMesh, figure_mesh
from holistic_core.coach.scene import Scene


@pytest.fixture(scope="session")
def mesh() -> FigureMesh:
    return figure_mesh(FIGURES["alex"])


@pytest.fixture
def side_scene() -> Scene:
    return Scene(camera=Camera(azimuth_deg=90.0))
