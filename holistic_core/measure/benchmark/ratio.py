"""How many times as long one takes as another, and how far that can be trusted: a bootstrap over paired rounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

RESAMPLES: Final = 400
_SHARE: Final = 95.0
_SEED: Final = 20


@dataclass(frozen=True)
class Ratio:
    """value: median over rounds of the ratio of the rounds' medians. low, high: 95 % of what chance could have made."""

    value: float
    low: float
    high: float


def paired_ratio(
    ours: Sequence[Sequence[float]], theirs: Sequence[Sequence[float]], *, resamples: int = RESAMPLES
) -> Ratio | None:
    """The ratio of times that were taken in the same rounds: `ours[round][frame]` over `theirs[round][frame]`.

    Rounds that one of them has not finished are left out; None when there is none. The bootstrap draws rounds with
    replacement, and in each round frames of either side (Efron & Tibshirani 1993, ch. 8). resamples: 0 for no spread.
    """
    pairs = [(np.asarray(one), np.asarray(other)) for one, other in zip(ours, theirs, strict=False)]
    if not pairs:
        return None
    value = float(np.median([np.median(one) / np.median(other) for one, other in pairs]))
    if not resamples:
        return Ratio(value, float("nan"), float("nan"))
    random = np.random.default_rng(_SEED)
    ratios = np.stack([_drawn(one, random, resamples) / _drawn(other, random, resamples) for one, other in pairs])
    rounds = random.integers(0, len(pairs), (len(pairs), resamples))
    drawn = np.median(np.take_along_axis(ratios, rounds, axis=0), axis=0)
    tail = (100.0 - _SHARE) / 2
    low, high = np.percentile(drawn, (tail, 100.0 - tail))
    return Ratio(value, float(low), float(high))


def _drawn(times: npt.NDArray[np.float64], random: np.random.Generator, resamples: int) -> npt.NDArray[np.float64]:
    picks = random.integers(0, len(times), (resamples, len(times)))
    return np.asarray(np.median(times[picks], axis=1), np.float64)
