"""What parity means: errors of two engines on the same pictures, their limits, and the verdict."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

import numpy as np

from holistic_core.measure.table import format_table, verdict
from holistic_core.options import PARTS, Part
from holistic_core.results import HolisticResult, Landmarks

Kind = Literal["stills", "video, one step"]


@dataclass(frozen=True)
class Limits:
    """Largest allowed errors, in % of the longest side of the part's bounding box; None: no limit."""

    median: float
    p95: float
    worst: float | None = None


@dataclass(frozen=True)
class Criteria:
    """What parity means: limits of each part, and the least share of equal found/not found decisions, in %."""

    parts: MappingProxyType[Part, Limits]
    presence_percent: float


_HAND: Final = Limits(0.3, 1.5, 4.0)
STILL_CRITERIA: Final = Criteria(
    MappingProxyType(
        {
            "pose": Limits(0.01, 0.1, 0.5),
            "left_hand": _HAND,
            "right_hand": _HAND,
            "face": Limits(0.1, 1.2, 4.0),
        }
    ),
    presence_percent=100.0,
)
_HAND_IN_VIDEO: Final = Limits(0.05, 1.5)
VIDEO_CRITERIA: Final = Criteria(
    MappingProxyType(
        {
            "pose": Limits(0.01, 0.05),
            "left_hand": _HAND_IN_VIDEO,
            "right_hand": _HAND_IN_VIDEO,
            "face": Limits(0.1, 1.0),
        }
    ),
    presence_percent=99.5,
)


@dataclass(frozen=True)
class Spread:
    """How `n` values are spread; NaN when there are none."""

    n: int
    median: float
    p95: float
    worst: float
    worst_in: str

    @classmethod
    def of(cls, values: Sequence[float], names: Sequence[str]) -> "Spread":
        """The spread of values, and the name of the largest."""
        if not values:
            return cls(0, float("nan"), float("nan"), float("nan"), "")
        return cls(
            len(values),
            float(np.median(values)),
            float(np.percentile(values, 95)),
            float(np.max(values)),
            names[int(np.argmax(values))],
        )


@dataclass(frozen=True)
class PartParity:
    """One part: `error` in % of its bounding box, over the pictures in which both engines found it.

    The error of a picture is the mean distance of its landmarks in x and y over the longest side of the box around
    MediaPipe's. differs_in: pictures in which one engine found the part and the other did not.
    """

    part: Part
    decisions: int
    differs_in: tuple[str, ...]
    error: Spread
    limits: Limits
    passed: bool


@dataclass(frozen=True)
class ParityReport:
    """Both engines on the same pictures.

    visibility: mean absolute difference, 0-1. world_mm: mean distance of world landmarks in millimetres.
    """

    kind: Kind
    source: str
    pictures: int
    parts: tuple[PartParity, ...]
    visibility: Spread
    world_mm: Spread
    presence_equal_percent: float
    presence_limit_percent: float
    passed: bool


