"""What explains a page at its end: made when somebody opens it, and not before."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.app_server import PROJECT
from ui.texts import ENGLISH

pytestmark = pytest.mark.slow

EXPLAINED = [path.stem for path in sorted((PROJECT / "pages").glob("*.py")) if f"explain.{path.stem}" in ENGLISH]


def words(page: AppTest) -> list[str]:
    return [block.value for block in (*page.markdown, *page.caption)]


def opened(dashboard: AppTest, name: str) -> AppTest:
    dashboard.run().switch_page(f"pages/{name}.py").run()
    assert ENGLISH[f"explain.{name}"] not in words(dashboard)
    dashboard.session_state[f"explain-{name}"] = True
    return dashboard.run()


def test_every_page_is_explained() -> None:
    assert {"home", "picture", "live", "video", "benchmark", "models", "xray", "accuracy"} <= set(EXPLAINED)


@pytest.mark.parametrize("name", EXPLAINED)
def test_it_is_made_when_it_is_opened(dashboard: AppTest, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # AppTest's runtime knows no sessions, which streamlit-webrtc asks for.
    monkeypatch.setattr("streamlit_webrtc.component.get_this_session_info", lambda: None)
    page = opened(dashboard, name)
    told = words(page)
    assert ENGLISH[f"explain.{name}"] in told
    assert ENGLISH[f"explain.{name}_figure"] in told
    assert not page.exception
    assert [error.value for error in page.error] == []
