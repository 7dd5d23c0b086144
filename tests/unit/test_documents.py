"""README.md and its neighbours are true: their program runs, their links lead somewhere."""

import os
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"(?:\]\(|src=\"|srcset=\")(?!https?:)([^)\"#]+)")


def test_the_program_in_the_readme_runs(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    portrait: npt.NDArray[np.uint8],
) -> None:
    program = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert program is not None
    Image.fromarray(portrait).save(tmp_path / "yoga.jpg")
    monkeypatch.chdir(tmp_path)
    exec(compile(program[1], "README.md", "exec"), {})  # noqa: S102 -- the project's own words
    assert Image.open("annotated.png").size == (portrait.shape[1], portrait.shape[0])
    assert "Shoulder tilt: " in capsys.readouterr().out


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(document: Path) -> None:
    links = LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in links if not Path(os.path.normpath(document.parent / link)).exists()] == []


def test_the_readme_names_every_setting_of_the_host() -> None:
    known = {
        name
        for folder in ("ui", "holistic_core")
        for path in (ROOT / folder).rglob("*.py")
        for name in re.findall(r"HOLISTIC_[A-Z_]+", path.read_text(encoding="utf-8"))
    }
    told = re.findall(r"HOLISTIC_[A-Z_]+", "".join(path.read_text(encoding="utf-8") for path in DOCUMENTS))
    assert known <= set(told)
