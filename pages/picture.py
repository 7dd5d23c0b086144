"""Picture: one or many pictures in; overlay, angles, skeleton, landmarks, timing and files out."""

import math
from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from holistic_core.angles import ANGLES, joint_angles
from holistic_core.charts.angles import AngleChartKind, angle_bars, angle_diagram
from holistic_core.charts.overlay import hover_overlay
from holistic_core.charts.skeleton import skeleton_3d
from holistic_core.charts.timing import stage_bars
from holistic_core.results import HolisticResult
from ui.controls import choose_settings
from ui.downloads import chart, data_button, download_row
from ui.errors import shown
from ui.explain import how_this_works
from ui.findings import Finding, session_findings
from ui.gallery import show_gallery
from ui.layout import page_title, part_list
from ui.library_words import figure_in_words, in_words, message_in_words
from ui.picture_input import MOST_PICTURES, Source, choose_pictures, sample_source
from ui.settings import Settings
from ui.snippets import command_snippet, python_snippet
from ui.tables import angle_table, landmark_table, people_table, show_table, size_words, stage_table, world_table
from ui.tabs import open_tab
from ui.texts import text
from ui.visit import KEPT
from ui.xray import show_regions, show_trace

_VIEWS: Final = ("overlay", "original", "names")
_PLANES: Final[tuple[AngleChartKind, ...]] = ("both", "2d", "3d")
_TABS: Final = ("angles", "skeleton", "landmarks", "timing", "xray")

findings = session_findings()


def _one_picture(source: Source, settings: Settings) -> None:
    with st.spinner(text("picture.looking", name=source.name), show_time=True):
        finding = findings.find(source, settings)
    picture_column, numbers_column = st.columns([3, 2], gap="large")
    with picture_column:
        _picture(source, finding, settings)
    with numbers_column:
        _numbers(finding, settings)
        person = _person(finding) if finding.people else None
        if person is None:
            _nobody()
        st.markdown(f"##### {text('picture.take_home')}")
        download_row(source, finding, findings, settings)
    if person is not None:
        _tabs(source, person, settings)
    with st.expander(text("snippets.title"), icon=":material/code:"):
        st.write(text("snippets.lead"))
        python, command = st.tabs([text("snippets.python"), text("snippets.command")])
        python.code(python_snippet(settings, source.name), language="python")
        command.code(command_snippet(settings, source.name), language="bash", wrap_lines=True)


def _picture(source: Source, finding: Finding, settings: Settings) -> None:
    caption = {"name": source.name, "size": size_words(finding.image_size)}
    view = _switch("view", _VIEWS)
    with st.container(key="figure-picture"):
        if view == "names":
            _names_on_hover(source, finding, settings)
        elif view == "original":
            st.image(findings.original_jpeg(source), caption=text("picture.caption_original", **caption))
        else:
            st.image(findings.overlay_jpeg(source, settings), caption=text("picture.caption_overlay", **caption))


def _names_on_hover(source: Source, finding: Finding, settings: Settings) -> None:
    figure = hover_overlay(findings.display(source), finding.people, settings.draw)
    chart(figure, "landmarks-by-name", people_table(finding.people))


def _switch(name: str, options: Sequence[Any]) -> Any:
    """One of a few ways to look at something; the first one to begin with."""
    return st.segmented_control(
        text(f"switch.{name}"),
        options,
        default=options[0],
        required=True,
        format_func=lambda option: text(f"option.{name}.{option}"),
        help=text(f"switch.{name}_help"),
        key=f"picture.{name}",
        **KEPT,
    )


def _numbers(finding: Finding, settings: Settings) -> None:
    count = sum(person.landmark_count for person in finding.people)
    values = {
        "people": str(len(finding.people)),
        "landmarks": str(count),
        "latency": text("picture.latency_value", ms=finding.total_ms),
    }
    with st.container(horizontal=True):
        for name, value in values.items():
            st.metric(text(f"picture.{name}"), value, help=text(f"picture.{name}_help"))
    if finding.people:
        part_list({part for person in finding.people for part in person.parts_found}, settings.find.parts)
    for advice in finding.advice:
        st.info(message_in_words(advice), icon=":material/info:")


def _person(finding: Finding) -> HolisticResult:
    if len(finding.people) == 1:
        return finding.people[0]

    def name(index: int) -> str:
        return text("picture.person_largest") if index == 0 else text("picture.person_option", number=index + 1)

    chosen = st.selectbox(
        text("picture.person"),
        range(len(finding.people)),
        format_func=name,
        help=text("picture.person_help"),
        filter_mode=None,
    )
    return finding.people[chosen]


