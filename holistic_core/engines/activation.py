"""The logistic function, from a model's raw scores to probabilities."""

from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

_Array = TypeVar("_Array", npt.NDArray[np.float32], npt.NDArray[np.float64])

# exp(88) overflows float32; beyond ±80 the result is 0 or 1 to the last digit anyway.
_CLIP: Final = 80.0


def sigmoid(logits: _Array) -> _Array:
    """Probabilities 0-1, of the shape and type of `logits`."""
    probabilities: _Array = 1 / (1 + np.exp(-np.clip(logits, -_CLIP, _CLIP)))
    return probabilities
