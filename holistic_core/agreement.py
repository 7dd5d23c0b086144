"""How well a measured series agrees with the true one: bias, limits of agreement, errors and correlation."""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from holistic_core.angle_definitions import AngleDefinition
from holistic_core.errors import OptionsError

_Floats = npt.NDArray[np.float64]
Interval = tuple[float, float]

# 97.5 % quantile of the normal distribution: two-sided 95 %.
_Z: Final = 1.959963984540054
# Student's t at 97.5 % for 1 and 2 degrees of freedom, where the expansion below is not good enough.
_T_FEW: Final = (math.tan(0.475 * math.pi), 0.95 * math.sqrt(2 / (1 - 0.95**2)))
_FULL_TURN_DEG: Final = 360.0
_HALF_TURN_DEG: Final = 180.0


@dataclass(frozen=True)
class Agreement:
    """Agreement of `n` pairs, in the unit of the series; NaN where there are too few pairs to tell.

    missing: pairs that have a truth but no measurement. without_truth: pairs that have no truth.
    bias: mean of measured − true; bias_interval: its 95 % confidence interval. sd: standard deviation of the
    differences (n − 1). limits: 95 % limits of agreement, bias ± 1.96 sd; lower_interval, upper_interval: their 95 %
    confidence intervals. mae, rmse: mean absolute and root mean square error. median_absolute, p95_absolute: median
    and 95th percentile of the absolute error. correlation: Pearson's r; NaN when either series is constant.

    Bland and Altman (1986), The Lancet 327, 307-310. The intervals take the pairs as independent. Neighbouring frames
    of a video are not, so that their true intervals are wider than these.
    """

    n: int
    missing: int
    without_truth: int
    bias: float
    bias_interval: Interval
    sd: float
    limits: Interval
    lower_interval: Interval
    upper_interval: Interval
    mae: float
    rmse: float
    median_absolute: float
    p95_absolute: float
    correlation: float


def agreement(truth: npt.ArrayLike, measured: npt.ArrayLike, *, wraps: bool = False) -> Agreement:
    """Agreement of two series `(n,)`; pairs in which either is NaN are left out and counted.

    wraps: the values are signed angles in degrees, for which −179° and 179° are 2° apart.
    OptionsError when the series differ in length.
    """
    true = np.asarray(truth, np.float64).ravel()
    difference = differences(true, measured, wraps=wraps)
    there = np.isfinite(difference)
    without_truth = int((~np.isfinite(true)).sum())
    n = int(there.sum())
    error, true = difference[there], true[there]
    absolute = np.abs(error)
    bias = float(error.mean()) if n else math.nan
    sd = float(error.std(ddof=1)) if n > 1 else math.nan
    quantile = student_t_975(n - 1) if n > 1 else math.nan
    lower, upper = bias - 1.96 * sd, bias + 1.96 * sd
    # Standard errors of the bias and, as the paper approximates it, of a limit: √(sd²/n) and √(3 sd²/n).
    of_bias = quantile * sd / math.sqrt(n) if n else math.nan
    of_limit = math.sqrt(3) * of_bias
    return Agreement(
        n=n,
        missing=len(difference) - n - without_truth,
        without_truth=without_truth,
        bias=bias,
        bias_interval=(bias - of_bias, bias + of_bias),
        sd=sd,
        limits=(lower, upper),
        lower_interval=(lower - of_limit, lower + of_limit),
        upper_interval=(upper - of_limit, upper + of_limit),
        mae=float(absolute.mean()) if n else math.nan,
        rmse=float(np.sqrt((error**2).mean())) if n else math.nan,
        median_absolute=float(np.median(absolute)) if n else math.nan,
        p95_absolute=float(np.percentile(absolute, 95)) if n else math.nan,
        # The measurement on the same turn as the truth, so that a wrap is not taken for a jump.
        correlation=_correlation(true, true + error),
    )


def differences(truth: npt.ArrayLike, measured: npt.ArrayLike, *, wraps: bool = False) -> _Floats:
    """measured − true of two series, NaN where either is; with `wraps` in degrees, above −180° and up to 180°."""
    true, found = np.asarray(truth, np.float64).ravel(), np.asarray(measured, np.float64).ravel()
    if true.shape != found.shape:
        raise OptionsError(f"There are {len(found)} measured values for {len(true)} true ones; one for each is needed.")
    with np.errstate(invalid="ignore"):
        difference: _Floats = found - true
        difference[~np.isfinite(difference)] = np.nan
        if wraps:
            difference = _HALF_TURN_DEG - (_HALF_TURN_DEG - difference) % _FULL_TURN_DEG
    return difference


def does_wrap(definition: AngleDefinition) -> bool:
    """Whether an angle is signed and ±180° are the same."""
    return definition.range_deg == (-_HALF_TURN_DEG, _HALF_TURN_DEG)


def student_t_975(degrees_of_freedom: int) -> float:
    """97.5 % quantile of Student's t distribution, to 0.2 %; OptionsError below one degree of freedom.

    Expansion 26.7.5 of Abramowitz and Stegun (1964).
    """
    if degrees_of_freedom < 1:
        raise OptionsError(f"There are {degrees_of_freedom} degrees of freedom; at least one is needed.")
    if degrees_of_freedom <= len(_T_FEW):
        return _T_FEW[degrees_of_freedom - 1]
    z, nu = _Z, float(degrees_of_freedom)
    return (
        z
        + (z**3 + z) / (4 * nu)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * nu**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * nu**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * nu**4)
    )


def _correlation(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> float:
    if len(one) < 2:  # noqa: PLR2004 -- a single pair has no spread
        return math.nan
    centred, other_centred = one - one.mean(), other - other.mean()
    spread, other_spread = float(np.linalg.norm(centred)), float(np.linalg.norm(other_centred))
    # Rounding leaves a constant series a little spread.
    if min(spread / (np.abs(one).max() + 1), other_spread / (np.abs(other).max() + 1)) < 1e-12:  # noqa: PLR2004
        return math.nan
    return float(np.clip(centred @ other_centred / (spread * other_spread), -1.0, 1.0))
