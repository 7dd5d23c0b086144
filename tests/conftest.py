"""Fixtures every test can ask for."""

import importlib.util
import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image


@pytest.fixture(scope="session")
def test_media() -> Path:
    """Folder with real pictures, videos and broken files; the test is skipped where there is none."""
    folder = os.environ.get("HOLISTIC_TEST_MEDIA")
    if not folder:
        pytest.skip("real media needed: set HOLISTIC_TEST_MEDIA to the folder that holds images/, videos/ and broken/")
    path = Path(folder).resolve()
    if not (path / "images").is_dir():
        pytest.fail(f"HOLISTIC_TEST_MEDIA is {folder!r}, but there is no images folder in it")
    return path


@pytest.fixture(scope="session")
def portrait() -> npt.NDArray[np.uint8]:
    """The portrait that ships with matplotlib: one person, body and face in view, `(600, 512, 3)` RGB."""
    spec = importlib.util.find_spec("matplotlib")
    assert spec is not None and spec.submodule_search_locations
    path = Path(next(iter(spec.submodule_search_locations))) / "mpl-data" / "sample_data" / "grace_hopper.jpg"
    return np.asarray(Image.open(path).convert("RGB"))
