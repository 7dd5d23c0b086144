"""`config`: the settings of a host as they are now, without secrets, and what is wrong with them."""

import argparse
import json
import sys
from itertools import groupby
from typing import Any, Final

from holistic_core.configuration import VARIABLES, problems, shown, unknown
from holistic_core.errors import OptionsError

NAME: Final = "config"
HELP: Final = "Show the settings of this host, without secrets, and check them."

_EPILOG: Final = """\
Read are the environment variables of this very shell; the app also reads .streamlit/secrets.toml. What each one means:
docs/configuration.md.

Exit code: 0 all can be used, 1 a setting is wrong, 2 bad arguments.
"""
_OF_OTHERS: Final = """\
## Settings of others

Environment variables too, which this app does not read itself.

| variable | whose | meaning |
|---|---|---|
| `STREAMLIT_BROWSER_SERVER_ADDRESS` | Streamlit | The name by which visitors come; others are refused. |
| `STREAMLIT_SERVER_COOKIE_SECRET` | Streamlit | Signs its cookies; the same for all copies. Secret. |
| `STREAMLIT_SERVER_PORT`, `STREAMLIT_SERVER_ADDRESS` | Streamlit | Where it listens. |
| `SITE_ADDRESS`, `STICKY_SECRET`, `MAX_UPLOAD` and others | Caddy | The head of `deploy/Caddyfile` has them. |
| `PUBLIC_IP`, `TURN_SECRET`, `COOKIE_SECRET`, `APP_REPLICAS` | Compose | `deploy/.env.example` has them. |"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `config`."""
    parser.epilog = _EPILOG
    parser.add_argument("--json", action="store_true", help="print them for machines")
    parser.add_argument("--markdown", action="store_true", help="print the tables of docs/configuration.md")


def run(args: argparse.Namespace) -> int:
    """Exit code 0, or 1 when a setting is wrong."""
    if args.markdown:
        print(markdown())
        return 0
    rows, wrong = _rows(), problems()
    if args.json:
        print(json.dumps({"settings": rows, "problems": wrong, "unknown": unknown()}, indent=2))
    else:
        width = max(map(len, VARIABLES))
        for group, members in groupby(rows, key=lambda row: row["group"]):
            print(f"{group}:")
            for row in members:
                print(f"  {row['name']:{width}}  {row['value'].replace('`', '')}")
    for sentence in [*wrong, *unknown()]:
        print(sentence, file=sys.stderr)
    return 1 if wrong else 0


def markdown() -> str:
    """All settings as tables, a heading for each group."""
    lines: list[str] = []
    for group, members in groupby(VARIABLES.values(), key=lambda variable: variable.group):
        lines += [f"## {group}", "", "| variable | meaning | default | value |", "|---|---|---|---|"]
        for variable in members:
            secret = " Secret." if variable.secret else ""
            lines.append(
                f"| `{variable.name}` | {variable.help}{secret} | {variable.default_words} | {variable.limit} |"
            )
        lines.append("")
    return "\n".join([*lines, _OF_OTHERS])


def _rows() -> list[dict[str, Any]]:
    rows = []
    for name, variable in VARIABLES.items():
        try:
            value = shown(name)
        except OptionsError:
            value = "wrong"
        rows.append({"group": variable.group, "name": name, "value": value, "default": variable.default_words})
    return rows
