"""A process that serves one large annotated video and its ZIP, until its input ends: for measurements of its memory.

`python -m tests.video_file_server MEGABYTES` prints one line of JSON: the addresses of the ZIP of a small video, of the
large video, and of its ZIP.
"""

import json
import os
import sys

from starlette.applications import Starlette
from starlette.routing import Mount, Route

from holistic_core.movement.filter_settings import FilterSettings
from tests.clip_results import clip_result
from tests.rest_server import served
from ui.video_compare import LastComparison
from ui.video_downloads import zip_writer
from ui.video_file import ServedFile, video_file
from ui.video_runs import VideoResult

PIECE_BYTES = 1_000_000


def main(megabytes: int) -> None:
    small, large = clip_result(b"small"), clip_result(b"")
    assert large.movement.mp4 is not None and large.annotated is not None
    with large.movement.mp4.open("wb") as file:
        for _ in range(megabytes):
            file.write(os.urandom(PIECE_BYTES))
    files = (packed(small), large.annotated, packed(large))
    app = Starlette(routes=[Mount("/api", routes=[Route("/v1/video/{token}", video_file)])])
    with served(app) as url:
        sys.stdout.write(json.dumps([f"{url}/{each.address}" for each in files]) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


def packed(result: VideoResult) -> ServedFile:
    return ServedFile(
        zip_writer(result, FilterSettings(), LastComparison(), in_space=False, spoken="en"), "application/zip"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
