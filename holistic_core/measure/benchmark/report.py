"""A benchmark as one document: the machine, and the report of every experiment that was run."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np

from holistic_core.errors import OptionsError
from holistic_core.export.json_node import JsonNode
from holistic_core.measure.benchmark.claims import ClaimsReport
from holistic_core.measure.benchmark.latency import LatencyReport
from holistic_core.measure.benchmark.machine import SystemInfo, system_info
from holistic_core.measure.benchmark.memory_growth import MemoryReport
from holistic_core.measure.benchmark.reading import read_as
from holistic_core.measure.benchmark.throughput import ThroughputReport
from holistic_core.measure.cold_start import ColdStartReport
from holistic_core.measure.precision import SCOPE_WORDS, PrecisionReport
from holistic_core.measure.table import as_json

SCHEMA_NAME: Final = "holistic-lab/benchmark"
SCHEMA_VERSION: Final = 1
LARGEST_BYTES: Final = 20_000_000
SECTIONS: Final[Mapping[str, type]] = {
    "latency": LatencyReport,
    "cold": ColdStartReport,
    "memory": MemoryReport,
    "throughput": ThroughputReport,
    "claims": ClaimsReport,
    "precision": PrecisionReport,
}


@dataclass(frozen=True)
class BenchReport:
    """made: when, ISO 8601 with time zone. system: where. The others are None unless they were run."""

    made: str
    system: SystemInfo
    latency: LatencyReport | None = None
    cold: ColdStartReport | None = None
    memory: MemoryReport | None = None
    throughput: ThroughputReport | None = None
    claims: ClaimsReport | None = None
    precision: PrecisionReport | None = None

    @property
    def sections(self) -> dict[str, Any]:
        """Experiments that were run, by name."""
        return {name: report for name in SECTIONS if (report := getattr(self, name)) is not None}


@dataclass(frozen=True)
class Figure:
    """One number of a report: of which experiment, of what, which, in which unit."""

    experiment: str
    what: str
    figure: str
    unit: str
    value: float


def report_of(sections: Mapping[str, Any]) -> BenchReport:
    """A report of this machine, made now. sections: experiment → its report."""
    return BenchReport(datetime.now(UTC).isoformat(timespec="seconds"), system_info(), **sections)


def to_json(report: BenchReport) -> str:
    """The report as JSON, NaN as null; `from_json` reads it."""
    return json.dumps({"schema": SCHEMA_NAME, "version": SCHEMA_VERSION, **json.loads(as_json(report))}, indent=1)


def from_json(text: str | bytes, name: str = "This file") -> BenchReport:
    """The report that `to_json` has written; OptionsError with the place, or the version, for anything else."""
    if len(text) > LARGEST_BYTES:
        raise OptionsError(
            f"{name} has {len(text) / 1e6:,.1f} MB; a benchmark report has at most {LARGEST_BYTES / 1e6:g} MB. "
            "Choose a JSON file from the page's download or from `bench … --save`."
        )
    try:
        return _read(JsonNode.parse(text))
    except OptionsError as error:
        raise OptionsError(f"{name}: {error}") from error


def _read(node: JsonNode) -> BenchReport:
    if "schema" not in node or node["schema"].value != SCHEMA_NAME:
        raise OptionsError(
            f'It is not a benchmark report: its "schema" is not "{SCHEMA_NAME}". Choose a JSON file from the '
            "benchmark page or from `bench … --save`."
        )
    version = node.get("version").value
    if version != SCHEMA_VERSION:
        raise OptionsError(
            f"It is a benchmark report of version {version!r}; this program reads version {SCHEMA_VERSION}. "
            "Run the benchmark again with the same release on both machines."
        )
    return read_as(BenchReport, node)


def figures_of(report: BenchReport) -> Iterator[Figure]:
    """Every number of a report that is worth comparing, in the order of the experiments."""
    for name, make in _FIGURES.items():
        section = getattr(report, name)
        if section is not None:
            for what, figure, unit, value in make(section):
                if not np.isnan(value):
                    yield Figure(name, what, figure, unit, float(value))


def to_csv(report: BenchReport) -> str:
    """One line a number: experiment, what, figure, unit, value; single times of latency stand below as `time`."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(("experiment", "what", "figure", "unit", "value"))
    lines.writerow(("system", report.system.cpu, "cores", "", report.system.cores))
    for each in figures_of(report):
        lines.writerow((each.experiment, each.what, each.figure, each.unit, f"{each.value:.6g}"))
    for result in report.latency.results if report.latency else ():
        for number, turn in enumerate(result.wall_ms, 1):
            lines.writerows(("latency", result.label, f"time, turn {number}", "ms", f"{ms:.3f}") for ms in turn)
    return out.getvalue()


_Numbers = Iterator[tuple[str, str, str, float]]


def _latency(report: LatencyReport) -> _Numbers:
    for each in report.results:
        yield each.label, "median", "ms", each.median_ms
        yield each.label, "p95", "ms", each.p95_ms
        yield each.label, "frames a second", "FPS", each.fps
        yield each.label, "CPU time", "ms", each.cpu_median_ms
        yield each.label, "models alone", "ms", each.model_ms
        if each.ratio is not None:
            yield each.label, "ratio to mp.solutions", "", each.ratio.value


def _cold(report: ColdStartReport) -> _Numbers:
    for each in report.engines:
        yield each.label, "import", "s", each.import_s
        yield each.label, "create", "s", each.create_s
        yield each.label, "first frame", "s", each.first_s
        yield each.label, "second frame", "s", each.second_s
        yield each.label, "to the first result", "s", each.total_s


def _memory(report: MemoryReport) -> _Numbers:
    for each in report.results:
        yield each.label, "more memory", "MB", each.end_mb - each.start_mb
        yield each.label, "peak", "MB", each.peak_mb
        yield each.label, "at rest", "MB", each.rest_mb
        yield each.label, "growth a call", "MB", each.growth_mb
        yield each.label, "time of a call", "ms", each.call_ms


def _throughput(report: ThroughputReport) -> _Numbers:
    for each in report.results:
        what = f"{each.label}, {each.streams}"
        yield what, "frames a second in all", "FPS", each.total_fps
        yield what, "fairness", "", each.fairness
        yield what, "p95", "ms", each.p95_ms
        yield what, "peak", "MB", each.resident_mb


def _claims(report: ClaimsReport) -> _Numbers:
    for each in report.claims:
        yield each.claim, "mp.solutions", each.unit, each.mediapipe
        yield each.claim, "this project", each.unit, each.here


def _precision(report: PrecisionReport) -> _Numbers:
    for each in report.rows:
        what = f"{each.variant}, {SCOPE_WORDS[each.scope]}"
        yield what, "size", "MB", each.megabytes
        yield what, "CPU time", "ms", each.frame_ms
        yield what, "times as fast as float", "", each.speedup
        yield what, "median error", "%", each.error_percent
        yield what, "95 % of errors below", "%", each.error_p95_percent
        yield what, "equal presence", "%", 100 * each.agreement


_FIGURES: Final[Mapping[str, Any]] = {
    "latency": _latency,
    "cold": _cold,
    "memory": _memory,
    "throughput": _throughput,
    "claims": _claims,
    "precision": _precision,
}
