"""A benchmark report as one HTML file: charts, tables, the machine, and how it was measured; readable offline."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

import numpy as np

from holistic_core.charts.benchmark_look import sentence
from holistic_core.charts.plotly_js import figure_json, plotly_js
from holistic_core.export.report_html import Html, page, pairs, table, tag
from holistic_core.export.report_style import PROGRAM, STYLE
from holistic_core.measure.benchmark.figures import FIGURES
from holistic_core.measure.benchmark.machine import system_rows
from holistic_core.measure.benchmark.report import BenchReport, figures_of

_TITLES: Final[Mapping[str, str]] = {
    "latency": "Latency",
    "cold": "Cold start",
    "memory": "Memory",
    "throughput": "Throughput",
    "claims": "What tutorials say",
    "precision": "Precision",
}
_METHODS: Final[Mapping[str, str]] = {
    "latency": (
        "All settings are loaded in one process and take turns; the order changes from turn to turn. CPU time is that "
        "of all threads until a short rest after the frame. The spread of a ratio is a bootstrap over turns and frames."
    ),
    "cold": "Every start is a process of its own; the first of each kind fills caches and does not count.",
    "memory": (
        "Every way runs in a process of its own, which is ended at the limit. Growth is a straight line, by least "
        "squares, through the calls after the first fifth."
    ),
    "throughput": (
        "Every run is a process of its own; each stream takes its next frame as soon as it has the last. Fairness is "
        "Jain's index: 1 when all streams get the same."
    ),
    "claims": "Every figure comes from a process that does nothing else. A dash means: not measured.",
    "precision": (
        "8-bit models were built on this machine, calibrated on one half of the frames and compared with float on the "
        "other; variants take turns on every frame, one thread. Errors are in percent of the longest side of the "
        "part's bounding box. A hollow mark is a variant that finds other parts than float too often."
    ),
}


def html_page(report: BenchReport) -> Iterator[bytes]:
    """The file as pieces, the largest being plotly's program (4.8 MB). Names of files are text in it, never markup."""
    made = datetime.fromisoformat(report.made)
    charts: list[str] = []
    sections: list[Html] = []
    for name, section in report.sections.items():
        sections.append(tag("h2", _TITLES[name]))
        if not section.complete:
            sections.append(tag("p", "This experiment was cancelled before its end.", class_="note"))
        for each in FIGURES[name](section) if name in FIGURES else ():
            chart = tag("div", class_="chart", data_figure=str(len(charts)), role="img", aria_label=each.told)
            sections.append(tag("figure", chart, tag("figcaption", each.told)))
            charts.append(figure_json(each.figure))
        sections += [_numbers(report, name), tag("p", _METHODS[name], class_="soft")]
    head = tag(
        "header",
        tag("p", "Benchmark report", class_="kind"),
        tag("h1", report.system.cpu),
        tag("p", f"{made:%d %B %Y, %H:%M} ({made:%Z})"),
    )
    body = tag(
        "main",
        head,
        *sections,
        tag("h2", "The machine"),
        pairs(system_rows(report.system)),
        tag("footer", "Made with Holistic Lab. This file needs no network: it can be kept."),
    )
    yield from page(f"{report.system.cpu}: benchmark report", STYLE, body, charts, (plotly_js(), PROGRAM))


def _numbers(report: BenchReport, experiment: str) -> Html:
    """A row for each thing measured, a column for each of its figures."""
    if experiment == "claims" and report.claims is not None:
        rows = [
            (
                each.claim,
                f"{each.said} {each.unit}",
                *(_cell(v, each.unit) for v in (each.mediapipe, each.here)),
                each.note,
            )
            for each in report.claims.claims
        ]
        return table(["Claim", "They say", "mp.solutions here", "This project here", ""], rows, texts=(4,))
    found: dict[str, dict[str, str]] = {}
    for each in figures_of(report):
        if each.experiment == experiment:
            name = f"{each.figure} ({each.unit})" if each.unit else each.figure
            found.setdefault(each.what, {})[name] = f"{each.value:.4g}"
    columns: Sequence[str] = list(dict.fromkeys(name for row in found.values() for name in row))
    rows_ = [(what, *(row.get(name, "–") for name in columns)) for what, row in found.items()]
    return table(["", *(sentence(name) for name in columns)], rows_)


def _cell(value: float, unit: str) -> str:
    return "–" if np.isnan(value) else f"{value:.3g} {unit}"
