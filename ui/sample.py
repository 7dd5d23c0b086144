"""The sample picture: the portrait of Grace Hopper that ships inside matplotlib."""

import importlib.util
from functools import cache
from pathlib import Path

from holistic_core.errors import ImageError
from ui.texts import text

_NAME = "grace_hopper.jpg"


@cache
def sample_bytes() -> bytes:
    """The encoded portrait (JPEG, 512x600); ImageError when matplotlib came without its sample data.

    Only the package's place is looked up: importing matplotlib would cost memory and the first visitor's time.
    """
    package = importlib.util.find_spec("matplotlib")
    folders = [] if package is None else [Path(folder) for folder in package.submodule_search_locations or ()]
    for folder in folders:
        portrait = folder / "mpl-data" / "sample_data" / _NAME
        if portrait.is_file():
            return portrait.read_bytes()
    raise ImageError(text("error.no_sample"))
