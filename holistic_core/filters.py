"""Smoothing of landmarks over time: the low-pass and One-Euro filters of the pipeline, on arrays."""

import math

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]


class LowPass:
    """Exponential smoothing: `y += alpha · (value − y)`; the first value is taken as it is.

    alpha: weight of the new value, 0-1.
    """

    def __init__(self, alpha: float) -> None:
        self._alpha = alpha
        self._last: Values | None = None

    def reset(self) -> None:
        """Forget everything."""
        self._last = None

    def __call__(self, value: Values) -> Values:
        """The filtered value, of the shape of `value`."""
        if self._last is None:
            self._last = value.copy()
        else:
            self._last = self._alpha * value + (1 - self._alpha) * self._last
        return self._last


class OneEuro:
    """One-Euro filter (Casiez, Roussel & Vogel, CHI 2012): smooth when slow, quick when fast.

    min_cutoff: cut-off frequency at rest in Hz. beta: how much it grows with speed.
    derivative_cutoff: cut-off frequency of the speed in Hz.
    """

    def __init__(self, min_cutoff: float, beta: float, derivative_cutoff: float = 1.0) -> None:
        self._min_cutoff = min_cutoff
        self._beta = beta
        self._derivative_cutoff = derivative_cutoff
        self._filtered: Values | None = None
        self._raw: Values | None = None
        self._speed: Values | None = None
        self._time_s = 0.0

    def reset(self) -> None:
        """Forget everything: the next value is taken as it is."""
        self._filtered = self._raw = self._speed = None

    def __call__(self, value: Values, time_s: float, scale: float = 1.0) -> Values:
        """The filtered value, of the shape of `value`.

        time_s: time of the value; a value that is not later than the last one leaves the filter as it is.
        scale: factor on the speed, which makes it independent of the size of the object (1/size).
        """
        if self._filtered is None or self._raw is None or self._speed is None:
            self._filtered, self._raw, self._speed = value.copy(), value.copy(), np.zeros_like(value)
            self._time_s = time_s
            return value
        if time_s <= self._time_s:
            return self._filtered
        rate_hz = 1 / (time_s - self._time_s)
        self._time_s = time_s
        speed = (value - self._raw) * (scale * rate_hz)
        alpha = _smoothing(self._derivative_cutoff, rate_hz)
        self._speed = alpha * speed + (1 - alpha) * self._speed
        weight = _smoothing(self._min_cutoff + self._beta * np.abs(self._speed), rate_hz)
        self._filtered = weight * value + (1 - weight) * self._filtered
        self._raw = value.copy()
        return self._filtered


def _smoothing(cutoff_hz: Values | float, rate_hz: float) -> Values | float:
    """Weight of a new value for a first-order low-pass of this cut-off frequency at this sampling rate."""
    return 1 / (1 + rate_hz / (2 * math.pi * cutoff_hz))
