"""Imports point one way, files stay short, and ARCHITECTURE.md knows every module and every dependency.

The rules read sources (path → text), so that the tests can hand them bad ones as well.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIBRARY = "holistic_core"
# Lowest first; a module imports from its own row and from rows above it in this list, never from below.
LAYERS: dict[str, frozenset[str]] = {
    "vocabulary": frozenset({"errors", "configuration", "ice_settings", "palette", "options", "results", "topology"}),
    "maths": frozenset({"geometry", "filters", "angle_definitions", "angles", "plausibility", "agreement"}),
    "inferring": frozenset(
        {"process_memory", "thread_turns", "memory_watch", "trace", "contrast", "engines", "detector"}
    ),
    "using": frozenset({"media", "drawing", "export", "charts", "coach", "exercises", "movement"}),
    "running": frozenset({"live", "video", "rest", "measure", "commands", "__main__"}),
}
HOUSE = (LIBRARY, "ui", "pages", "dashboard", "app")
LONGEST_FILE = 300
# They grow with what they list.
TABLES = frozenset({"ui/texts.py", "ui/texts_zh.py", "ui/library_words_zh.py", "ui/message_words_zh.py"})
NAME_OF_IMPORT = {"PIL": "pillow", "cv2": "opencv-python-headless"}


@dataclass(frozen=True)
class Import:
    """One imported module. lazy: inside a function, or for type checkers only."""

    module: str
    line: int
    lazy: bool


def sources() -> dict[str, str]:
    files = [ROOT / "app.py", ROOT / "dashboard.py"]
    files += [path for folder in (LIBRARY, "ui", "pages") for path in (ROOT / folder).rglob("*.py")]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sorted(files)}


def module_name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def imports(path: str, text: str, modules: frozenset[str]) -> tuple[Import, ...]:
    """What a file imports; `from a import b` is `a.b` where that is one of `modules`, else `a`."""
    package = module_name(path).split(".")
    if not path.endswith("__init__.py"):
        package = package[:-1]

    def walk(node: ast.AST, lazy: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno, lazy) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*parts, *([node.module] if node.module else [])])
            for name in dict.fromkeys(alias.name for alias in node.names):
                whole = f"{base}.{name}"
                yield Import(whole if whole in modules else base, node.lineno, lazy)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "find_spec")):
            names = [argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant)]
            yield from (Import(str(name), node.lineno, lazy) for name in names)
        within = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        types_only = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        orelse = node.orelse if isinstance(node, ast.If) else []
        for child in ast.iter_child_nodes(node):
            yield from walk(child, within or (types_only and child not in orelse))

    return tuple(dict.fromkeys(walk(ast.parse(text, path), False)))


def all_imports(files: Mapping[str, str]) -> Iterator[tuple[str, Import]]:
    modules = frozenset(map(module_name, files))
    for path, text in files.items():
        for found in imports(path, text, modules):
            yield path, found


def rank(module: str) -> tuple[int, int] | None:
    """Floor of the house, and layer inside the library; None for what is not ours."""
    first, *rest = module.split(".")
    if first not in HOUSE:
        return None
    if first != LIBRARY:
        return HOUSE.index(first), 0
    if not rest:  # the package itself: the public names, up to the detector's
        return 0, list(LAYERS).index("inferring")
    return 0, next(layer for layer, names in enumerate(LAYERS.values()) if rest[0] in names)


def modules_without_a_layer(files: Mapping[str, str]) -> set[str]:
    ours = {name.split(".")[1] for name in map(module_name, files) if name.startswith(f"{LIBRARY}.")}
    return ours - frozenset.union(*LAYERS.values())


def backward_arrows(files: Mapping[str, str]) -> list[str]:
    found = []
    for path, imported in all_imports(files):
        target, own = rank(imported.module), rank(module_name(path))
        if target is not None and own is not None and target > own:
            found.append(f"{path}:{imported.line} imports {imported.module}")
    return found


def import_cycle(files: Mapping[str, str]) -> list[str]:
    """A ring of modules that import one another while they load."""
    graph: dict[str, set[str]] = {module_name(path): set() for path in files}
    for path, imported in all_imports(files):
        if imported.module in graph and not imported.lazy:
            graph[module_name(path)].add(imported.module)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def misplaced_libraries(files: Mapping[str, str]) -> list[str]:
    found = []
    for path, imported in all_imports(files):
        top = imported.module.split(".")[0]
        in_library = path.startswith(f"{LIBRARY}/")
        drawn_late = path.startswith(f"{LIBRARY}/charts/") and imported.lazy
        if in_library and (top == "streamlit" or (top == "plotly" and not drawn_late)):
            found.append(f"{path}:{imported.line} imports {imported.module}")
    return found


def long_files(files: Mapping[str, str]) -> dict[str, int]:
    lengths = {path: len(text.splitlines()) for path, text in files.items() if path not in TABLES}
    return {path: length for path, length in lengths.items() if length > LONGEST_FILE}


def distributions(files: Mapping[str, str], *, lazy: bool = True) -> set[str]:
    """Names on PyPI of what is imported and is neither ours nor Python's; with or without lazy imports."""
    tops = {imported.module.split(".")[0] for _, imported in all_imports(files) if lazy or not imported.lazy}
    return {
        NAME_OF_IMPORT.get(top, top.replace("_", "-"))
        for top in tops - sys.stdlib_module_names - {"__future__"}
        if rank(top) is None
    }


