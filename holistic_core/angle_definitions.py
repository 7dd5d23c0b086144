"""What every joint angle measures and how its number is to be read: the conventions shown to users."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from holistic_core.topology import Side

AngleGroup = Literal["arms", "legs", "trunk", "left_hand", "right_hand"]
AngleKind = Literal["inner", "tilt", "lean"]
Corner = tuple[str, ...]


@dataclass(frozen=True)
class AngleDefinition:
    """What one angle measures and how its number is to be read.

    name: identifier, "left_knee". label: for people, "Left knee". side: the person's own side, for its colour.
    group: what it is listed under; the hand groups read hand landmarks, all others body landmarks.
    corners: the points of the angle, each the middle of one or two landmarks. An inner angle has three and is
        measured at the second; tilts and leans have two, the end they start from first.
    convention: points, zero, sign and range in words for people. range_deg: `(lowest, highest)` in degrees.
    kind: "inner" (180° = straight), "tilt" (of a left-right line) or "lean" (from the vertical).
    """

    name: str
    label: str
    side: Side
    group: AngleGroup
    corners: tuple[Corner, ...]
    convention: str
    range_deg: tuple[float, float]
    kind: AngleKind = "inner"

    @property
    def points(self) -> tuple[str, ...]:
        """Names of all landmarks used, in the order of `corners`."""
        return tuple(name for corner in self.corners for name in corner)


_SPOKEN: Final = {"cmc": "CMC", "mcp": "MCP", "pip": "PIP", "dip": "DIP", "ip": "IP"}


def corner_label(corner: Corner) -> str:
    """A corner of an angle in words for people: "left knee", "middle of the hips"."""
    names = [
        " ".join(_SPOKEN.get(word, word) for word in name.replace("foot_index", "toes").split("_")) for name in corner
    ]
    if len(names) == 1:
        return names[0]
    sides = {name.partition(" ")[0] for name in names}
    if len(sides) > 1:
        return f"middle of the {names[0].partition(' ')[2]}s"
    return f"middle of the {sides.pop()} {' and '.join(name.partition(' ')[2] for name in names)} knuckles"


def _inner(
    name: str, side: Side, group: AngleGroup, corners: tuple[Corner, ...], typical: str, label: str = ""
) -> AngleDefinition:
    start, vertex, end = map(corner_label, corners)
    convention = (
        f"Inner angle at the {vertex}, between the directions to the {start} and to the {end}. "
        f"180° = straight, 0° = folded onto itself; no sign. {typical}"
    )
    label = label or name.replace("_", " ").capitalize()
    return AngleDefinition(name, label, side, group, corners, convention, (0.0, 180.0))


_JOINTS: Final[tuple[tuple[str, AngleGroup, tuple[str, str, str], str], ...]] = (
    ("shoulder", "arms", ("hip", "shoulder", "elbow"), "About 10° with the arm hanging, 180° with it straight up."),
    ("elbow", "arms", ("shoulder", "elbow", "wrist"), "About 40° at full flexion."),
    (
        "wrist",
        "arms",
        ("elbow", "wrist", "hand"),
        "180° = hand in line with the forearm, bent to either side it falls.",
    ),
    ("hip", "legs", ("shoulder", "hip", "knee"), "About 175° standing, 90° sitting."),
    ("knee", "legs", ("hip", "knee", "ankle"), "About 175° standing, 90° sitting."),
    ("ankle", "legs", ("knee", "ankle", "foot_index"), "About 110° standing; it grows when the toes point away."),
)
_SIDES: Final[tuple[Literal["left", "right"], ...]] = ("left", "right")


def _joints() -> Iterable[AngleDefinition]:
    for joint, group, points, typical in _JOINTS:
        for side in _SIDES:
            corners = tuple(
                (f"{side}_index", f"{side}_pinky") if point == "hand" else (f"{side}_{point}",) for point in points
            )
            yield _inner(f"{side}_{joint}", side, group, corners, typical)


_SHOULDERS: Final = ("left_shoulder", "right_shoulder")
_HIPS: Final = ("left_hip", "right_hip")


def _tilt(name: str, label: str, corners: tuple[Corner, ...], line: str) -> AngleDefinition:
    convention = (
        f"Line between the {line} against the horizontal: of the picture in 2D, of space in 3D. 0° = level; positive "
        f"when the person's own left {line[:-1]} is higher, negative when the right one is; −90° to 90°. "
        "Seen from the side the line is short in the picture and only 3D can be trusted."
    )
    return AngleDefinition(name, label, "middle", "trunk", corners, convention, (-90.0, 90.0), "tilt")


_TRUNK: Final = (
    _inner(
        "neck",
        "middle",
        "trunk",
        (_HIPS, _SHOULDERS, ("left_ear", "right_ear")),
        "180° = head in line with the trunk; bent forward, back or to a side it falls.",
    ),
    AngleDefinition(
        "trunk_lean",
        "Trunk lean",
        "middle",
        "trunk",
        (_HIPS, _SHOULDERS),
        "Line from the middle of the hips to the middle of the shoulders against the vertical. 0° = upright; positive "
        "to the person's own left, negative to the own right. In 2D it is what the picture shows, so seen from the "
        "side it is the lean forward or back, positive towards the right edge of the picture; −180° to 180°, ±180° = "
        "upside down. In 3D it is the sideways lean alone, −90° to 90°; no value for somebody lying on one side.",
        (-180.0, 180.0),
        "lean",
    ),
    _tilt("shoulder_tilt", "Shoulder tilt", (("right_shoulder",), ("left_shoulder",)), "shoulders"),
    _tilt("pelvis_tilt", "Pelvis tilt", (("right_hip",), ("left_hip",)), "hips"),
)

_FINGERS: Final = ("index", "middle", "ring", "pinky")
_FINGER_JOINTS: Final[tuple[tuple[str, str, tuple[str, str, str], str], ...]] = (
    ("thumb_mcp", "thumb MCP", ("thumb_cmc", "thumb_mcp", "thumb_ip"), "base joint of the thumb"),
    ("thumb_ip", "thumb IP", ("thumb_mcp", "thumb_ip", "thumb_tip"), "end joint of the thumb"),
    *(
        (f"{finger}_{joint}", f"{finger} {joint.upper()}", (f"{finger}_{near}" if near else "wrist", *rest), meaning)
        for finger in _FINGERS
        for joint, near, rest, meaning in (
            ("mcp", "", (f"{finger}_mcp", f"{finger}_pip"), "knuckle"),
            ("pip", "mcp", (f"{finger}_pip", f"{finger}_dip"), "middle joint"),
            ("dip", "pip", (f"{finger}_dip", f"{finger}_tip"), "end joint"),
        )
    ),
)


def _fingers(side: Literal["left", "right"], group: AngleGroup) -> Iterable[AngleDefinition]:
    for name, label, points, meaning in _FINGER_JOINTS:
        corners = tuple((point,) for point in points)
        typical = f"This is the {meaning}; bending the finger makes it smaller. 3D uses the hand's own x, y and z."
        yield _inner(f"{side}_{name}", side, group, corners, typical, f"{side.capitalize()} {label}")


ANGLES: Final[tuple[AngleDefinition, ...]] = (
    *_joints(),
    *_TRUNK,
    *_fingers("left", "left_hand"),
    *_fingers("right", "right_hand"),
)
