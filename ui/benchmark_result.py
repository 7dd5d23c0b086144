"""The result of an experiment on the benchmark page: its chart, its table, and what can be taken home."""

from typing import Any

import pandas as pd
import streamlit as st

from holistic_core.measure.benchmark.claims import unmeasured
from holistic_core.measure.benchmark.figures import FIGURES
from holistic_core.measure.benchmark.report import report_of, to_csv, to_json
from holistic_core.measure.benchmark.report_page import html_page
from ui.benchmark_choice import PREFIX
from ui.benchmark_precision import show_verdict
from ui.benchmark_runs import reports
from ui.benchmark_tables import TABLES
from ui.downloads import button, chart
from ui.tables import listed, show_table
from ui.texts import text


def show_result(experiment: str, report: Any) -> None:
    """Numbers that matter, one chart at a time, and the table of all numbers."""
    if not report.complete:
        st.warning(text("benchmark.stopped"), icon=":material/pause_circle:")
    table = TABLES[experiment](report)
    if experiment == "latency":
        _headline(report)
    if experiment == "precision":
        show_verdict(report)
    if experiment in FIGURES and len(table):
        figures = {each.name: each for each in FIGURES[experiment](report)}
        name = next(iter(figures))
        if len(figures) > 1:
            # A control of its own for each set of charts: a latency of one size has none against the size.
            name = st.segmented_control(
                text("switch.benchmark_chart"),
                list(figures),
                default=name,
                required=True,
                format_func=lambda each: text(f"option.benchmark_chart.{each.replace('-', '_')}"),
                key=f"{PREFIX}chart-{experiment}-{len(figures)}",
                persist_state="session",
            )
        chart(figures[name].figure, f"benchmark-{name}", table)
        st.caption(text(f"benchmark.{experiment}_caption"))
    if experiment == "claims":
        _show_claims(table)
    else:
        show_table(table)


def show_unmeasured() -> None:
    """The table of claims before any of them was measured: every line says so."""
    _show_claims(TABLES["claims"](unmeasured()))


def _show_claims(table: pd.DataFrame) -> None:
    """The figures as a table; the notes below it, because a cell would cut them off."""
    note, claim = text("column.note"), text("column.claim")
    show_table(table.drop(columns=note))
    said = table[table[note] != ""]
    if len(said) == len(table) and said[note].nunique() == 1:
        st.caption(text("benchmark.claims_note", note=said[note].iloc[0]))
        return
    lines = (
        text("benchmark.claim_note", claim=one, note=words) for one, words in zip(said[claim], said[note], strict=True)
    )
    st.caption("\n".join(lines))


def take_home() -> None:
    """Everything measured in this session, as files; each is made when its button is pressed."""
    sections = reports()
    if not sections:
        return
    st.markdown(f"##### {text('picture.take_home')}")
    names = listed(text(f"tab.benchmark_{name}") for name in sections)
    st.caption(text("benchmark.take_home", names=names))
    made = report_of(sections)
    with st.container(horizontal=True, key="downloads"):
        button("benchmark_json", lambda: to_json(made).encode(), "benchmark.json", "application/json")
        button("benchmark_csv", lambda: to_csv(made).encode(), "benchmark.csv", "text/csv")
        button("benchmark_html", lambda: b"".join(html_page(made)), "benchmark.html", "text/html", kind="primary")


def _headline(report: Any) -> None:
    fastest = min(report.results, key=lambda each: each.median_ms, default=None)
    if fastest is None:
        return
    values = {
        "fastest": fastest.label,
        "median": text("benchmark.ms", ms=fastest.median_ms),
        "rate": text("benchmark.fps", fps=fastest.fps),
        "ratio": text("benchmark.no_number")
        if fastest.ratio is None
        else text("benchmark.times", ratio=fastest.ratio.value),
    }
    with st.container(horizontal=True, key="tiles"):
        for name, value in values.items():
            st.metric(text(f"benchmark.{name}"), value, help=text(f"benchmark.{name}_help"), border=True)
