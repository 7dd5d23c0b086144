"""Choices, which Streamlit writes into the address in the words of the page, follow the visitor's language.

So a link that was shared in one language opens in another, and a switch of the language keeps what was chosen.
"""

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Final

from holistic_core.angles import ANGLES
from ui._compat import choices_kept, reword_address, reword_arrivals
from ui.library_words import TABLES, in_words
from ui.texts import DEFAULT_LANGUAGE, ENGLISH, LANGUAGES, language
from ui.visit import in_language, switch_language

_OPTIONS: Final = ("option.", "part.", "exercise.", "tab.", "live.no_exercise", "benchmark.size_full")
# Options that are a number with words around it.
_RATES: Final = ("live.rate_value", "accuracy.rate")
_MOST_FPS: Final = 120


def follow_language() -> None:
    """Put the choices that the address has in another language into the words of the visitor's."""
    reword_address(partial(said_in, language()))


def understand_all_languages() -> None:
    """Take choices from browsers that still show another language. Once, when the server starts."""
    reword_arrivals(said_in, tuple(LANGUAGES), language)


def change_language(code: str) -> None:
    """Show everything in another language, with the same choices. For a button's callback."""
    with choices_kept(partial(said_in, code)):
        switch_language(code)
        # What the address says of choices before any of them is drawn in the other language.
        follow_language()


def said_in(code: str, name: str, word: str) -> str:
    """An option's word in any language, as it is called in this one; unknown words stay.

    name: of the parameter or key, like "choice.background"; some words are options of several choices.
    """
    keys = _keys().get(word, ())
    prefix, _, choice = name.partition("-")[0].partition(".")
    groups = (*(f"option.{group}." for group in (choice, f"{prefix}_{choice}")), f"{choice}.")
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
    with in_language(code):
        labels = {text: in_words(text) for text in _labels()}
    texts = LANGUAGES[code]
    rates = {f"{key} {rate}": texts[key].format(rate=rate) for key in _RATES for rate in range(1, _MOST_FPS + 1)}
    stages = [(key, text) for key, text in texts.items() if key.startswith("option.stage.")]
    numbered = {
        f"{key} {number}": texts["xray.numbered"].format(number=number, stage=stage)
        for key, stage in stages
        for number in range(1, len(stages) + 1)
    }
    return labels | rates | numbered | {key: text for key, text in texts.items() if key.startswith(_OPTIONS)}


@cache
def _labels() -> tuple[str, ...]:
    """English labels of the library that some other language has, without those that have gaps, and of the angles."""
    known = (set(table) for code, table in TABLES.items() if code != DEFAULT_LANGUAGE)
    whole = {text for text in set().union(*known) if "{" not in text}
    return tuple(sorted((whole | {definition.label for definition in ANGLES}) - set(ENGLISH.values())))
