"""Streamlit's own words are replaced where they are not the visitor's."""

import re

from ui.streamlit_words import streamlit_words_style
from ui.texts_zh import CHINESE
from ui.visit import in_language


def test_english_needs_no_rule() -> None:
    with in_language("en"):
        assert streamlit_words_style() is None


def test_every_word_has_its_rule() -> None:
    with in_language("zh"):
        style = streamlit_words_style() or ""
    words = [CHINESE[key] for key in CHINESE if key.startswith("widget.")]
    assert sorted(re.findall(r'content: "([^"]*)"', style)) == sorted(words)
