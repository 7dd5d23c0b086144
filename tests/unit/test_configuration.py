"""The settings of a host: read, checked, told without secrets, and documented where nobody has to search."""

import ast
import re
from pathlib import Path

import pytest

from holistic_core import configuration
from holistic_core.commands.config import markdown
from holistic_core.configuration import VARIABLES, problems, read, shown, unknown
from holistic_core.errors import OptionsError

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "configuration.md"
# They start other programs, or look for tools of developers.
OF_DEVELOPERS = frozenset({"holistic_core/measure", "holistic_core/commands"})
OURS = re.compile(r"(?:HOLISTIC|CLOUDFLARE|TWILIO)_[A-Z_]*[A-Z]")


def sources() -> dict[str, str]:
    paths = [ROOT / "app.py", ROOT / "dashboard.py"]
    paths += [path for folder in ("holistic_core", "ui", "pages") for path in (ROOT / folder).rglob("*.py")]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def environment_readers(files: dict[str, str]) -> set[str]:
    """Files that look into the process's environment."""
    found = set()
    for path, text in files.items():
        for node in ast.walk(ast.parse(text)):
            by_attribute = isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")
            by_name = isinstance(node, ast.ImportFrom) and node.module == "os"
            names = {alias.name for alias in node.names} if isinstance(node, ast.ImportFrom) and by_name else set()
            if by_attribute or names & {"environ", "getenv"}:
                found.add(path)
    return found


def test_the_page_is_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8").endswith(f"\n{markdown()}\n"), (
        "write it anew with `python -m holistic_core config --markdown`"
    )


def test_nothing_else_reads_the_environment() -> None:
    readers = environment_readers(sources())
    own = {path for path in readers if not path.startswith(tuple(OF_DEVELOPERS))}
    # The cache folder of the user is no setting of ours.
    assert own == {"holistic_core/configuration.py", "holistic_core/engines/model_store.py"}
    store = (ROOT / "holistic_core/engines/model_store.py").read_text(encoding="utf-8")
    assert re.findall(r"environ\W+(?:get\()?\W*(\w+)", store) == ["XDG_CACHE_HOME"]


@pytest.mark.parametrize(
    "line",
    ["import os\nos.environ['X']", "import os\nos.getenv('X')", "from os import environ", "from os import getenv"],
)
def test_a_reader_is_noticed(line: str) -> None:
    assert environment_readers({"ui/a.py": line}) == {"ui/a.py"}


def test_every_name_in_the_code_is_in_the_table() -> None:
    named = {name for text in sources().values() for name in OURS.findall(text)}
    assert named - set(VARIABLES) <= set(configuration._OF_TESTS)


@pytest.mark.parametrize("name", VARIABLES)
def test_defaults_hold_without_anything(name: str) -> None:
    assert read(name, {}) == VARIABLES[name].default == read(name, {name: " "})
    assert shown(name, {}) == VARIABLES[name].default_words


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("HOLISTIC_THREADS", " 2 ", 2),
        ("HOLISTIC_MODE", "Throughput", "throughput"),
        ("HOLISTIC_TIMEOUT_S", "2.5", 2.5),
        ("HOLISTIC_REST", "off", False),
        ("HOLISTIC_REST", True, True),
        ("HOLISTIC_STUN_URLS", "stun:a:1, stun:b:2", ("stun:a:1", "stun:b:2")),
        ("HOLISTIC_STUN_URLS", ["stun:a:1", "stun:b:2"], ("stun:a:1", "stun:b:2")),
        ("HOLISTIC_CORS_ORIGINS", "https://lab.example.org:8443,*", ("https://lab.example.org:8443", "*")),
    ],
)
def test_values(name: str, value: object, expected: object) -> None:
    assert read(name, {name: value}) == expected
    assert problems({name: value}) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOLISTIC_THREADS", "two"),
        ("HOLISTIC_THREADS", "65"),
        ("HOLISTIC_MODE", "fast"),
        ("HOLISTIC_TIMEOUT_S", "0"),
        ("HOLISTIC_TIMEOUT_S", "nan"),
        ("HOLISTIC_REST", "maybe"),
        ("HOLISTIC_REST_MB", "1001"),
        ("HOLISTIC_CORS_ORIGINS", "https://lab.example.org/page"),
        ("HOLISTIC_CORS_ORIGINS", "lab.example.org"),
        ("HOLISTIC_SERVER_TURN_TRANSPORT", "dtls"),
    ],
)
def test_a_wrong_value_is_told(name: str, value: str) -> None:
    (sentence,) = problems({name: value})
    assert name in sentence and repr(value) in sentence
    with pytest.raises(OptionsError, match=name):
        read(name, {name: value})


def test_secrets_are_never_told() -> None:
    short = {"HOLISTIC_API_KEYS": "long-enough-for-a-key,tooshort"}
    (sentence,) = problems(short)
    assert "HOLISTIC_API_KEYS" in sentence and "16" in sentence and "tooshort" not in sentence
    given = {name: "s3cret-of-the-host" for name, variable in VARIABLES.items() if variable.secret}
    assert len(given) >= 9
    assert {shown(name, given) for name in given} == {"set"}


def test_secrets_go_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLISTIC_REST_QUEUE", "7")
    assert read("HOLISTIC_REST_QUEUE") == 7
    try:
        configuration.use_secrets({"HOLISTIC_REST_QUEUE": 8, "other": 1})
        assert read("HOLISTIC_REST_QUEUE") == 8
    finally:
        configuration.use_secrets({})


def test_a_misspelt_name_is_noticed() -> None:
    (sentence,) = unknown({"HOLISTIC_THREAD": "2", "HOLISTIC_TEST_MEDIA": "x", "PATH": "y"})
    assert sentence == "HOLISTIC_THREAD is not a setting; did you mean HOLISTIC_THREADS?"


def test_settings_that_contradict_each_other_are_all_named() -> None:
    given = {
        "HOLISTIC_THREADS": "abc",
        "HOLISTIC_STUN_URLS": "http://x",
        "HOLISTIC_TURN_URLS": "turn:a.example",
        "TWILIO_AUTH_TOKEN": "x",
        "HOLISTIC_REST_MEMORY_MB": "10",
    }
    told = problems(given)
    for name in ("HOLISTIC_THREADS", "Entry 1 of HOLISTIC_STUN_URLS", "nothing to log in with", "TWILIO_ACCOUNT_SID"):
        assert any(name in sentence for sentence in told)
    assert [sentence.split()[0] for sentence in told if "never find room" in sentence] == [
        "HOLISTIC_REST_MB",
        "HOLISTIC_REST_BATCH_MB",
    ]
    assert len(told) == 6


@pytest.mark.parametrize("value", ["inf", "1e400", "nan", "-1", "x"])
def test_a_number_has_an_end(value: str) -> None:
    assert len(problems({"HOLISTIC_VIDEO_MB": value})) == 1
