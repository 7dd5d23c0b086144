"""Pieces of HTML with everything escaped that is not markup: texts, tables, and a page that may load nothing."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

# Nothing is fetched from anywhere, and of programs only those that the page was written with are run.
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'; img-src data: blob:; "
    "script-src {hashes}"
)


@dataclass(frozen=True)
class Html:
    """Markup. Whatever is a plain str is text and gets escaped."""

    markup: str


def tag(name: str, *inside: "str | Html", **attributes: str) -> Html:
    """`<name …>inside</name>`. An attribute `class_` is `class`, `data_x` is `data-x`."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value, quote=True)}"' for key, value in attributes.items()
    )
    return Html(f"<{name}{told}>{''.join(map(_markup, inside))}</{name}>")


def joined(parts: Iterable["str | Html"]) -> Html:
    """One after the other."""
    return Html("".join(map(_markup, parts)))


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, texts: Sequence[int] = ()) -> Html:
    """A table whose first column names the rows. texts: further columns of words, which stand at the left."""

    def classes(column: int) -> dict[str, str]:
        return {"class_": "text"} if column in texts or column == 0 else {}

    head = tag("tr", *(tag("th", name, scope="col", **classes(column)) for column, name in enumerate(header)))
    body = [
        tag(
            "tr",
            tag("th", row[0], scope="row"),
            *(tag("td", cell, **classes(column)) for column, cell in enumerate(row[1:], 1)),
        )
        for row in rows
    ]
    return tag("div", tag("table", tag("thead", head), tag("tbody", *body)), class_="scroll")


def pairs(values: Mapping[str, str]) -> Html:
    """A table of names and what they are."""
    rows = (tag("tr", tag("th", name, scope="row"), tag("td", value)) for name, value in values.items())
    return tag("div", tag("table", tag("tbody", *rows), class_="settings"), class_="scroll")


def page(title: str, style: str, body: Html, figures: Sequence[str], scripts: Sequence[str]) -> Iterator[bytes]:
    """A whole document as pieces: the body, the figures as a list in an element "figures", and the programs.

    figures: JSON without "<". scripts: run in this order; they must not hold "</script".
    """
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts
    )
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(hashes=hashes)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body.markup}\n"
    ).encode()
    yield b'<script type="application/json" id="figures">['
    for number, figure in enumerate(figures):
        yield (("," if number else "") + figure).encode()
    yield b"]</script>\n"
    for script in scripts:
        yield b"<script>" + script.encode() + b"</script>\n"
    yield b"</body>\n</html>\n"


def _markup(part: "str | Html") -> str:
    return part.markup if isinstance(part, Html) else escape(part)
