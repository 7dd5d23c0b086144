"""`batch`: a folder of pictures and videos on all cores, or on the machines of a Dask cluster, into one dataset."""

import argparse
import os
from pathlib import Path
from typing import Final

from holistic_core.commands.video import add_engine_argument, add_looking_arguments

NAME: Final = "batch"
HELP: Final = "Look at a folder of pictures and videos on many processes or machines: a Parquet dataset, and files."
FILES: Final = ("annotated", "json", "csv", "trc", "mot", "report")

_EPILOG: Final = """\
In OUT:
  dataset/…/NAME.parquet    one for each picture or video, all with the same columns: read the folder as one dataset
  files/…/NAME/             what --files asks for; of a picture: annotated.png, result.json, and tables as CSV
  batch.json                what became of every file, and why a failed one failed
Sources are named by their path below IN. What the columns mean: docs/schema.md.

Largest files first, one file a worker process at a time; a video is one task, because tracking needs its past. Every
process has one detector. Results are those of `detect` and `video`, and of pictures, too, only the body is looked for
unless --parts asks for more. Called again, it goes on where it stopped: what is done is left alone unless content,
options or versions changed. A file whose worker dies goes to another one; one that cannot be read is reported and the
rest goes on.

A cluster of your own: start a scheduler and, on every machine, workers, in the folder of the project:
  .venv/bin/python -m distributed.cli.dask_scheduler --host ADDRESS
  .venv/bin/python -m distributed.cli.dask_worker tcp://ADDRESS:8786 --nthreads 1 --nworkers 4
IN and OUT must be the same folders there. Whoever reaches a scheduler can run programs on its workers: trusted networks
only, or Dask's TLS (tls://).

Exit code: 0 all files done, 1 some file failed, 2 bad arguments, 130 interrupted (Ctrl-C).
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `batch`; how a video is looked at as for `video`."""
    parser.epilog = _EPILOG
    parser.add_argument(
        "input",
        type=Path,
        metavar="IN",
        help="folder; pictures and videos in it and in the folders below are taken, told by content, not by name",
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="folder to write to; it may lie in IN")
    output = parser.add_argument_group("output")
    output.add_argument(
        "--files",
        type=_names,
        default=frozenset(),
        metavar="KIND[,KIND]",
        help=f"files for each input as well: {', '.join(FILES)}",
    )
    output.add_argument(
        "--json",
        action="store_true",
        help="for machines: a JSON line a file on standard error, the summary as JSON on standard output",
    )
    where = parser.add_argument_group("where to run")
    where.add_argument(
        "--workers", type=_positive, metavar="N", help="processes on this machine (default: its cores / --threads)"
    )
    where.add_argument("--scheduler", metavar="ADDRESS", help="a Dask cluster instead, such as tcp://10.0.0.5:8786")
    where.add_argument(
        "--threads",
        type=_positive,
        default=1,
        metavar="N",
        help="threads of each process, and cores it keeps to (default: %(default)s)",
    )
    where.add_argument(
        "--retries",
        type=_not_negative,
        default=2,
        metavar="N",
        help="how often a file is tried again when it fails for a reason outside of it (default: %(default)s)",
    )
    add_engine_argument(where)
    pictures = parser.add_argument_group("pictures")
    pictures.add_argument(
        "--people",
        type=_positive,
        metavar="N",
        help="up to N people, the largest first. Without it: the one person the detector is most sure of",
    )
    add_looking_arguments(parser)


def _names(text: str) -> frozenset[str]:
    names = frozenset(filter(None, text.split(",")))
    unknown = sorted(names - set(FILES))
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: choose from {', '.join(FILES)}")
    return names


def _positive(text: str) -> int:
    number = _not_negative(text)
    if number == 0:
        raise argparse.ArgumentTypeError("0 is too few")
    return number


def _not_negative(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text} is not a whole number")
    return int(text)


def workers_of(args: argparse.Namespace) -> int:
    """How many processes there are on this machine."""
    chosen: int | None = args.workers
    return chosen or max(1, (os.cpu_count() or 1) // args.threads)


def run(args: argparse.Namespace) -> int:
    """Exit code 0, or 1 when a file failed and the others were done."""
    # It loads Dask, and what reads pictures and videos; --help does not wait for that.
    from holistic_core.commands.batch_run import process_folder  # noqa: PLC0415

    return process_folder(args)
