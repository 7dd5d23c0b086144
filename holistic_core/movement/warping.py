"""Dynamic time warping: which moment of one movement belongs to which moment of another."""

from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.movement.segments import Values

Path = npt.NDArray[np.intp]

# Standing still for a moment costs as much as this difference: where both rest, time passes in both.
_PENALTY_DEG: Final = 1.0


def warping_path(one: Values, other: Values) -> Path:
    """`(p, 2)` rows of `one` and `other` that belong together, from the first of both to the last of both.

    one: `(n, k)`, other: `(m, k)` degrees without NaN, n and m at least 1. Among all paths on which neither goes back
    it has the least sum of squared distances (Sakoe & Chiba 1978). It takes 8 n m bytes for a moment.
    """
    from dtaidistance import dtw  # noqa: PLC0415 -- loaded when something is compared

    several = one.shape[1] > 1  # the library wants a single angle as a plain list of numbers
    first, second = (np.ascontiguousarray(each if several else each[:, 0], np.float64) for each in (one, other))
    path = dtw.warping_path(first, second, penalty=_PENALTY_DEG, use_ndim=several, use_c=True)
    return np.array(path, np.intp).reshape(-1, 2)
