"""The frame every page has: its title, and the few style rules that Streamlit's own options do not cover."""

import html
from collections.abc import Collection
from typing import Final

import streamlit as st

from holistic_core import palette
from holistic_core.options import PARTS, Part
from ui.share import share_buttons
from ui.streamlit_words import streamlit_words_style
from ui.texts import LANGUAGE_TAGS, language, text
from ui.visit import is_workshop

_PART_COLOURS: Final[dict[Part, str]] = {
    "pose": palette.MIDDLE,
    "face": palette.FACE,
    "left_hand": palette.LEFT,
    "right_hand": palette.RIGHT,
}

# Streamlit's own colours of code, and white on the dark theme's accent, have a contrast below 4.5.
# Its theme writes into charts with such a colour, too.
# Streamlit puts the key of a container into its class as `st-key-<key>`. 768 px is where its sidebar folds away.
_STYLE: Final = """
<style>
[data-testid="stPlotlyChart"] :is(.scatterlayer .text text, .bartext-outside, .annotation-text,
  [class*="tick"] text, [class$="title"], .legendtext) { fill: currentColor !important; }
.st-key-page-language, :has(> .st-key-page-language) { display: none; }
[data-testid="stMainBlockContainer"] { padding-top: 3.75rem; padding-bottom: 3rem; }
[data-testid="stMetricValue"] { font-size: 1.5rem; }
[data-testid="stMetric"] :is([data-testid="stMetricLabel"], [data-testid="stMetricValue"]) :is(div, p) {
  white-space: normal; overflow: visible; text-overflow: clip; }
[class*="st-key-figure"] img { width: auto !important; max-width: 100%; max-height: 62vh; margin: 0 auto; }
.st-key-video-player video { display: block; width: 100%; max-height: 66vh; background: #000000;
  border-radius: 0.5rem; }
.st-key-video-numbers > div, .st-key-video-comparison > div { flex: 1 1 7.5rem; }
img.video-preview { display: block; max-width: 100%; max-height: 62vh; margin: 0 auto; }
.st-key-tiles > div { flex: 1 1 8.5rem; }
.st-key-gallery img { height: 8rem; object-fit: contain; background: rgba(128, 128, 128, 0.12); }
.st-key-gallery [data-testid="stImageCaption"] { overflow-wrap: anywhere; }
.parts { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; }
.parts > div { display: flex; align-items: center; gap: 0.5rem; }
.parts .dot { flex: none; width: 0.8rem; height: 0.8rem; border-radius: 50%; border: 0.15rem solid; }
/* What live_numbers.js and steady_chart.js draw. */
.holistic-steady-chart { width: 100%; overflow: hidden; }
.holistic-numbers { display: flex; flex-direction: column; gap: 0.75rem; }
.holistic-tiles { display: flex; flex-wrap: wrap; gap: 0.75rem; }
.holistic-tile { flex: 1 1 7.5rem; min-width: 0; display: flex; flex-direction: column; gap: 0.15rem; cursor: help;
  padding: 0.75rem 1rem; border: 1px solid rgba(128, 128, 128, 0.3); border-radius: 0.5rem; }
.holistic-tile .label { font-size: 0.875rem; }
.holistic-tile .value { font-size: 1.5rem; line-height: 1.3; font-variant-numeric: tabular-nums; white-space: nowrap; }
.holistic-numbers p, .holistic-numbers ul { margin: 0; }
.holistic-numbers ul { padding-left: 1.25rem; }
.holistic-caption { font-size: 0.875rem; opacity: 0.75; font-variant-numeric: tabular-nums; }
.holistic-alert { padding: 0.75rem 1rem; border-radius: 0.5rem; border-left: 0.3rem solid;
  background: color-mix(in srgb, currentColor 6%, transparent); }
.holistic-alert.bad, .holistic-alert.warn { border-left-color: #D55E00; }
.holistic-alert.note { border-left-color: #0072B2; }
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

# In a workshop the sidebar ends before its second heading: what is brought can be chosen, how it is looked at cannot.
_WORKSHOP_STYLE: Final = """
<style>
[data-testid="stSidebarUserContent"] :is(
  [data-testid="stElementContainer"]:has(h3) ~ [data-testid="stElementContainer"]:has(h3),
  [data-testid="stElementContainer"]:has(h3) ~ [data-testid="stElementContainer"]:has(h3) ~ *) { display: none; }
</style>
"""


def page_title(page: str) -> None:
    """Draw the title of a page, `<page>.title` in the table of texts, and beside it what every page can do."""
    st.html(_STYLE)
    if is_workshop():
        st.html(_WORKSHOP_STYLE)
    words_style = streamlit_words_style()
    if words_style is not None:
        st.html(words_style)
    with st.container(key="page-language"):
        # For screen readers and translators, which Streamlit tells English.
        st.html(
            f"<script>document.documentElement.lang = '{LANGUAGE_TAGS[language()]}'</script>",
            unsafe_allow_javascript=True,
        )
    with st.container(key="page-title", horizontal=True, vertical_alignment="bottom"):
        st.title(text(f"{page}.title"), width="stretch")
        # One piece: where the title leaves no room for both, neither stays behind.
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            share_buttons()


def part_list(found: Collection[Part], asked: Collection[Part]) -> None:
    """Draw which parts were found, each with its colour: a full dot for found, an empty one for the others."""
    items = []
    for each in part_items(found, asked):
        fill = each["colour"] if each["found"] else "transparent"
        dot = f'<span class="dot" style="border-color: {each["colour"]}; background: {fill}"></span>'
        items.append(f'<div role="listitem">{dot}{html.escape(str(each["words"]))}</div>')
    st.html(f'<div class="parts" role="list">{"".join(items)}</div>')


def part_items(found: Collection[Part], asked: Collection[Part]) -> list[dict[str, str | bool]]:
    """Each part with its colour, whether it was found, and words about that."""
    items: list[dict[str, str | bool]] = []
    for part in PARTS:
        state = "found" if part in found else "missing" if part in asked else "skipped"
        words = text(f"picture.part_{state}", part=text(f"part.{part}"))
        items.append({"colour": _PART_COLOURS[part], "found": part in found, "words": words})
    return items
