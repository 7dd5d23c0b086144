"""The library's own words in the visitor's language: labels, what is written in its figures, and its messages.

The library speaks English and knows no other language. What a visitor sees of it goes through here on its way to the
page. What no table knows stays English.
"""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from holistic_core.charts.live_look import LiveFigure
from ui.library_words_zh import CHINESE_WORDS
from ui.message_words_zh import CHINESE_MESSAGES
from ui.texts import DEFAULT_LANGUAGE, ENGLISH, LANGUAGES, language

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# Pages name these themselves.
_OF_PAGES: Final = ("exercise.", "phase.", "cue.")
TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    code: {text: LANGUAGES[code][key] for key, text in ENGLISH.items() if key.startswith(_OF_PAGES)} | words
    for code, words in {"zh": dict(CHINESE_WORDS)}.items()
}
_MESSAGES: Final = " messages"
_TABLES: Final = {**TABLES, f"zh{_MESSAGES}": {**TABLES["zh"], **CHINESE_MESSAGES}}

# Where Plotly's data hold what is read: titles, names, hover, and categories, which are words on an axis.
_READ: Final = frozenset(
    (
        *("text", "title", "name", "hovertemplate", "hovertext", "customdata", "ticktext"),
        *("x", "y", "x0", "x1", "y0", "y1", "categoryarray"),
    )
)
# Templates hold no words; a source is a picture.
_SKIPPED: Final = frozenset({"template", "source"})
_FIELD: Final = re.compile(r"(?<!%)\{([nwf])\}")
_PLACE: Final = re.compile(r"(?<!%)\{(\d)\}")
# A name may go over several lines, but not over other tags.
_TAGS: Final = (re.compile(r"</?extra>|</?b>"), re.compile("<br>"))
# A number, or where Plotly puts one.
_NUMBER: Final = r"((?:%\{[^}]*\})|[+−±-]?\d[\d.,]*)"
# What stands on one side of a tag is looked up by itself.
_WORDS: Final = "([^<]+?)"
_AS_IT_IS: Final = "(.+?)"
_GAPS: Final = {"n": _NUMBER, "w": _WORDS, "f": _AS_IT_IS}
_SENTENCE_ENDS: Final = re.compile(r"(?<=[.!?])\s+|$")
# Between the parts of a setting's name.
_JOINT: Final = " · "
_MOST_KNOWN: Final = 4096


@dataclass(frozen=True)
class _Pattern:
    """What an English text with gaps looks like, and how it is said."""

    looks: "re.Pattern[str]"
    said: str
    as_they_are: tuple[bool, ...]

    def told(self, parts: Sequence[str], code: str) -> str:
        """Its Chinese text around what was in its gaps."""
        said = [part if same else _said(part, code) for part, same in zip(parts, self.as_they_are, strict=True)]
        return _PLACE.sub(lambda place: said[int(place.group(1))], self.said)


def in_words(text: str) -> str:
    """An English text of the library in the visitor's language; as it is where the table does not know it."""
    code = language()
    return text if code == DEFAULT_LANGUAGE or code not in TABLES else _said(text, code)


def message_in_words(message: str) -> str:
    """An error or advice of the library in the visitor's language, sentence by sentence."""
    code = f"{language()}{_MESSAGES}"
    return _sentences(message, code) if code in _TABLES else message


def figure_in_words(figure: "Figure | LiveFigure") -> "Figure | LiveFigure":
    """The figure with all that is read in it in the visitor's language; in English it is the same object."""
    code = language()
    if code == DEFAULT_LANGUAGE or code not in TABLES:
        return figure
    if isinstance(figure, LiveFigure):
        return LiveFigure([_told(trace, code) for trace in figure.data], _told(figure.layout, code))
    from plotly import graph_objects as go  # noqa: PLC0415 -- plotly is loaded when a chart is made

    return go.Figure(_told(figure.to_plotly_json(), code))


def _told(data: Mapping[str, Any], code: str) -> dict[str, Any]:
    told = {}
    for name, value in data.items():
        if name in _SKIPPED:
            told[name] = value
        elif isinstance(value, Mapping) and "bdata" in value:
            told[name] = _numbers(value)
        elif isinstance(value, Mapping):
            told[name] = _told(value, code)
        elif name in _READ:
            told[name] = _read(value, code)
        elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            told[name] = [_told(each, code) for each in value]
        else:
            told[name] = value
    return told


def _numbers(packed: Mapping[str, Any]) -> Any:
    """An array that Plotly has packed and does not unpack."""
    numbers = np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"])
    return numbers.reshape([int(side) for side in packed["shape"].split(",")]) if "shape" in packed else numbers


def _read(value: Any, code: str) -> Any:
    if isinstance(value, str):
        return _said(value, code)
    if isinstance(value, np.ndarray):
        return value if value.dtype.kind not in "OU" else _read(value.tolist(), code)
    if isinstance(value, list | tuple):
        return [_read(each, code) for each in value]
    return value


@lru_cache(_MOST_KNOWN)
def _said(text: str, code: str) -> str:
    whole = _found(text, code)
    if whole is None and "<br>" in text:
        # A long name in lines.
        line = text.replace("<br>", " ")
        whole = _found(line, code) if _JOINT in line else _known(line, code)
    if whole is not None:
        return whole
    for tags in _TAGS:
        if tags.search(text):
            parts = [_said(part, code) for part in tags.split(text)]
            return "".join(part + tag for part, tag in zip(parts, [*tags.findall(text), ""], strict=True))
    return text


@lru_cache(_MOST_KNOWN)
def _sentences(message: str, code: str) -> str:
    told = ""
    while message:
        said, message = _first_sentence(message, code)
        told += said
    return told.rstrip()


def _first_sentence(message: str, code: str) -> tuple[str, str]:
    """The first sentence as it is said, and the rest.

    Names of files may hold a full stop: a sentence ends at the first one at which it is known.
    """
    ends = list(_SENTENCE_ENDS.finditer(message))
    for end in ends:
        said = _found(message[: end.start()], code)
        if said is not None:
            return said, message[end.end() :]
    after = ends[0].end()
    return message[:after], message[after:]


def _found(text: str, code: str) -> str | None:
    known = _known(text, code)
    if known is not None:
        return known
    for pattern in _patterns(code):
        match = pattern.looks.fullmatch(text)
        if match:
            return pattern.told(match.groups(), code)
    return None


def _known(text: str, code: str) -> str | None:
    return _TABLES[code].get(text) or _lowered(code).get(text.lower())


@cache
def _lowered(code: str) -> Mapping[str, str]:
    return {text.lower(): said for text, said in _TABLES[code].items()}


@cache
def _patterns(code: str) -> tuple[_Pattern, ...]:
    """The table's texts with gaps: those without words first, then the most numbers, then the longest."""
    texts = [text for text in _TABLES[code] if _FIELD.search(text)]
    texts.sort(key=lambda text: ("{w}" in text or "{f}" in text, -text.count("{n}"), -len(_FIELD.sub("", text))))
    return tuple(
        _Pattern(
            re.compile(_looks(text), re.IGNORECASE),
            _TABLES[code][text],
            tuple(kind == "f" for kind in _FIELD.findall(text)),
        )
        for text in texts
    )


def _looks(text: str) -> str:
    parts = _FIELD.split(text)
    # Every other part is the kind of a gap.
    return "".join(re.escape(part) if not number % 2 else _GAPS[part] for number, part in enumerate(parts))
