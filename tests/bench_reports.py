"""Small reports of known numbers, for tests."""

from holistic_core.measure.benchmark.claims import CLAIMS, Claim, ClaimsReport
from holistic_core.measure.benchmark.latency import LatencyReport, LatencyResult
from holistic_core.measure.benchmark.machine import SystemInfo
from holistic_core.measure.benchmark.memory_growth import MemoryReport, summed_up
from holistic_core.measure.benchmark.ratio import Ratio
from holistic_core.measure.benchmark.report import BenchReport
from holistic_core.measure.benchmark.settings import Setting
from holistic_core.measure.benchmark.throughput import ThroughputReport
from holistic_core.measure.benchmark.throughput import summed_up as streams_summed_up
from holistic_core.measure.cold_start import ColdStart, ColdStartReport
from holistic_core.measure.precision import SCOPES, PrecisionReport, PrecisionRow

NAN = float("nan")


def latency_report(scale: float = 1.0, sizes: tuple[int, ...] = (0,)) -> LatencyReport:
    results = []
    for size in sizes:
        for setting, ms in ((Setting("litert", 2, longer_px=size), 30.0), (Setting("mediapipe", longer_px=size), 50.0)):
            times = tuple(tuple(scale * (ms + size / 100 + each) for each in range(3)) for _ in range(2))
            ours = setting.contender == "litert"
            results.append(
                LatencyResult(
                    setting=setting,
                    label=f"{setting.words['contender']}{f' · {size} px' if size else ''}",
                    wall_ms=times,
                    cpu_ms=times,
                    stage_ms={"pose_landmarks": 12.0, "left_hand_landmarks": 9.0} if ours else {"graph": ms},
                    found={"pose": 1.0, "face": 1.0, "left_hand": 0.5, "right_hand": 0.0},
                    median_ms=scale * (ms + 1),
                    p95_ms=scale * (ms + 2),
                    fps=1000 / scale / (ms + 1),
                    cpu_median_ms=scale * ms,
                    model_ms=20.0 if ours else NAN,
                    ratio=Ratio(0.6, 0.55, 0.66) if ours else None,
                )
            )
    return LatencyReport("a clip", 2, 3, 5, 3.0, tuple(results), True, 400.0)


def cold_report() -> ColdStartReport:
    start = ColdStart("litert", False, 0.1, 0.05, 0.06, 0.03, 0.11, 0.21, (0.21,), 0.4, ("pose",), False, True)
    return ColdStartReport((start,), True, True)


def memory_report() -> MemoryReport:
    samples = [{"calls": n, "seconds": n / 10, "resident_mb": 100.0 + 2 * n, "resting": False} for n in range(11)]
    stopped = [{"calls": n, "seconds": n / 5, "resident_mb": 100.0 + 90 * n, "resting": False} for n in range(4)]
    stopped.append({"calls": 3, "seconds": 0.7, "resident_mb": 400.0, "resting": False})
    results = summed_up("shared", samples, ""), summed_up("never_closed", stopped, "limit")
    return MemoryReport("a clip", 10, 4, 380.0, results, True)


def throughput_report() -> ThroughputReport:
    def told(*counts: int) -> list[dict[str, object]]:
        return [{"event": "stream", "ms": [20.0] * count, "seconds": 2.0} for count in counts]

    return ThroughputReport(
        "a clip",
        2.0,
        4000.0,
        (
            streams_summed_up("latency", 1, "done", told(60), 200.0),
            streams_summed_up("latency", 2, "done", told(60, 30), 205.0),
            streams_summed_up("mediapipe", 2, "limit", [], 4100.0),
        ),
        True,
    )


def claims_report() -> ClaimsReport:
    first = CLAIMS["holistic_ms"]
    measured = Claim(first.claim, first.said, first.unit, 52.0, 31.0, "")
    return ClaimsReport("a clip", (measured, *list(CLAIMS.values())[1:]), False)


def precision_report(turbo: str | None = None) -> PrecisionReport:
    rows = []
    for scope in SCOPES:
        rows.append(PrecisionRow(scope, "float", 11.9, 20.0, 1.0, 0.0, 0.0, 1.0, False))
        rows.append(PrecisionRow(scope, "int8", 7.2, 9.0, 2.2, 0.8, 3.0, 0.98, turbo is not None))
    return PrecisionReport(tuple(rows), 10, 12, (), turbo, True)


def bench_report(scale: float = 1.0, cpu: str = "A processor") -> BenchReport:
    system = SystemInfo(cpu, 4, 2.0, ("avx2",), 8000.0, 4000.0, NAN, "Linux", "3.11.7", {"mediapipe": "0.10.21"})
    return BenchReport(
        "2026-11-26T20:00:00+00:00",
        system,
        latency_report(scale),
        cold_report(),
        memory_report(),
        throughput_report(),
        claims_report(),
        precision_report(),
    )
