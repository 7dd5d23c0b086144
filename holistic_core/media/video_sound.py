"""The sound of a video, moved over to another file: copied where MP4 can hold it, else encoded as AAC."""

import logging
import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from holistic_core.media.video_header import open_container, sounds

_log = logging.getLogger(__name__)

# What browsers play inside of an MP4.
_COPIED: Final = frozenset({"aac", "mp3"})


class Sound:
    """The first sound stream of a file that has one, for one output up to a time; for one thread, in a `with` block.

    source: as of `VideoSource`; a file must not be read by others at the same time. zero_s: of the source, when its
    first frame is shown. `problem`: what went wrong with it, or None; the pictures do not suffer from it.
    """

    def __init__(self, source: Path | IO[bytes], zero_s: float) -> None:
        self.problem: str | None = None
        self._container = open_container(source)
        self._zero_s = zero_s
        self._stream = sounds(self._container)[0]
        self._copied = self._stream.codec_context.name in _COPIED
        self._target: Any = None
        self._output: Any = None
        self._start_s = 0.0
        self._end_s = math.inf
        self._next: Any = None
        self._pieces: Iterator[Any] = iter(())

    def attach(self, output: Any, start_s: float) -> None:
        """Become a stream of `output`, an open PyAV container. start_s: on the clock of frames; it becomes 0."""
        self._target, self._start_s = output, start_s
        if self._copied:
            self._output = output.add_stream_from_template(self._stream)
        else:
            context = self._stream.codec_context
            self._output = output.add_stream("aac", rate=context.sample_rate)
            self._output.codec_context.layout = "stereo" if context.channels > 1 else "mono"
        if start_s > 0:
            place = int((start_s + self._zero_s) / float(self._stream.time_base))
            self._container.seek(max(place, 0), stream=self._stream, backward=True)
        self._pieces = self._packets() if self._copied else self._samples()

    def write_until(self, time_s: float) -> None:
        """Write what is heard before `time_s`, on the clock of frames."""
        import av.error  # noqa: PLC0415 -- as in `video_header`

        while self.problem is None:
            try:
                piece = self._next if self._next is not None else next(self._pieces, None)
                self._next = piece
                if piece is None or self._heard_s(piece) >= time_s:
                    return
                self._next = None
                self._write(piece)
            except av.error.FFmpegError as error:
                self._next = None
                self.problem = f"The sound is damaged ({error.strerror}); the rest of it was left out."
                _log.info("%s", self.problem)

    def finish(self) -> None:
        """Write what the encoder holds back."""
        if not self._copied:
            self._target.mux(self._output.encode(None))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._container.close()

    def _heard_s(self, piece: Any) -> float:
        return float(piece.pts * piece.time_base) - self._zero_s

    def _packets(self) -> Iterator[Any]:
        for packet in self._container.demux(self._stream):
            if packet.pts is not None and self._is_wanted(packet):
                yield packet

    def _samples(self) -> Iterator[Any]:
        for frame in self._container.decode(self._stream):
            if frame.pts is not None and self._is_wanted(frame):
                yield frame

    def _is_wanted(self, piece: Any) -> bool:
        # Half of a piece may be before the start: they are 20 ms long.
        return self._heard_s(piece) >= self._start_s - 0.01

    def _write(self, piece: Any) -> None:
        moved = round((self._start_s + self._zero_s) / float(piece.time_base))
        piece.pts = max(0, piece.pts - moved)
        if self._copied:
            piece.dts = piece.pts
            piece.stream = self._output
            self._target.mux(piece)
        else:
            piece.time_base = Fraction(piece.time_base)
            self._target.mux(self._output.encode(piece))
