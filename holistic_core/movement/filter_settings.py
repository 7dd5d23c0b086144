"""Which filter an angle's curve goes through, and its parameters with their limits."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

from holistic_core.errors import OptionsError

FilterKind = Literal["none", "one_euro", "butterworth", "median", "hampel"]
FILTER_KINDS: Final[tuple[FilterKind, ...]] = get_args(FilterKind)
_CHAIN: Final[tuple[FilterKind, ...]] = ("one_euro", "butterworth", "median", "hampel")


@dataclass(frozen=True)
class Parameter:
    """What a parameter may be. unit: "Hz", "s" or "" for a plain number. kinds: the filters that it changes."""

    low: float
    high: float
    unit: str
    kinds: tuple[FilterKind, ...]


PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        "cutoff_hz": Parameter(0.5, 15.0, "Hz", ("butterworth",)),
        "order": Parameter(1, 6, "", ("butterworth",)),
        "min_cutoff_hz": Parameter(0.05, 15.0, "Hz", ("one_euro",)),
        "beta": Parameter(0.0, 1.0, "", ("one_euro",)),
        "window_s": Parameter(0.05, 2.0, "s", ("median",)),
        "outlier_window_s": Parameter(0.1, 2.0, "s", _CHAIN),
        "outlier_sigmas": Parameter(1.0, 10.0, "", _CHAIN),
        "max_gap_s": Parameter(0.0, 2.0, "s", _CHAIN),
    }
)


@dataclass(frozen=True)
class FilterSettings:
    """One filter and its parameters. Every kind but "none" is a chain: outliers out, short gaps filled, smoothed.

    kind: "none" changes nothing; "butterworth" has no delay; "one_euro" only knows the past, as the live page does;
        "median" keeps steps; "hampel" takes outliers out, fills gaps, and does not smooth.
    cutoff_hz: what moves faster than this is taken for noise. order: how sharply; both of the two passes together
        weaken `cutoff_hz` itself by 3 dB. 6 Hz is usual for walking (Winter 2009, Biomechanics and Motor Control of
        Human Movement, ch. 2), 4 Hz suits exercises at their tempo and the trembling of landmarks.
    min_cutoff_hz: at rest. beta: by how many Hz it grows for each degree a second (Casiez, Roussel & Vogel, CHI 2012).
    window_s: of the median.
    outliers: whether they are removed; "hampel" always does. outlier_window_s, outlier_sigmas: an outlier is farther
        from what the angles within that window let expect than so many standard deviations, which are estimated from
        the median absolute deviation (Hampel 1974; Pearson 2002); see `smoothing.outliers`.
    max_gap_s: a gap is filled where known angles are at most so far apart, 0 = never.
    OptionsError for a value outside its range (`PARAMETERS`), naming it.
    """

    kind: FilterKind = "butterworth"
    cutoff_hz: float = 4.0
    order: int = 2
    min_cutoff_hz: float = 1.5
    beta: float = 0.03
    window_s: float = 0.2
    outliers: bool = True
    outlier_window_s: float = 0.5
    outlier_sigmas: float = 3.0
    max_gap_s: float = 0.3

    def __post_init__(self) -> None:
        if self.kind not in FILTER_KINDS:
            raise OptionsError(f"The filter is {self.kind!r}; choose one of {', '.join(FILTER_KINDS)}.")
        if not isinstance(self.outliers, bool):
            raise OptionsError(f"outliers is {self.outliers!r}; it must be True or False.")
        for name, parameter in PARAMETERS.items():
            _check(name, getattr(self, name), parameter)
        if not isinstance(self.order, int):
            raise OptionsError(f"order is {self.order!r}; it must be a whole number.")

    @property
    def removes_outliers(self) -> bool:
        """Whether outliers are taken out."""
        return self.kind == "hampel" or (self.kind != "none" and self.outliers)


def _check(name: str, value: float, parameter: Parameter) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool) and not math.isnan(value)
    if not number or not parameter.low <= value <= parameter.high:
        told = f"{value:g}" if number else repr(value)
        unit = f" {parameter.unit}" if parameter.unit else ""
        raise OptionsError(
            f"{name} is {told}{unit if number else ''}; it must be from {parameter.low:g} to {parameter.high:g}{unit}."
        )