def declared() -> tuple[set[str], set[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime, dev = project["project"]["dependencies"], project["dependency-groups"]["dev"]
    return {name.split("==")[0] for name in runtime}, {name.split("==")[0] for name in dev}


def first_cells(document: str, heading: str) -> list[str]:
    """Names in back ticks that open the rows of the tables below a heading."""
    section = re.search(rf"^## {heading}$(.*?)(?=^## |\Z)", document, re.DOTALL | re.MULTILINE)
    assert section is not None, f"no section “{heading}” in ARCHITECTURE.md"
    return re.findall(r"^\| `([^`]+)`", section[1], re.MULTILINE)


DOCUMENT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_every_module_of_the_library_has_a_layer() -> None:
    assert modules_without_a_layer(sources()) == set(), "name it in LAYERS, and in ARCHITECTURE.md"


def test_imports_point_one_way() -> None:
    assert backward_arrows(sources()) == []


def test_no_modules_import_one_another() -> None:
    assert import_cycle(sources()) == []


def test_streamlit_and_plotly_stay_in_their_rooms() -> None:
    assert misplaced_libraries(sources()) == []


def test_files_are_short() -> None:
    assert long_files(sources()) == {}


def test_what_is_imported_is_declared_and_the_other_way_round() -> None:
    runtime, dev = declared()
    assert distributions(sources(), lazy=False) - runtime == set()
    assert distributions(sources()) - dev == runtime, "measurements may use a developer's tool, imported lazily"


def test_every_dependency_is_explained_once() -> None:
    runtime, dev = declared()
    assert sorted(first_cells(DOCUMENT, "Dependencies")) == sorted(runtime | dev)


def test_every_module_has_its_line() -> None:
    modules = [path for path, text in sources().items() if not path.endswith("__init__.py") or ast.parse(text).body[1:]]
    assert sorted(first_cells(DOCUMENT, "Modules")) == sorted(modules)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("holistic_core/geometry.py", "from holistic_core.detector import Detector"),
        ("holistic_core/geometry.py", "from holistic_core import detector"),
        ("holistic_core/geometry.py", "from .engines.litert import LiteRTEngine"),
        ("holistic_core/results.py", "def late():\n    import holistic_core.angles"),
        ("holistic_core/engines/litert.py", "from ..media import pictures"),
        ("holistic_core/angles.py", "from holistic_core import HolisticResult"),
        ("holistic_core/detector.py", "if TYPE_CHECKING:\n    from holistic_core.charts.look import apply_look"),
        ("holistic_core/charts/look.py", "from ui.texts import TEXTS"),
        ("ui/texts.py", "import pages.picture"),
        ("pages/picture.py", "import app"),
    ],
)
def test_an_arrow_back_is_noticed(path: str, line: str) -> None:
    modules = {
        "holistic_core/engines/litert.py": "",
        "holistic_core/detector.py": "",
        "holistic_core/media/__init__.py": "",
    }
    assert len(backward_arrows({**modules, path: line})) == 1


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("holistic_core/detector.py", "from holistic_core.engines import litert"),
        ("holistic_core/angles.py", "from holistic_core.results import HolisticResult"),
        ("holistic_core/measure/speed.py", "from holistic_core import Detector"),
        ("holistic_core/__init__.py", "from holistic_core.detector import Detector"),
        ("ui/detector.py", "import streamlit\nfrom holistic_core import Detector"),
        ("pages/picture.py", "from ui import texts"),
        ("app.py", "import dashboard"),
    ],
)
def test_an_arrow_forward_is_fine(path: str, line: str) -> None:
    files = {"holistic_core/detector.py": "", "ui/texts.py": "", path: line}
    assert backward_arrows(files) == misplaced_libraries(files) == []


