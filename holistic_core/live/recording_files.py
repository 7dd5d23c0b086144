"""What a recording is taken home as: its frames, the repetitions in it, and the files with both."""

import gzip
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from holistic_core.exercises import Repetition
from holistic_core.export.session import SessionHeader, session_json
from holistic_core.export.session_frames import SessionFrames
from holistic_core.export.session_tables import repetitions_csv, session_csv_angles, session_csv_wide
from holistic_core.export.session_zip import SESSION_FILE, session_zip
from holistic_core.live.recording import Recording

# What a frame is in JSON, roughly: 10 minutes at 25 frames a second are 120 MB, with the face 370 MB.
_FRAME_BYTES: Final = 8_000
_FACE_BYTES: Final = 17_000
_LARGE_BYTES: Final = 16_000_000
# As in the ZIP: a sixth more bytes than the usual level, in a fifth of the time.
_LEVEL: Final = 1


@dataclass(frozen=True, eq=False)
class RecordingFiles:
    """Makes the files of a recording when they are asked for.

    frames: as they were when this was made, from 0 s on. repetitions: completed in them, on the same clock, with the
    numbers they had when they were counted; the first may have begun before the recording.
    """

    header: SessionHeader
    frames: SessionFrames
    repetitions: tuple[Repetition, ...] = ()

    @classmethod
    def of(
        cls, recording: Recording, header: SessionHeader, repetitions: Iterable[Repetition] = ()
    ) -> "RecordingFiles":
        """Of what is recorded now. repetitions: on the viewer's clock; those outside of the recording are left out."""
        frames = recording.snapshot()
        zero_s, last_s = frames.zero_s, frames.zero_s + recording.duration_s
        within = (
            replace(each, start_s=each.start_s - zero_s, end_s=each.end_s - zero_s)
            for each in repetitions
            if zero_s < each.end_s <= last_s
        )
        return cls(header, frames, tuple(within) if len(frames) else ())

    def angles_csv(self) -> bytes:
        """One row a frame, see `session_csv_angles`."""
        return b"".join(session_csv_angles(self.frames))

    def landmarks_csv(self) -> bytes:
        """One row a frame, see `session_csv_wide`."""
        return b"".join(session_csv_wide(self.frames))

    def repetitions_csv(self) -> bytes:
        """One row a repetition."""
        return repetitions_csv(self.repetitions).encode("utf-8")

    @property
    def json_is_packed(self) -> bool:
        """Whether the JSON is so large (some 16 MB) that it is packed with gzip."""
        with_face = sum(len(block) for block in self.frames.blocks if "face" in (block.dtype.names or ()))
        return len(self.frames) * _FRAME_BYTES + with_face * _FACE_BYTES > _LARGE_BYTES

    @property
    def json_name(self) -> str:
        """Name of the JSON file: session.json, or session.json.gz when it is packed."""
        return f"{SESSION_FILE}.gz" if self.json_is_packed else SESSION_FILE

    def json(self) -> bytes:
        """Everything exactly, see `session_json`; packed with gzip when it is large."""
        if not self.json_is_packed:
            return b"".join(session_json(self.header, self.frames))
        packed = io.BytesIO()
        # No time stamp: the same recording gives the same bytes.
        with gzip.GzipFile(SESSION_FILE, "wb", _LEVEL, packed, mtime=0) as file:
            for piece in session_json(self.header, self.frames):
                file.write(piece)
        return packed.getvalue()

    def zip(self, *, on_progress: Callable[[float], None] | None = None) -> bytes:
        """All of them in one file. on_progress: told the share that is written, 0-1; what it raises ends it."""
        packed = io.BytesIO()
        session_zip(packed, self.header, self.frames, self.repetitions, on_progress=on_progress)
        return packed.getvalue()
