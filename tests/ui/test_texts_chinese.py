"""The Chinese table is in Chinese, and a visitor whose browser asks for it reads it."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from ui.texts_zh import CHINESE
from ui.visit import in_language

# What a value holds besides words of a language: fields, code, addresses.
NO_WORDS = re.compile(r"\{[^}]*\}|`[^`]*`|https?://\S+")
WORD = re.compile(r"[A-Za-z]{2,}")
CHINESE_SIGN = re.compile(r"[\u4e00-\u9fff]")
# Names of products, formats, signs of units.
SAME_IN_ALL_LANGUAGES = frozenset(
    {
        "Holistic",
        "Lab",
        "English",
        "MB",
        "ms",
        "SHA",
        "LiteRT",
        "MediaPipe",
        "Pose",
        "Hands",
        "FaceMesh",
        "One",
        "Euro",
        "Lite",
        "Full",
        "Heavy",
        "FPS",
        "px",
        "CPU",
        "GPU",
        "p95",
        "PNG",
        "JPEG",
        "JSON",
        "COCO",
        "NumPy",
        "Parquet",
        "OpenSim",
        "trc",
        "mot",
        "MAE",
        "Python",
        "sample",
        "jpg",
        "snapshot",
        "skipped",
        "txt",
    }
)


@pytest.mark.parametrize("key", CHINESE)
def test_no_english_sentence_is_left(key: str) -> None:
    value = CHINESE[key]
    if not CHINESE_SIGN.search(value):
        left = set(WORD.findall(NO_WORDS.sub("", value))) - SAME_IN_ALL_LANGUAGES
        assert not left


@pytest.mark.parametrize("key", CHINESE)
def test_emphasis_is_closed_where_markdown_sees_it(key: str) -> None:
    """Stars inside of a sign of punctuation and right before a letter are shown as stars."""
    assert not re.search(r"[，。：；？！）”]\*\*?[\w\u4e00-\u9fff]", CHINESE[key])


def _page() -> None:
    import streamlit as st  # noqa: PLC0415 -- AppTest runs this function as a script of its own

    from ui.texts import text  # noqa: PLC0415

    st.title(text("picture.title"))


@pytest.mark.parametrize(("asked", "title"), [("zh-CN", "图片"), ("en-GB", "Picture"), ("fr", "Picture")])
def test_the_browser_chooses_the_language(asked: str, title: str) -> None:
    with in_language(asked):
        from ui.texts import text  # noqa: PLC0415

        assert text("picture.title") == title


def test_an_address_in_chinese_gives_a_chinese_title() -> None:
    app = AppTest.from_function(_page)
    app.session_state["visit.language"] = "zh-CN"
    assert app.run().title[0].value == "图片"
