"""Several reports side by side: machines and versions, number by number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from holistic_core.errors import OptionsError
from holistic_core.measure.benchmark.machine import system_rows
from holistic_core.measure.benchmark.report import BenchReport, figures_of, from_json
from holistic_core.measure.benchmark.watch import Watch
from holistic_core.measure.table import format_table

MOST_REPORTS: Final = 8


@dataclass(frozen=True)
class ComparedFigure:
    """One number of every report, NaN where a report has none. experiment, what, figure, unit: as in `Figure`."""

    experiment: str
    what: str
    figure: str
    unit: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Comparison:
    """names: of the reports. system: what → how it is on each machine. figures: in the order of the experiments."""

    names: tuple[str, ...]
    made: tuple[str, ...]
    system: tuple[tuple[str, tuple[str, ...]], ...]
    figures: tuple[ComparedFigure, ...]


def compare(reports: Sequence[tuple[str, BenchReport]]) -> Comparison:
    """Two to eight reports with their names; OptionsError for fewer or more."""
    if not 2 <= len(reports) <= MOST_REPORTS:  # noqa: PLR2004 -- one has nothing to be compared with
        raise OptionsError(
            f"{len(reports)} report{'' if len(reports) == 1 else 's'} cannot be compared; bring 2 to {MOST_REPORTS}."
        )
    found: dict[tuple[str, str, str, str], list[float]] = {}
    for number, (_, report) in enumerate(reports):
        for each in figures_of(report):
            key = each.experiment, each.what, each.figure, each.unit
            found.setdefault(key, [float("nan")] * len(reports))[number] = each.value
    rows = [system_rows(report.system) for _, report in reports]
    names = dict.fromkeys(name for row in rows for name in row)
    return Comparison(
        names=_unique([name for name, _ in reports]),
        made=tuple(report.made for _, report in reports),
        system=tuple((name, tuple(row.get(name, "–") for row in rows)) for name in names),
        figures=tuple(ComparedFigure(*key, tuple(values)) for key, values in found.items()),
    )


def run_compare(paths: Sequence[Path], *, progress: Watch | Callable[[str], None] | None = None) -> Comparison:
    """Read report files and compare them; OptionsError for one that is missing or no report."""
    watch, reports = Watch.of(progress), []
    for path in paths:
        watch.say(f"reading {path.name}")
        if not path.is_file():
            raise OptionsError(f"There is no file {path.name}. Check its name.")
        reports.append((path.stem, from_json(path.read_bytes(), path.name)))
    return compare(reports)


def format_compare(comparison: Comparison) -> str:
    """Both tables; ratios are to the first report."""
    system = format_table(["", *comparison.names], [[name, *values] for name, values in comparison.system])
    others = [f"{name} / {comparison.names[0]}" for name in comparison.names[1:]]
    rows = [
        [
            each.experiment,
            each.what,
            f"{each.figure}, {each.unit}" if each.unit else each.figure,
            *(None if np.isnan(value) else f"{value:.4g}" for value in each.values),
            *(None if np.isnan(ratio) else f"{ratio:.2f}" for ratio in ratios(each)),
        ]
        for each in comparison.figures
    ]
    return f"{system}\n\n{format_table(['experiment', 'what', 'figure', *comparison.names, *others], rows)}"


def ratios(figure: ComparedFigure) -> tuple[float, ...]:
    """Every further report's number over the first one's; NaN where either is missing or the first is 0."""
    first = figure.values[0]
    return tuple(value / first if first else float("nan") for value in figure.values[1:])


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    """Names that differ: the second of the same name is "name (2)"."""
    seen: dict[str, int] = {}
    given = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        given.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(given)
