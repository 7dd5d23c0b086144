"""An alert when the process holds more memory than its host wants it to."""

import logging
import time
from typing import Final

from holistic_core.process_memory import resident_memory_mb

_log = logging.getLogger(__name__)

_CHECK_EVERY_S: Final = 5.0


class MemoryWatch:
    """Logs once when the process grows above a threshold, and again only after it had been below."""

    def __init__(self, threshold_mb: float | None) -> None:
        self._threshold_mb = threshold_mb
        self._checked_s = 0.0
        self._above = False

    def alert(self, memory_mb: float) -> str | None:
        """What to tell the host, or None while memory is below the threshold."""
        if self._threshold_mb is None or memory_mb <= self._threshold_mb:
            return None
        return f"The process holds {memory_mb:.0f} MB, more than the alert threshold of {self._threshold_mb:.0f} MB."

    def check(self) -> None:
        """Log when memory has passed the threshold; reads it at most every five seconds."""
        now_s = time.monotonic()
        if self._threshold_mb is None or now_s - self._checked_s < _CHECK_EVERY_S:
            return
        self._checked_s = now_s
        alert = self.alert(resident_memory_mb())
        if alert is not None and not self._above:
            _log.warning(alert)
        self._above = alert is not None
