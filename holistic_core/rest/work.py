"""One picture from its bytes to an answer, in a thread: read, look, write. It stops between steps when time is over."""

import time
from dataclasses import dataclass, field
from typing import Final

from holistic_core.detector import Detector
from holistic_core.drawing import draw
from holistic_core.export import PictureRecord, to_csv_angles, to_csv_long, to_csv_wide, to_json
from holistic_core.media.limits import PictureLimits
from holistic_core.media.pictures import encode_picture, read_picture
from holistic_core.rest.bodies import Upload
from holistic_core.rest.options import Choice
from holistic_core.rest.problem import ProblemError

JSON: Final = "application/json"
CSV: Final = "text/csv"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
ANSWERS: Final = (JSON, CSV, PNG, JPEG)

_CSV: Final = {"landmarks": to_csv_long, "wide": to_csv_wide}


@dataclass
class Job:
    """One picture, and how long its steps took. ends_s: of `time.monotonic`, after which nothing more is begun."""

    upload: Upload
    choice: Choice
    answer: str
    limits: PictureLimits
    timeout_s: float
    ends_s: float
    took_ms: dict[str, float] = field(default_factory=dict)

    def run(self, detector: Detector) -> bytes:
        """The answer; HolisticError for a picture that cannot be used, `ProblemError` when time is over."""
        self.require_time()
        started_s = time.perf_counter()
        picture = read_picture(self.upload.content, name=self.upload.name, limits=self.limits)
        self.require_time()
        read_s = time.perf_counter()
        if self.choice.people is None:
            one = detector.detect(picture.rgb, self.choice.find)
            people = [one] if one.parts_found else []
        else:
            people = detector.detect_people(picture.rgb, self.choice.people, self.choice.find)
        self.require_time()
        found_s = time.perf_counter()
        height, width = picture.rgb.shape[:2]
        record = PictureRecord(
            picture.name, (width, height), self.choice.find, detector.options.engine, tuple(people), picture.advice
        )
        if self.answer in (PNG, JPEG):
            drawn = draw(picture.rgb, record.people, self.choice.draw)
            content = encode_picture(drawn, "png" if self.answer == PNG else "jpeg")
        else:
            content = self._text(record).encode()
        ended_s = time.perf_counter()
        self.took_ms = {
            "read": (read_s - started_s) * 1e3,
            "detect": (found_s - read_s) * 1e3,
            "write": (ended_s - found_s) * 1e3,
        }
        return content

    def require_time(self) -> None:
        """`ProblemError` when the time of this picture is over."""
        if time.monotonic() > self.ends_s:
            raise time_over(self.timeout_s)

    def _text(self, record: PictureRecord) -> str:
        if self.answer == JSON:
            return to_json(record, min_visibility=self.choice.min_visibility)
        if self.choice.table == "angles":
            return to_csv_angles([record], min_visibility=self.choice.min_visibility)
        return _CSV[self.choice.table]([record])


def time_over(timeout_s: float) -> ProblemError:
    """What is told when a picture took too long."""
    return ProblemError(
        "time-out", f"This picture was not finished within {timeout_s:g} s, the limit. Try again, or make it smaller."
    )
