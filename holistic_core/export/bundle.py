"""Names and contents of the files that a set of pictures is taken home as, in a folder or in a ZIP."""

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePath
from typing import Final, Literal

from holistic_core.export.coco import to_coco
from holistic_core.export.schema import PictureRecord
from holistic_core.export.tables import to_csv_angles, to_csv_long, to_csv_wide

TableFormat = Literal["csv", "coco"]

LONG_FILE: Final = "landmarks.csv"
WIDE_FILE: Final = "landmarks_wide.csv"
ANGLES_FILE: Final = "angles.csv"
COCO_FILE: Final = "coco_keypoints.json"

_UNPORTABLE: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]')
# What these devices were called, Windows still does not give to files.
_WINDOWS_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST_STEM: Final = 100


def json_file(stem: str) -> str:
    """Name of the result file of the picture with that stem."""
    return f"{stem}.json"


def annotated_file(stem: str) -> str:
    """Name of the annotated picture of the picture with that stem."""
    return f"{stem}_annotated.png"


def unique_stems(names: Iterable[str]) -> list[str]:
    """One file stem for each picture name, in order: usable on every system, and no two the same whatever the case.

    The second "yoga" becomes "yoga_2".
    """
    taken = {PurePath(COCO_FILE).stem}
    stems = []
    for name in names:
        stem = _portable_stem(name)
        number, candidate = 1, stem
        while candidate.casefold() in taken:
            number += 1
            candidate = f"{stem}_{number}"
        taken.add(candidate.casefold())
        stems.append(candidate)
    return stems


def tables(
    records: Sequence[PictureRecord], formats: Collection[TableFormat], *, min_visibility: float = 0.5
) -> dict[str, str]:
    """File name → content of the files that hold all pictures together."""
    files = {}
    if "csv" in formats:
        files[LONG_FILE] = to_csv_long(records)
        files[WIDE_FILE] = to_csv_wide(records)
        files[ANGLES_FILE] = to_csv_angles(records, min_visibility=min_visibility)
    if "coco" in formats:
        files[COCO_FILE] = to_coco(records)
    return files


def _portable_stem(name: str) -> str:
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem = _UNPORTABLE.sub("_", PurePath(last).stem)[:_LONGEST_STEM].strip(" .")
    if not stem:
        return "picture"
    return f"_{stem}" if _WINDOWS_DEVICES.fullmatch(stem) else stem
