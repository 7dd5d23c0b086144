"""`client`: have pictures looked at by a server, over its REST interface."""

import argparse
from pathlib import Path
from typing import Final

NAME: Final = "client"
HELP: Final = "Send pictures to a server of Holistic Lab and write what it found."

_EPILOG: Final = """\
URL is where the dashboard opens, such as http://localhost:8501.
Files in DIR: STEM.json (--json), STEM.csv (--csv), STEM_annotated.png (--draw); without any of the three, STEM.json.
Without --out the JSON of each picture goes to standard output, one line a picture, or with --csv its CSV.
A server that is busy is asked again, as often and as late as it wants, for up to --patience seconds.

Exit code: 0 all pictures done (also when nobody was found), 1 some picture failed, 2 bad arguments,
130 interrupted.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `client`."""
    parser.epilog = _EPILOG
    parser.add_argument("url", metavar="URL", help="of the server")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILES", help="pictures, or folders of pictures")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder to write to")
    parser.add_argument("--json", action="store_true", help="everything that was found, exact")
    parser.add_argument("--csv", action="store_true", help="a row for each landmark")
    parser.add_argument("--draw", action="store_true", help="the picture with the landmarks drawn on (needs --out)")
    parser.add_argument("--key", help="key of the server; better in the environment variable HOLISTIC_CLIENT_KEY")
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="an option of the server, such as parts=pose or people=4; see its /api/v1/docs",
    )
    parser.add_argument(
        "--patience",
        type=float,
        default=60.0,
        metavar="S",
        help="seconds for which a busy server is asked again (default: %(default)s)",
    )


def run(args: argparse.Namespace) -> int:
    """Exit code 0, or 1 when a picture failed and the others were done."""
    from holistic_core.commands.client_run import send_files  # noqa: PLC0415 -- --help does not wait for it

    return send_files(args)