def _nobody() -> None:
    st.info(f"**{text('nobody.title')}**\n\n{text('nobody.tips')}", icon=":material/person_search:")
    st.image(findings.overlay_jpeg(sample_source(), Settings()), caption=text("nobody.compare"), width=240)


def _tabs(source: Source, person: HolisticResult, settings: Settings) -> None:
    name, tab = open_tab({each: text(f"tab.{each}") for each in _TABS}, "picture.tab")
    contents: dict[str, Any] = {
        "angles": lambda: _angles(person, settings),
        "skeleton": lambda: _skeleton(person),
        "landmarks": lambda: _landmarks(person),
        "timing": lambda: _timing(person),
        "xray": lambda: _x_ray(source, person, settings),
    }
    with tab, shown():
        contents[name]()


def _angles(person: HolisticResult, settings: Settings) -> None:
    measured = joint_angles(person, min_visibility=settings.draw.min_visibility)
    hands_found = person.left_hand is not None or person.right_hand is not None
    groups = ("body", "hands") if hands_found else ("body",)
    with st.container(horizontal=True):
        group = _switch("joints", groups) if hands_found else groups[0]
        kind: AngleChartKind = _switch("plane", _PLANES)
    angles = [angle for angle in measured if angle.definition.group.endswith("hand") == (group == "hands")]
    valued = [angle for angle in angles if math.isfinite(angle.deg_2d) or math.isfinite(angle.deg_3d)]
    table = angle_table(angles)
    chart_column, table_column = st.columns([3, 2], gap="large")
    with chart_column:
        if valued:
            chart(angle_bars(valued, kind=kind), "angles", table)
        else:
            st.info(text("angles.none"), icon=":material/visibility_off:")
        if valued and len(valued) < len(angles):
            st.caption(text("angles.missing", count=len(angles) - len(valued)))
    with table_column:
        show_table(table)
    with st.expander(text("angles.convention"), icon=":material/square_foot:"):
        _convention()


def _convention() -> None:
    st.write(text("angles.convention_lead"))
    words, diagram = st.columns([3, 2], gap="large")
    with words:
        picked = st.selectbox(
            text("angles.pick"),
            ANGLES,
            format_func=lambda definition: in_words(definition.label),
            help=text("angles.pick_help"),
            key="picture.angle",
        )
        st.write(in_words(picked.convention))
    diagram.plotly_chart(figure_in_words(angle_diagram(picked)), width="stretch", config={"displayModeBar": False})


def _skeleton(person: HolisticResult) -> None:
    source = _switch("coordinates", ("world", "image"))
    st.caption(text("skeleton.hint"))
    table = world_table(person) if source == "world" else landmark_table(person)
    chart(skeleton_3d(person, source=source), "skeleton", table)


def _landmarks(person: HolisticResult) -> None:
    table = landmark_table(person)
    st.write(text("landmarks.lead", count=person.landmark_count))
    show_table(table)
    data_button("landmarks", table)


def _timing(person: HolisticResult) -> None:
    st.write(text("timing.lead", total=person.total_ms))
    chart(stage_bars(person.stage_ms), "timing", stage_table(person.stage_ms))


def _x_ray(source: Source, person: HolisticResult, settings: Settings) -> None:
    if settings.engine != "litert":
        st.info(text("xray.reference"), icon=":material/visibility_off:")
        return
    st.write(text("xray.lead"))
    st.page_link("pages/xray.py", label=text("xray.step_by_step"), icon=":material/stairs:")
    show_trace(findings.display(source), findings.x_ray(source, settings), person.image_size[0])


def _sample_regions() -> None:
    source, settings = sample_source(), Settings()
    width, _ = findings.find(source, settings).image_size
    show_regions(findings.display(source), findings.x_ray(source, settings), width, key="sample-regions")


page_title("picture")
with st.container(key="phone-hint"):
    st.caption(text("picture.phone_hint"))
chosen = choose_pictures()
settings = choose_settings()
if chosen.is_sample:
    st.caption(text("picture.sample_note"))
if chosen.refused:
    st.warning(text("picture.too_many", count=len(chosen.sources) + chosen.refused, most=MOST_PICTURES))
with shown():
    source = chosen.sources[0] if len(chosen.sources) == 1 else show_gallery(chosen.sources, findings, settings)
    if source is not None:
        _one_picture(source, settings)
with shown():
    how_this_works("picture", _sample_regions)
