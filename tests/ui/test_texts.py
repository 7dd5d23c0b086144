"""No text a visitor reads is written anywhere but in the table."""

import ast
import re
from pathlib import Path

import pytest

from ui.texts import ENGLISH, LANGUAGES

PROJECT = Path(__file__).parents[2]
SCREENS = sorted(
    path
    for path in (PROJECT / "dashboard.py", *(PROJECT / "pages").glob("*.py"), *(PROJECT / "ui").glob("*.py"))
    if path.name not in {"texts.py", "texts_zh.py"}
)
FIELD = re.compile(r"\{(\w+)")
MOST_WORDS = 150
SHORT = ".workshop"


def keys_asked_for(path: Path) -> set[str]:
    """Keys of `text(…)`, with `*` for a part that is filled in at run time."""
    keys = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text":
            keys |= written(node.args[0])
    return keys


def written(node: ast.expr) -> set[str]:
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.JoinedStr):
        return {"".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)}
    if isinstance(node, ast.IfExp):
        return written(node.body) | written(node.orelse)
    raise AssertionError(f"line {node.lineno}: a key that cannot be checked")


ASKED = {key for path in SCREENS for key in keys_asked_for(path)}


def matches(pattern: str, key: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\*", r"\w+"), key) is not None


@pytest.mark.parametrize("pattern", sorted(ASKED))
def test_every_key_is_in_the_table(pattern: str) -> None:
    assert any(matches(pattern, key) for key in ENGLISH)


@pytest.mark.parametrize("key", ENGLISH)
def test_every_text_is_used(key: str) -> None:
    assert any(matches(pattern, key.removesuffix(SHORT)) for pattern in ASKED)


@pytest.mark.parametrize("key", [key for key in ENGLISH if key.endswith(SHORT)])
def test_a_short_text_is_shorter_and_has_the_same_fields(key: str) -> None:
    whole = ENGLISH[key.removesuffix(SHORT)]
    assert len(ENGLISH[key]) < len(whole)
    assert set(FIELD.findall(ENGLISH[key])) == set(FIELD.findall(whole))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_texts_and_fields(language: str) -> None:
    table = LANGUAGES[language]
    assert table.keys() == ENGLISH.keys()
    for key, english in ENGLISH.items():
        assert set(FIELD.findall(table[key])) == set(FIELD.findall(english)), key


@pytest.mark.parametrize("key", [key for key in ENGLISH if key.startswith("explain.") and f"{key}_figure" in ENGLISH])
def test_explanations_are_short(key: str) -> None:
    assert len(ENGLISH[key].split()) <= MOST_WORDS
