"""The video page for tests without a browser: its controls, what it shows, and clips that are brought to it."""

import json
from typing import Any

from streamlit.testing.v1 import AppTest

VIDEO_PAGE = "pages/video.py"
LONG_S = 180.0


def control(page: AppTest, kind: str, name: str) -> Any:
    return next(each for each in page.get(kind) if each.key == f"video.{name}")


def button(page: AppTest, key: str) -> Any:
    return next(each for each in page.button if each.key == key)


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def figures(page: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in page.get("plotly_chart")]


def titles(page: AppTest) -> list[str]:
    return [figure["layout"]["title"]["text"] for figure in figures(page)]


def own_elements(page: AppTest, name: str) -> list[dict[str, Any]]:
    """What the page's own elements of this name are given."""
    found = [each.proto for each in page.get("bidi_component") if each.proto.component_name.endswith(name)]
    return [json.loads(each.json) for each in found]


def no_trouble(page: AppTest) -> bool:
    return not page.exception and not page.error


def bring(page: AppTest, name: str, data: bytes) -> AppTest:
    """Choose a clip of the visitor's own, and wait until it was looked at."""
    control(page, "button_group", "source").set_value("upload").run(timeout=LONG_S)
    return put(page, "video.uploader-", name, data)


def put(page: AppTest, uploader: str, name: str, data: bytes) -> AppTest:
    """Put a clip into the uploader whose key starts so, and wait until it was looked at."""
    place = next(each for each in page.file_uploader if each.key.startswith(uploader))
    return place.set_value((name, data, "")).run(timeout=LONG_S)