@pytest.mark.parametrize(
    ("path", "line", "misplaced"),
    [
        ("holistic_core/drawing.py", "import streamlit as st", True),
        ("holistic_core/charts/look.py", "def late():\n    from streamlit import session_state", True),
        ("holistic_core/drawing.py", "def late():\n    import plotly.graph_objects as go", True),
        ("holistic_core/charts/look.py", "import plotly.graph_objects as go", True),
        ("holistic_core/charts/look.py", "if TYPE_CHECKING:\n    pass\nelse:\n    import plotly", True),
        ("holistic_core/charts/look.py", "def late():\n    import plotly.graph_objects as go", False),
        ("holistic_core/charts/look.py", "if TYPE_CHECKING:\n    from plotly import graph_objects", False),
        ("pages/home.py", "import streamlit as st", False),
    ],
)
def test_a_library_in_the_wrong_room_is_noticed(path: str, line: str, misplaced: bool) -> None:
    assert bool(misplaced_libraries({path: line})) is misplaced


def test_a_ring_of_imports_is_noticed() -> None:
    ring = {"holistic_core/a.py": "from holistic_core import b", "holistic_core/b.py": "import holistic_core.a"}
    assert set(import_cycle(ring)) == {"holistic_core.a", "holistic_core.b"}
    assert import_cycle({**ring, "holistic_core/b.py": "def late():\n    import holistic_core.a"}) == []


def test_a_new_module_and_a_long_file_are_noticed() -> None:
    files = {"holistic_core/utils.py": "x = 1\n" * (LONGEST_FILE + 1)}
    assert modules_without_a_layer(files) == {"utils"}
    assert long_files(files) == {"holistic_core/utils.py": LONGEST_FILE + 1}


def test_an_undeclared_library_is_noticed() -> None:
    lines = "import os, PIL.Image\nfrom ui import b\nimportlib.import_module('requests.api')"
    assert distributions({"ui/a.py": lines}) == {"pillow", "requests"}
    late = {"ui/a.py": "import PIL\ndef late():\n    import requests"}
    assert (distributions(late), distributions(late, lazy=False)) == ({"pillow", "requests"}, {"pillow"})


def test_a_row_in_another_section_does_not_count() -> None:
    document = "## Modules\n\n| `a.py` | x |\n\n## Dependencies\n\n| `numpy` | y |\n"
    assert first_cells(document, "Modules") == ["a.py"]
    assert first_cells(document, "Dependencies") == ["numpy"]
