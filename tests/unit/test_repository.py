"""What is in the repository works on any machine."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Where people, containers and package mirrors keep things on one machine, and nowhere else.
PRIVATE_FOLDERS = ("work", "root", r"home/\w+", r"Users/\w+", "opt/pypi")
MACHINE_PATH = re.compile(rf"(?<![\w~<./-])/(?:{'|'.join(PRIVATE_FOLDERS)})\b|\bfile:/" + "/")


def machine_paths(text: str) -> list[str]:
    return [match[0] for match in MACHINE_PATH.finditer(text)]


def repository_files() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("this is not a git clone")
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_names_one_machine() -> None:
    found = {}
    for path in repository_files():
        data = path.read_bytes()
        if b"\0" not in data and (paths := machine_paths(data.decode("utf-8"))):
            found[str(path.relative_to(ROOT))] = paths
    assert found == {}


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("open('|work|media|a.jpg')", ["|work"]),
        ("cache: |root|.cache", ["|root"]),
        ("|home|ada|project and |Users|ada|project", ["|home|ada", "|Users|ada"]),
        ("file:|||opt|pypi, |opt|pypi", ["file:||", "|opt|pypi"]),
        ("frame|work, ~|work, network|root, ..|work, |workshop, <|root>", []),
    ],
)
def test_machine_paths_are_found(text: str, paths: list[str]) -> None:
    """With a bar for the slash, or this file would find itself."""
    assert machine_paths(text.replace("|", "/")) == [path.replace("|", "/") for path in paths]


def test_no_file_is_large() -> None:
    """Models and media are found or made, never stored."""
    assert [str(path) for path in repository_files() if path.stat().st_size > 2_000_000] == []


@pytest.mark.parametrize(
    "name", ["scripts/make_venv.sh", "scripts/install_chromium.sh", "scripts/install_coturn.sh", ".ci/run"]
)
def test_scripts_can_be_started(name: str) -> None:
    assert (ROOT / name).stat().st_mode & 0o111
