"""requirements.txt (for plain pip) and uv.lock install the same versions."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKED = {package["name"]: package for package in tomllib.loads((ROOT / "uv.lock").read_text())["package"]}
LINES = [
    line for line in (ROOT / "requirements.txt").read_text().splitlines() if line.strip() and not line.startswith("#")
]
PIN = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)==([0-9][a-z0-9.]*)")
LEFT_OUT_OF_LOCK = {name.split(" ")[0] for name in PROJECT["tool"]["uv"]["override-dependencies"]}


def pins(lines: Iterable[str]) -> dict[str, str]:
    matches = [PIN.fullmatch(line) for line in lines]
    return {match[1]: match[2] for match in matches if match}


def needed_at_runtime(packages: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Versions of everything the project needs to run, on any platform: no development tools."""
    found: dict[str, str] = {}
    waiting = ["holistic-lab"]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = packages[name]["version"]
        extras = packages[name].get("optional-dependencies", {})
        for dependency in [*packages[name].get("dependencies", ()), *(d for group in extras.values() for d in group)]:
            waiting.append(dependency["name"])
    del found["holistic-lab"]
    return found


def differences(pinned: Mapping[str, str], locked: Mapping[str, str]) -> dict[str, tuple[str | None, str]]:
    return {name: (pinned.get(name), version) for name, version in locked.items() if pinned.get(name) != version}


def test_every_line_is_a_plain_pin() -> None:
    assert [line for line in LINES if not PIN.fullmatch(line)] == []


def test_locked_versions_are_the_pinned_ones() -> None:
    assert differences(pins(LINES), needed_at_runtime(LOCKED)) == {}


@pytest.mark.parametrize("line", ["", "numpy==1.26.3", "numpy>=1.26.4"])
def test_a_difference_is_noticed(line: str) -> None:
    changed = [line if known.startswith("numpy==") else known for known in LINES]
    assert "numpy" in differences(pins(changed), needed_at_runtime(LOCKED))


def test_what_is_pinned_beyond_the_lock_comes_with_mediapipe() -> None:
    beyond = pins(LINES).keys() - needed_at_runtime(LOCKED).keys()
    # opt-einsum is what jax asks for.
    assert beyond == LEFT_OUT_OF_LOCK | {"opt-einsum"}


def test_both_opencv_packages_have_one_version() -> None:
    """They install into the same folder; whichever comes last wins there, so they have to be interchangeable."""
    pinned = pins(LINES)
    assert pinned["opencv-contrib-python"] == pinned["opencv-python-headless"]


def test_no_development_tool_is_pinned() -> None:
    tools = {dependency.split("==")[0] for dependency in PROJECT["dependency-groups"]["dev"]}
    assert tools & pins(LINES).keys() == set()


@pytest.mark.parametrize("python", ["3.11.0", "3.12.0"])
def test_pip_accepts_every_version_on(python: str) -> None:
    """pip obeys an upper limit on Python's version, which uv overlooks when it locks."""
    refused = {}
    for name in needed_at_runtime(LOCKED):
        try:
            asked = metadata.metadata(name).get("Requires-Python", "")
        except metadata.PackageNotFoundError:  # one for another platform
            continue
        if not SpecifierSet(asked or "").contains(python):
            refused[name] = asked
    assert refused == {}


def test_lock_knows_public_registries_only() -> None:
    hosts = set(re.findall(r"https?://([^/\"]+)/", (ROOT / "uv.lock").read_text()))
    assert hosts == {"pypi.org", "files.pythonhosted.org"}
