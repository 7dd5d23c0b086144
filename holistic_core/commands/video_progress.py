"""Progress of `video` on standard error: one line that changes on a terminal, lines in a log, JSON for machines."""

import json
import math
import sys
import time
from dataclasses import dataclass, field
from typing import Any, Final

from holistic_core.video.options import VideoProgress

_TERMINAL_EVERY_S: Final = 0.2
_LOG_EVERY_S: Final = 10.0
_JSON_EVERY_S: Final = 0.5
_MINUTE_S: Final = 60
# To the start of the line, and clear it.
_OVER: Final = "\r\x1b[K"


def repetitions_in_words(count: int) -> str:
    """How many were counted."""
    return f"{count} repetition{'' if count == 1 else 's'}"


@dataclass
class ProgressLines:
    """Tells how far one video is. head: "[1/3] squat.mp4:". as_json: one object a line, with `facts` in each."""

    head: str
    as_json: bool
    facts: dict[str, Any]
    _last_s: float = field(default_factory=time.monotonic, init=False)
    _open: bool = field(default=False, init=False)

    def __call__(self, progress: VideoProgress) -> None:
        """Say so when it is time to."""
        terminal = sys.stderr.isatty() and not self.as_json
        every_s = _JSON_EVERY_S if self.as_json else _TERMINAL_EVERY_S if terminal else _LOG_EVERY_S
        now_s = time.monotonic()
        if now_s - self._last_s < every_s or (not self.as_json and progress.frames == 0):
            return
        self._last_s = now_s
        if self.as_json:
            self.event("progress", **_numbers(progress))
        elif terminal:
            self._open = True
            print(f"{_OVER}{self.head} {told(progress)}", end="", file=sys.stderr, flush=True)
        else:
            print(f"{self.head} {told(progress)}", file=sys.stderr, flush=True)

    def end(self, text: str) -> None:
        """The last words about this video, for people."""
        if not self.as_json:
            print(f"{_OVER if self._open else ''}{self.head} {text}", file=sys.stderr, flush=True)

    def event(self, kind: str, **values: Any) -> None:
        """One line of JSON, when that is what is wanted."""
        if self.as_json:
            print(json.dumps({"event": kind, **self.facts, **values}), file=sys.stderr, flush=True)


def told(progress: VideoProgress) -> str:
    """Frame, percent, speed and time left in words."""
    of = f" of {progress.of_frames}" if progress.of_frames else ""
    parts = [f"frame {progress.frames}{of}"]
    if math.isfinite(progress.share):
        parts.append(f"{100 * progress.share:.0f} %")
    parts.append(f"{progress.fps:.1f} frames/s")
    if math.isfinite(progress.left_s):
        seconds = math.ceil(progress.left_s)
        parts.append(f"{seconds // _MINUTE_S}:{seconds % _MINUTE_S:02d} left")
    if progress.waiting:
        parts.append("waiting for the detector")
    return ", ".join(parts)


def _numbers(progress: VideoProgress) -> dict[str, Any]:
    names = ("frames", "of_frames", "share", "fps", "left_s", "waiting")
    values = {name: getattr(progress, name) for name in names}
    return {name: None if isinstance(each, float) and math.isnan(each) else each for name, each in values.items()}
