"""Choices in the address, which Streamlit writes there in the words of the page, follow the visitor's language.

So a link that was shared in one language opens in another, and a switch of the language leaves no foreign word behind.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from ui._compat import reword_choices
from ui.library_words import TABLES
from ui.texts import DEFAULT_LANGUAGE, ENGLISH, LANGUAGES, language

_OPTIONS: Final = ("option.", "part.", "exercise.")


def follow_language() -> None:
    """Put the choices that the address has in another language into the words of the visitor's."""
    code = language()
    reword_choices(lambda name, word: said_in(code, name, word))


def said_in(code: str, name: str, word: str) -> str:
    """An option's word in any language, as it is called in this one; unknown words stay.

    name: of the parameter, like "choice.background"; some words are options of several choices.
    """
    keys = _keys().get(word, ())
    prefix, _, choice = name.partition(".")
    groups = tuple(f"option.{group}." for group in (choice, f"{prefix}_{choice}"))
    options = _options(code)
    if any(options.get(key) == word for key in keys):
        return word
    best = sorted(keys, key=lambda key: not key.startswith(groups))
    return next((options[key] for key in best if key in options), word)


@cache
def _keys() -> Mapping[str, Sequence[str]]:
    """Words of all languages → what is called so."""
    keys: dict[str, list[str]] = {}
    for code in LANGUAGES:
        for key, text in _options(code).items():
            keys.setdefault(text, []).append(key)
    return keys


@cache
def _options(code: str) -> Mapping[str, str]:
    """What options are called in a language, by a key that is the same in all of them."""
    labels = {text: TABLES[code][text] if code != DEFAULT_LANGUAGE else text for text in _labels()}
    return labels | {key: text for key, text in LANGUAGES[code].items() if key.startswith(_OPTIONS)}


@cache
def _labels() -> tuple[str, ...]:
    """English labels of the library that some other language has, without those that have gaps."""
    known = (set(table) for code, table in TABLES.items() if code != DEFAULT_LANGUAGE)
    pages = set(ENGLISH.values())
    return tuple(sorted(text for text in set().union(*known) if "{" not in text and text not in pages))
