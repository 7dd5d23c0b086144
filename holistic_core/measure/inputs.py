"""What becomes of good, bad and hostile picture files, and what each of them costs."""

import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from holistic_core.errors import ImageError
from holistic_core.measure.fresh_process import environment
from holistic_core.measure.input_probe import Probe
from holistic_core.measure.large_picture import LARGEST_SIZE, sideways_jpeg
from holistic_core.measure.table import format_table
from holistic_core.media.pictures import read_picture

Outcome = Literal["picture", "refused", "failed"]

_TIMEOUT_S: Final = 120.0


@dataclass(frozen=True, slots=True)
class InputLimits:
    """What one file may cost: seconds from the first byte to the result, and MB above the waiting process."""

    seconds: float
    extra_peak_mb: float


FILE_LIMITS: Final = InputLimits(seconds=2.0, extra_peak_mb=300.0)
"""For the files of the folder."""
LARGEST_LIMITS: Final = InputLimits(seconds=10.0, extra_peak_mb=550.0)
"""For the largest picture that is accepted, stored sideways."""


@dataclass(frozen=True, slots=True)
class InputRow:
    """One file.

    outcome: "picture" (it was read), "refused" (with a message), or "failed": anything else, which is a bug.
    text: size and number of landmarks, the message, or how it failed. advice: sentences that came with the picture.
    seconds, extra_peak_mb: reading and, if asked for, detecting, in a process of its own with a warm detector; memory
    is above what that process held before, NaN where the system does not tell. passed: within the limits.
    """

    file: str
    outcome: Outcome
    text: str
    advice: tuple[str, ...]
    landmarks: int
    seconds: float
    extra_peak_mb: float
    limits: InputLimits
    passed: bool


def run_inputs(folder: Path, *, detect: bool = True, progress: Callable[[str], None] | None = None) -> list[InputRow]:
    """Read every file of a folder, whatever it is, and a JPEG of 50 megapixels with EXIF orientation 6.

    The large JPEG shows the picture of the folder with most landmarks (then pixels), and is deleted again.
    detect: look for a person as well. progress: called with the name of each file before it is read.
    `ImageError` when there is no such folder, no file in it, or no picture among the files.
    """
    files = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    if not files:
        raise ImageError(f"There is no folder {folder.name!r} with files in it. Name a folder that holds pictures.")
    probes: list[tuple[Path, Probe | str]] = []
    for path in files:
        _tell(progress, path.name)
        probes.append((path, _probe(path, detect)))
    rows = [_row(path.name, found, FILE_LIMITS) for path, found in probes]
    pictures = [(path, found) for path, found in probes if isinstance(found, Probe) and found.accepted]
    if not pictures:
        raise ImageError(f"No file of {folder.name!r} is a picture that can be read. Add one for the large JPEG.")
    shown, _ = max(pictures, key=lambda pair: (pair[1].landmarks, pair[1].width * pair[1].height))
    name = f"{shown.name}, enlarged and stored sideways (JPEG)"
    _tell(progress, name)
    return [*rows, _row(name, _probe_enlarged(shown, detect), LARGEST_LIMITS, must_be=LARGEST_SIZE)]


def format_inputs(rows: Sequence[InputRow]) -> str:
    """The rows as a table, with their number, the failed ones and the worst figures below it."""
    table = format_table(
        ("file", "outcome", "s", "limit s", "extra MB", "limit MB", "", "what came of it"),
        [
            (
                row.file,
                row.outcome,
                f"{row.seconds:.2f}",
                f"{row.limits.seconds:g}",
                "–" if math.isnan(row.extra_peak_mb) else f"{row.extra_peak_mb:.0f}",
                f"{row.limits.extra_peak_mb:g}",
                "ok" if row.passed else "FAIL",
                " ".join((row.text, *row.advice)),
            )
            for row in rows
        ],
        title="Picture files: read and looked at, each in a process of its own",
    )
    counts = {outcome: sum(row.outcome == outcome for row in rows) for outcome in ("picture", "refused", "failed")}
    within = sum(row.passed for row in rows)
    return "\n".join(
        (
            table,
            "",
            f"{len(rows)} files: {counts['picture']} read, {counts['refused']} refused with a message, "
            f"{counts['failed']} failed; {within} within the limits.",
        )
    )


def _tell(progress: Callable[[str], None] | None, name: str) -> None:
    if progress is not None:
        progress(name)


def _probe_enlarged(path: Path, detect: bool) -> Probe | str:
    jpeg = sideways_jpeg(read_picture(path).rgb)
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder, "large.jpg")
        large.write_bytes(jpeg)
        return _probe(large, detect)


def _probe(path: Path, detect: bool) -> Probe | str:
    """What came of a file in a process of its own, or how that process failed."""
    command = [sys.executable, "-m", "holistic_core.measure.input_probe", str(path.resolve())]
    try:
        done = subprocess.run(  # noqa: S603 -- this very Python, and no shell
            [*command, "--detect"] if detect else command,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=_TIMEOUT_S,
            env=environment(),
        )
    except subprocess.TimeoutExpired:
        return f"no answer after {_TIMEOUT_S:g} s"
    if done.returncode != 0:
        last_line = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return f"the process ended with code {done.returncode}: {last_line}"
    fields = json.loads(done.stdout)
    return Probe(**{**fields, "advice": tuple(fields["advice"])})


def _row(name: str, found: Probe | str, limits: InputLimits, *, must_be: tuple[int, int] | None = None) -> InputRow:
    """must_be: width and height the picture is known to have; refusing it, or another size, does not pass."""
    if isinstance(found, str):
        return InputRow(name, "failed", found, (), 0, math.nan, math.nan, limits, passed=False)
    # NaN, where memory cannot be measured, is not above the limit.
    within = found.seconds < limits.seconds and not found.extra_peak_mb >= limits.extra_peak_mb
    as_expected = must_be is None or (found.width, found.height) == must_be
    return InputRow(
        file=name,
        outcome="picture" if found.accepted else "refused",
        text=found.text,
        advice=found.advice,
        landmarks=found.landmarks,
        seconds=found.seconds,
        extra_peak_mb=found.extra_peak_mb,
        limits=limits,
        passed=within and as_expected,
    )
