"""X-ray: one picture or clip, stage by stage, from the whole picture to the last landmark."""

from typing import Final

import streamlit as st

from holistic_core.charts.tracking_strip import tracking_strip
from holistic_core.options import PARTS
from ui.downloads import chart
from ui.errors import shown
from ui.explain import how_this_works
from ui.findings import session_findings
from ui.layout import page_title
from ui.picture_input import choose_pictures, sample_source
from ui.settings import Settings
from ui.texts import text
from ui.visit import KEPT
from ui.xray import show_calls, show_regions
from ui.xray_clip import ClipLook, choose_clip, clip_look, stepper_of
from ui.xray_stages import Look, show_stages
from ui.xray_tables import tracking_table

_KINDS: Final = ("picture", "clip")
_REASONS: Final = ("followed", "close_enough", "nothing_before", "turned", "moved", "resized", "outside")

findings = session_findings()


def _picture() -> Look:
    chosen, settings = choose_pictures(), Settings()
    source = chosen.sources[0]
    if chosen.is_sample:
        st.caption(text("picture.sample_note"))
    with st.spinner(text("picture.looking", name=source.name)):
        finding = findings.find(source, settings)
        trace = findings.x_ray(source, settings)
    stage_ms = finding.results[0].stage_ms if finding.results else {}
    return Look(findings.display(source), trace, finding.image_size[0], stage_ms)


def _clip() -> Look | None:
    with st.sidebar:
        clip = choose_clip()
    looked = clip_look(clip)
    if looked is None or not looked.jpegs:
        return None
    number = 1
    if len(looked.jpegs) > 1:
        number = st.slider(text("xray.frame"), 1, len(looked.jpegs), help=text("xray.frame_help"), key="xray.frame")
    rgb, trace, stage_ms = stepper_of(looked).at(number - 1)
    _strip(looked, number)
    return Look(rgb, trace, rgb.shape[1], stage_ms)


def _strip(looked: ClipLook, number: int) -> None:
    figure = tracking_strip(
        looked.tracking,
        title=text("xray.strip"),
        axis=text("xray.strip_axis"),
        parts={part: text(f"part.{part}") for part in PARTS},
        kinds=(text("xray.kept"), text("xray.anew"), text("xray.refused")),
        reasons={reason: text(f"xray.reason_{reason}") for reason in _REASONS},
        now=number,
    )
    chart(figure, "tracking", tracking_table(looked.tracking))


def _sample() -> None:
    source = sample_source()
    width, _ = findings.find(source, Settings()).image_size
    show_regions(findings.display(source), findings.x_ray(source, Settings()), width, key="sample-regions")


page_title("xray")
st.markdown(text("xray.page_lead"))
with st.container(key="phone-hint"):
    st.caption(text("xray.phone_hint"))
kind = st.segmented_control(
    text("xray.kind"),
    _KINDS,
    default=_KINDS[0],
    required=True,
    format_func=lambda option: text(f"option.xray_kind.{option}"),
    help=text("xray.kind_help"),
    key="xray.kind",
    **KEPT,
)
with shown():
    look = _picture() if kind == "picture" else _clip()
    if look is not None:
        show_stages(look)
        with st.expander(text("xray.all_calls"), icon=":material/grid_view:"):
            show_calls(look.trace)
with shown():
    how_this_works("xray", _sample)