@dataclass
class Comparison:
    """Collects pairs of results; `report` sums them up."""

    criteria: Criteria
    pictures: int = 0
    _errors: dict[Part, dict[str, float]] = field(default_factory=lambda: {part: {} for part in PARTS})
    _differs: dict[Part, list[str]] = field(default_factory=lambda: {part: [] for part in PARTS})
    _visibility: dict[str, float] = field(default_factory=dict)
    _world_mm: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, ours: HolisticResult, reference: HolisticResult) -> None:
        """One picture, seen by both engines."""
        self.pictures += 1
        for part in PARTS:
            one, other = ours.part(part), reference.part(part)
            if one is not None and other is not None:
                self._errors[part][name] = error_percent(one, other, reference.image_size)
            elif one is not other:
                self._differs[part].append(name)
        if ours.pose is not None and reference.pose is not None:
            self._visibility[name] = float(np.abs(ours.pose.visibility - reference.pose.visibility).mean())
        if ours.pose_world is not None and reference.pose_world is not None:
            apart_m = np.linalg.norm(ours.pose_world.xyz_m - reference.pose_world.xyz_m, axis=1)
            self._world_mm[name] = float(apart_m.mean()) * 1e3

    def report(self, kind: Kind, source: str) -> ParityReport:
        """All pictures so far."""
        parts = tuple(self._part(part) for part in PARTS)
        decisions = self.pictures * len(PARTS)
        differences = sum(len(each.differs_in) for each in parts)
        equal_percent = 100.0 * (1 - differences / decisions) if decisions else float("nan")
        return ParityReport(
            kind=kind,
            source=source,
            pictures=self.pictures,
            parts=parts,
            visibility=_spread(self._visibility),
            world_mm=_spread(self._world_mm),
            presence_equal_percent=equal_percent,
            presence_limit_percent=self.criteria.presence_percent,
            passed=equal_percent >= self.criteria.presence_percent and all(each.passed for each in parts),
        )

    def _part(self, part: Part) -> PartParity:
        error, limits = _spread(self._errors[part]), self.criteria.parts[part]
        # Asked this way round, an error that is not a number is over the limit.
        within = (
            error.median <= limits.median
            and error.p95 <= limits.p95
            and (limits.worst is None or error.worst <= limits.worst)
        )
        passed = within or error.n == 0
        return PartParity(part, self.pictures, tuple(self._differs[part]), error, limits, passed)


def error_percent(ours: Landmarks, reference: Landmarks, image_size: tuple[int, int]) -> float:
    """Mean distance in the picture, in % of the longest side of the box around the reference's landmarks."""
    one, other = ours.xy_px(image_size), reference.xy_px(image_size)
    return float(np.linalg.norm(one - other, axis=1).mean() / np.ptp(other, axis=0).max() * 100)


def format_parity(report: ParityReport) -> str:
    """The report as a table with its limits and a verdict."""
    rows: list[list[object]] = []
    for each in report.parts:
        limits = each.limits
        limit = "/".join(f"{value:g}" for value in (limits.median, limits.p95, limits.worst) if value is not None)
        rows.append(
            [
                each.part,
                each.error.n,
                len(each.differs_in),
                *(_digits(value) for value in (each.error.median, each.error.p95, each.error.worst)),
                limit,
                verdict(each.passed),
                each.error.worst_in,
            ]
        )
    headers = ["part", "n", "presence differs", "median %", "p95 %", "worst %", "limits", "", "worst in"]
    spreads = [
        [label, spread.n, *(_digits(value) for value in (spread.median, spread.p95, spread.worst)), spread.worst_in]
        for label, spread in (("visibility (0-1)", report.visibility), ("world (mm)", report.world_mm))
    ]
    differs = [f"  {each.part}: {', '.join(each.differs_in)}" for each in report.parts if each.differs_in]
    equal = (
        f"{report.presence_equal_percent:.2f} % of {report.pictures * len(PARTS)} found/not found decisions are equal"
    )
    presence_passed = report.presence_equal_percent >= report.presence_limit_percent
    return "\n".join(
        [
            format_table(
                headers,
                rows,
                title=f"LiteRT against MediaPipe: {report.kind}, {report.source}, {report.pictures} pictures\n"
                "(mean landmark distance in % of the longest side of the part's box)",
            ),
            "",
            format_table(["body", "n", "median", "p95", "worst", "worst in"], spreads),
            "",
            f"{equal} (at least {report.presence_limit_percent:g} %) {verdict(presence_passed)}",
            *differs,
            f"Verdict: {'parity' if report.passed else 'NO PARITY'}",
        ]
    )


def _spread(values: dict[str, float]) -> Spread:
    return Spread.of(list(values.values()), list(values))


def _digits(value: float) -> object:
    return value if np.isnan(value) else f"{value:.4f}"
