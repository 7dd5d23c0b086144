"""The dashboard without a browser: Streamlit's AppTest runs the same scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ui.detector import close_all

PROJECT = Path(__file__).parents[2]
PICTURE_PAGE = "pages/picture.py"


@pytest.fixture
def dashboard() -> AppTest:
    return AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)


@pytest.fixture
def picture_page(dashboard: AppTest) -> AppTest:
    return dashboard.run().switch_page(PICTURE_PAGE).run()


@pytest.fixture
def fresh_detectors() -> Iterator[Callable[[], None]]:
    """For tests that set the host's environment: nothing cached before, nothing left behind."""
    close_all()
    yield close_all
    close_all()


@pytest.fixture(scope="session", autouse=True)
def _detectors_closed_at_the_end() -> Iterator[None]:
    yield
    close_all()
