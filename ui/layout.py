"""The frame every page has: its title, and the few style rules that Streamlit's own options do not cover."""

import html
from collections.abc import Collection
from typing import Final

import streamlit as st

from holistic_core import palette
from holistic_core.options import PARTS, Part
from ui.texts import text

_PART_COLOURS: Final[dict[Part, str]] = {
    "pose": palette.MIDDLE,
    "face": palette.FACE,
    "left_hand": palette.LEFT,
    "right_hand": palette.RIGHT,
}

# Streamlit's own colours of code, and white on the dark theme's accent, have a contrast below 4.5.
# Streamlit puts the key of a container into its class as `st-key-<key>`. 768 px is where its sidebar folds away.
_STYLE: Final = """
<style>
[data-testid="stMainBlockContainer"] { padding-top: 3.25rem; padding-bottom: 3rem; }
[data-testid="stMetricValue"] { font-size: 1.5rem; }
[class*="st-key-figure"] img { width: auto !important; max-width: 100%; max-height: 62vh; margin: 0 auto; }
.st-key-tiles > div { flex: 1 1 8.5rem; }
.st-key-gallery img { height: 8rem; object-fit: contain; background: rgba(128, 128, 128, 0.12); }
.st-key-gallery [data-testid="stImageCaption"] { overflow-wrap: anywhere; }
.parts { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; }
.parts > div { display: flex; align-items: center; gap: 0.5rem; }
.parts .dot { flex: none; width: 0.8rem; height: 0.8rem; border-radius: 50%; border: 0.15rem solid; }
.stApp :is([kind="primary"], [data-baseweb="tag"], [kind="primary"] *, [data-baseweb="tag"] *) {
  color: light-dark(#FFFFFF, #0E1117); }
.stApp [data-testid="stCode"] .token.token { color: light-dark(#0E141B, #E8EDF2); }
.stApp [data-testid="stCode"] .token.token.comment { color: light-dark(#59636E, #9DA7B3); }
.stApp [data-testid="stCode"] .token.token.string { color: light-dark(#0B6B33, #6FDD8B); }
.stApp [data-testid="stCode"] .token.token:is(.keyword, .builtin) { color: light-dark(#0062A0, #7CC5F0); }
.stApp [data-testid="stCode"] .token.token:is(.number, .boolean) { color: light-dark(#8A4600, #FFB366); }
@media (min-width: 769px) { .st-key-phone-hint { display: none; } }
@media (max-width: 768px) {
  [data-testid="stMainBlockContainer"] { padding-left: 1rem; padding-right: 1rem; }
  [data-testid="stMain"] button { min-height: 2.75rem; }
}
</style>
"""


def page_title(page: str) -> None:
    """Draw the title of a page, `<page>.title` in the table of texts."""
    st.html(_STYLE)
    st.title(text(f"{page}.title"))


def part_list(found: Collection[Part], asked: Collection[Part]) -> None:
    """Draw which parts were found, each with its colour: a full dot for found, an empty one for the others."""
    items = []
    for part in PARTS:
        colour = _PART_COLOURS[part]
        state = "found" if part in found else "missing" if part in asked else "skipped"
        fill = colour if part in found else "transparent"
        words = html.escape(text(f"picture.part_{state}", part=text(f"part.{part}")))
        dot = f'<span class="dot" style="border-color: {colour}; background: {fill}"></span>'
        items.append(f'<div role="listitem">{dot}{words}</div>')
    st.html(f'<div class="parts" role="list">{"".join(items)}</div>')
