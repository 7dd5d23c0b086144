"""What `detect` writes: files in a folder or one format on standard output, and the summary for people."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from holistic_core.commands.picture_files import PictureFile, make_out, on_one_line
from holistic_core.drawing import DrawOptions, draw
from holistic_core.errors import HolisticError, OptionsError
from holistic_core.export import PictureRecord, to_coco, to_csv_long, to_json
from holistic_core.export.bundle import annotated_file, json_file, tables
from holistic_core.media.pictures import encode_picture

Format = Literal["json", "csv", "coco", "draw"]

_LONGEST_NAME: Final = 40
_MOST_NAMES: Final = 5
_TIPS: Final = (
    "If there is somebody: try --clahe when it is dark, a lower --min-detection-confidence, "
    "or crop the picture to the person."
)


@dataclass(frozen=True)
class Outcome:
    """What became of one picture.

    record: None when it failed; otherwise without masks, so that the records of many pictures fit into memory.
    detection_ms: wall time of the detection alone, milliseconds.
    """

    name: str
    record: PictureRecord | None
    detection_ms: float = 0.0

    @property
    def found(self) -> str:
        """How much was found, in words."""
        people = self.record.people if self.record else ()
        if not people:
            return "nobody found"
        landmarks = sum(person.landmark_count for person in people)
        return f"{len(people)} {'person' if len(people) == 1 else 'people'}, {landmarks} landmarks"


@dataclass(frozen=True)
class Output:
    """Where results go.

    out: folder to write to, or None for standard output. formats: what is written, at most one without a folder.
    min_visibility: below it a point gives no angle, 0-1.
    """

    out: Path | None
    formats: frozenset[Format]
    draw_options: DrawOptions
    min_visibility: float

    def prepare(self, files: Sequence[PictureFile]) -> None:
        """Make the folder; OptionsError when that cannot be, or when an output would replace one of the pictures."""
        if self.out is None:
            return
        make_out(self.out)
        inputs = {file.path.resolve(): file.name for file in files}
        for file in files:
            for name in (json_file(file.stem), annotated_file(file.stem)):
                replaced = inputs.get((self.out / name).resolve())
                if replaced is not None:
                    raise OptionsError(f"{name} would replace your picture {replaced}; choose another --out.")

    def write_picture(self, file: PictureFile, rgb: npt.NDArray[np.uint8], record: PictureRecord) -> None:
        """What is written for each picture by itself."""
        if "json" in self.formats:
            line = to_json(record, min_visibility=self.min_visibility) + "\n"
            if self.out is None:
                sys.stdout.write(line)
                sys.stdout.flush()
            else:
                self._write(json_file(file.stem), line.encode())
        if "draw" in self.formats:
            self._write(annotated_file(file.stem), encode_picture(draw(rgb, record.people, self.draw_options), "png"))

    def write_tables(self, records: Sequence[PictureRecord]) -> None:
        """What is written for all pictures together."""
        if self.out is None:
            if "csv" in self.formats:
                sys.stdout.write(to_csv_long(records))
            if "coco" in self.formats:
                sys.stdout.write(to_coco(records) + "\n")
            return
        wanted = [each for each in ("csv", "coco") if each in self.formats]
        for name, text in tables(records, wanted, min_visibility=self.min_visibility).items():
            self._write(name, text.encode())

    def print_summary(self, outcomes: Sequence[Outcome], how: str) -> None:
        """A table for people, on standard output unless results stand there. how: engine and threads in words."""
        stream = sys.stderr if self.formats and self.out is None else sys.stdout
        for line in _summary(outcomes, how):
            print(line, file=stream)
        if self.out is not None:
            print(f"Written to {self.out}: {', '.join(sorted(self.formats))}", file=stream)

    def _write(self, name: str, content: bytes) -> None:
        assert self.out is not None  # noqa: S101 -- formats that need a folder are refused without one
        try:
            (self.out / name).write_bytes(content)
        except OSError as error:
            raise HolisticError(f"{name} cannot be written ({error.strerror}).") from error


def without_masks(record: PictureRecord) -> PictureRecord:
    """The record without segmentation masks, each of which is as large as the picture."""
    return replace(record, people=tuple(replace(person, segmentation=None) for person in record.people))


def _summary(outcomes: Sequence[Outcome], how: str) -> Iterator[str]:
    width = max(len("picture"), *(min(len(outcome.name), _LONGEST_NAME) for outcome in outcomes))
    yield f"{'picture':{width}}  people  landmarks      ms  parts"
    for outcome in outcomes:
        yield f"{_shortened(outcome.name):{width}}  {_cells(outcome)}"
    done = [outcome for outcome in outcomes if outcome.record]
    failed = len(outcomes) - len(done)
    people = sum(len(outcome.record.people) for outcome in done if outcome.record)
    pictures = f"{len(outcomes)} picture{'' if len(outcomes) == 1 else 's'}"
    persons = f"{people} {'person' if people == 1 else 'people'}"
    yield ""
    yield f"{pictures}: {len(done)} done, {failed} failed; {persons} found" + (
        f"; median {median(outcome.detection_ms for outcome in done):.1f} ms a picture ({how})." if done else "."
    )
    empty = [outcome.name for outcome in done if outcome.record and not outcome.record.people]
    if empty:
        named = [_shortened(name) for name in empty[:_MOST_NAMES]]
        if len(empty) > _MOST_NAMES:
            named.append(f"and {len(empty) - _MOST_NAMES} more")
        yield f"Nobody was found in {', '.join(named)}. {_TIPS}"


def _cells(outcome: Outcome) -> str:
    if outcome.record is None:
        return f"{'-':>6}  {'-':>9}  {'-':>6}  failed"
    people = outcome.record.people
    landmarks = sum(person.landmark_count for person in people)
    parts = dict.fromkeys(part for person in people for part in person.parts_found)
    words = ", ".join(part.replace("_", " ") for part in parts)
    return f"{len(people):6}  {landmarks:9}  {outcome.detection_ms:6.1f}  {words or '-'}"


def _shortened(name: str) -> str:
    name = on_one_line(name)
    return name if len(name) <= _LONGEST_NAME else f"…{name[1 - _LONGEST_NAME :]}"
