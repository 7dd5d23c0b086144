"""Benchmark reports of several machines or versions, side by side."""

from typing import Final

import streamlit as st

from holistic_core.errors import OptionsError
from holistic_core.measure.benchmark.compare import MOST_REPORTS, Comparison, compare
from holistic_core.measure.benchmark.figures import comparison_figure
from holistic_core.measure.benchmark.report import LARGEST_BYTES, BenchReport, from_json, report_of
from ui.benchmark_choice import PREFIX
from ui.benchmark_runs import reports
from ui.benchmark_tables import comparison_table, system_table
from ui.downloads import chart
from ui.errors import show_error
from ui.tables import show_table
from ui.texts import text

_BROUGHT: Final = "measured.reports"


def show_compare() -> None:
    """Bring reports, see the machines and one figure as a chart, and all figures as a table."""
    st.markdown(text("benchmark.compare_lead"))
    key = f"{PREFIX}reports"
    # No `type`: it filters by file name, and the content decides what a file is.
    st.file_uploader(
        text("benchmark.reports"),
        accept_multiple_files=True,
        max_upload_size=int(LARGEST_BYTES / 1e6),
        help=text("benchmark.reports_help", most=MOST_REPORTS),
        key=key,
        on_change=_take,
        args=(key,),
    )
    brought: dict[str, BenchReport | OptionsError] = st.session_state.get(_BROUGHT, {})
    for error in brought.values():
        if isinstance(error, OptionsError):
            show_error(error)
    found = [(name, each) for name, each in brought.items() if isinstance(each, BenchReport)]
    if reports():
        found.insert(0, (text("benchmark.this_session"), report_of(reports())))
    if len(found) < 2:  # noqa: PLR2004 -- one has nothing to be compared with
        st.info(text("benchmark.compare_more", count=len(found)), icon=":material/compare_arrows:")
        return
    _show(compare(found))


def _show(comparison: Comparison) -> None:
    st.markdown(f"##### {text('benchmark.machines')}")
    show_table(system_table(comparison))
    choices = list(dict.fromkeys((each.experiment, each.figure) for each in comparison.figures))
    if not choices:
        return
    experiment, figure = st.selectbox(
        text("benchmark.figure"),
        choices,
        format_func=lambda each: text("benchmark.figure_of", figure=each[1], name=text(f"tab.benchmark_{each[0]}")),
        help=text("benchmark.figure_help"),
        filter_mode=None,
        # Other reports have other figures.
        key=f"{PREFIX}figure-{len(choices)}",
    )
    table = comparison_table(comparison)
    chart(comparison_figure(comparison, experiment, figure).figure, "benchmark-compare", table)
    show_table(table)


def _take(key: str) -> None:
    """Reports stay in the session: the uploader forgets its files on a page switch."""
    taken: dict[str, BenchReport | OptionsError] = {}
    for upload in st.session_state[key]:
        try:
            taken[upload.name] = from_json(upload.getvalue(), upload.name)
        except OptionsError as error:
            taken[upload.name] = error
    st.session_state[_BROUGHT] = taken
