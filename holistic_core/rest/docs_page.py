"""The description of the REST interface as a page for people, which loads nothing from anywhere."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from holistic_core.rest.problem import KINDS

CONTENT_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
_STYLE: Final = """
:root { color-scheme: light dark; --line: #8886; --soft: #8881; --accent: light-dark(#0b5f6f, #6fd3e3) }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 58rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1, h2 { line-height: 1.2 } h2 { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1.5rem }
h2 span { color: var(--accent); font-size: .8em; margin-right: .5rem }
code, pre { font: .88em/1.5 ui-monospace, monospace; background: var(--soft); border-radius: 4px; padding: .1em .3em }
pre { padding: .8em 1em; overflow-x: auto } .wide { overflow-x: auto } a { color: var(--accent) }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top;
padding: .4em .8em .4em 0; border-bottom: 1px solid var(--line) }
th { font-weight: 600 } td:first-child { white-space: nowrap }
summary { cursor: pointer; padding: .3em 0 }
@media (max-width: 40rem) { thead { display: none } tr { display: block; border-bottom: 1px solid var(--line);
padding: .6em 0 } td { display: block; border: 0; padding: 0 } }
"""


def docs_page(document: dict[str, Any], here: str) -> str:
    """The page for an OpenAPI document of `openapi.document`. here: what its address begins with, up to `/api`."""
    info, server = document["info"], document["servers"][0]["url"]
    parts = [
        f"<h1>{html.escape(info['title'])}: REST</h1>",
        f"<p>{_words(info['description'])}</p>",
        f"<pre>SERVER={html.escape(here)}\n"
        'curl -F file=@photo.jpg "$SERVER/api/v1/detect"\n'
        "curl -F file=@photo.jpg -H 'Accept: text/csv' \"$SERVER/api/v1/detect?table=angles\"\n"
        "curl -F file=@photo.jpg -H 'Accept: image/png' -o drawn.png \\\n"
        '  "$SERVER/api/v1/detect?parts=pose&amp;people=4"</pre>',
        f'<p>For programs: <a href="{html.escape(server)}/openapi.json">openapi.json</a>.</p>',
    ]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            parts += _operation(f"{server}{path}", method, operation)
    parts.append("<h2>Problems</h2>" + _table(("kind", "status", "meaning"), _problem_rows()))
    parts.append("<h2>Schemas</h2>")
    for name, schema in document["components"]["schemas"].items():
        text = html.escape(json.dumps(schema, indent=2))
        parts.append(f'<details id="schema-{name}"><summary>{name}</summary><pre>{text}</pre></details>')
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(info['title'])}: REST</title><style>{_STYLE}</style></head>"
        f"<body>{''.join(parts)}</body></html>"
    )


def _operation(address: str, method: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"<h2><span>{method.upper()}</span>{html.escape(address)}</h2><p>{_words(operation['summary'])}.</p>"
    if "description" in operation:
        yield f"<p>{_words(operation['description'])}</p>"
    if operation["security"]:
        yield "<p>Needs a key: <code>Authorization: Bearer KEY</code> or <code>X-API-Key: KEY</code>.</p>"
    if operation.get("parameters"):
        rows = (
            (f"<code>{each['name']}</code>", _allowed(each["schema"]), _words(each["description"]))
            for each in operation["parameters"]
        )
        yield _table(("option", "values", "meaning"), rows)
    body = operation.get("requestBody")
    if body:
        yield f"<p>Body: {', '.join(f'<code>{kind}</code>' for kind in body['content'])}.</p>"
    kinds = [kind for answer in operation["responses"].values() for kind in answer.get("content", ())]
    yield f"<p>Answer: {', '.join(f'<code>{kind}</code>' for kind in dict.fromkeys(kinds))}.</p>"


def _problem_rows() -> Iterator[tuple[str, str, str]]:
    for kind, (status, title) in KINDS.items():
        yield f'<code id="{kind}">{kind}</code>', str(status), html.escape(title)


def _allowed(schema: dict[str, Any]) -> str:
    if schema["type"] == "array":
        words = f"any of {', '.join(schema['items']['enum'])}"
    elif "enum" in schema:
        words = ", ".join(map(str, schema["enum"]))
    elif "minimum" in schema:
        words = f"{schema['minimum']:g} to {schema['maximum']:g}"
    else:
        words = "true, false" if schema["type"] == "boolean" else "#RRGGBB"
    usual = schema.get("default")
    return html.escape(words) + (
        "" if usual is None else f"<br>usually {html.escape(json.dumps(usual).strip(chr(34)))}"
    )


def _table(head: tuple[str, ...], rows: Any) -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    titles = "".join(f"<th>{title}</th>" for title in head)
    return f'<div class="wide"><table><thead><tr>{titles}</tr></thead><tbody>{cells}</tbody></table></div>'


def _words(text: str) -> str:
    """Text with its names in back ticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))
