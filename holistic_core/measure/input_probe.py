"""Reads one picture, and looks for a person in it, as the app would; prints what came of it as one line of JSON.

`python -m holistic_core.measure.input_probe FILE [--detect]`, started by `inputs` for every file: peak memory belongs
to a process, and a decoder that crashes takes its process with it.
"""

import argparse
import contextlib
import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from holistic_core.detector import Detector
from holistic_core.errors import HolisticError
from holistic_core.measure.peak_memory import PeakMemory
from holistic_core.media.pictures import read_picture


@dataclass(frozen=True)
class Probe:
    """What came of one file.

    text: size and landmarks of the picture, or the message a visitor gets. width, height, landmarks: 0 when refused.
    seconds: of reading and looking. extra_peak_mb: the most memory meanwhile, above what the waiting process held.
    """

    accepted: bool
    text: str
    advice: tuple[str, ...]
    width: int
    height: int
    landmarks: int
    seconds: float
    extra_peak_mb: float


def probe(path: Path, detector: Detector | None) -> Probe:
    """Read a picture and, with a detector, look for a person; both are measured."""
    accepted, text, size, landmarks = False, "", (0, 0), 0
    advice: tuple[str, ...] = ()
    start_s = time.perf_counter()
    with PeakMemory() as memory:
        try:
            picture = read_picture(path)
            size = picture.rgb.shape[1], picture.rgb.shape[0]
            accepted, advice, text = True, picture.advice, f"{picture.format} {size[0]:,} × {size[1]:,}"
            if detector is not None:
                landmarks = detector.detect(picture.rgb).landmark_count
                text += f", {landmarks} landmarks"
        except HolisticError as refusal:
            text = str(refusal)
        seconds = time.perf_counter() - start_s
    return Probe(accepted, text, advice, *size, landmarks, seconds, memory.extra_mb)


def main(arguments: list[str]) -> None:
    """Print the probe of one file."""
    parser = argparse.ArgumentParser(description="Read one picture and measure it.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--detect", action="store_true", help="look for a person as well")
    options = parser.parse_args(arguments)
    with contextlib.ExitStack() as stack:
        detector = None
        if options.detect:
            detector = stack.enter_context(Detector())
            detector.warm_up()
        sys.stdout.write(json.dumps(asdict(probe(options.file, detector))) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
