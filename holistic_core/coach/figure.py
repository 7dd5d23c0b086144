"""Who is rendered: size, build, looks and clothes of a person, and the lengths of the body that follow from them."""

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from holistic_core.coach.limits import colour, in_range, one_of

Hair = Literal["short", "bun", "long", "bald"]
Sleeves = Literal["short", "long", "none"]
Bottoms = Literal["shorts", "leggings", "trousers"]
Point = npt.NDArray[np.float64]

HEIGHT_M: Final = (1.2, 2.2)
# The height for which the lengths of hands, feet and head below are written.
REFERENCE_HEIGHT_M: Final = 1.75
FINGERS: Final = ("thumb", "index", "middle", "ring", "pinky")


@dataclass(frozen=True)
class Figure:
    """A person to render. OptionsError for a value outside its range, naming it.

    name: identifier. label: for people.
    height_m: 1.2-2.2. build: −1 slender, 0 average, 1 heavy. shape: 0 masculine … 1 feminine.
    skin, hair_colour, shirt_colour, bottoms_colour, shoe_colour: `#RRGGBB`.
    hair, sleeves, bottoms: one of the words of their type.
    """

    name: str = "alex"
    label: str = "Alex"
    height_m: float = 1.78
    build: float = 0.0
    shape: float = 0.0
    skin: str = "#CD987A"
    hair: Hair = "short"
    hair_colour: str = "#302016"
    shirt_colour: str = "#34588C"
    sleeves: Sleeves = "short"
    bottoms: Bottoms = "shorts"
    bottoms_colour: str = "#2C2E34"
    shoe_colour: str = "#E1E1E4"

    def __post_init__(self) -> None:
        in_range("height_m", self.height_m, *HEIGHT_M, "m")
        in_range("build", self.build, -1.0, 1.0)
        in_range("shape", self.shape, 0.0, 1.0)
        for name in ("skin", "hair_colour", "shirt_colour", "bottoms_colour", "shoe_colour"):
            colour(name, getattr(self, name))
        one_of("hair", self.hair, get_args(Hair))
        one_of("sleeves", self.sleeves, get_args(Sleeves))
        one_of("bottoms", self.bottoms, get_args(Bottoms))

    @cached_property
    def proportions(self) -> "Proportions":
        """The lengths of this person's body."""
        return Proportions(self.height_m, self.shape)


@dataclass(frozen=True)
class Proportions:
    """Lengths of a body in metres. Shares of the height after Drillis and Contini (1966), rounded to the joint centres.

    The left side's offsets are given; the right side's have the opposite x.
    """

    height_m: float
    shape: float

    @property
    def scale(self) -> float:
        """Size relative to the reference height, for lengths written in metres."""
        return self.height_m / REFERENCE_HEIGHT_M

    @property
    def thigh_m(self) -> float:
        """Hip to knee."""
        return 0.240 * self.height_m

    @property
    def shank_m(self) -> float:
        """Knee to ankle."""
        return 0.242 * self.height_m

    @property
    def ankle_height_m(self) -> float:
        """Floor to ankle, with shoes on."""
        return 0.050 * self.height_m

    @property
    def upper_arm_m(self) -> float:
        """Shoulder to elbow."""
        return 0.172 * self.height_m

    @property
    def forearm_m(self) -> float:
        """Elbow to wrist."""
        return 0.147 * self.height_m

    @property
    def hip_m(self) -> Point:
        """Left hip in the pelvis frame, whose origin is the middle of the hips."""
        return np.array([(0.051 + 0.003 * self.shape) * self.height_m, 0.0, 0.0])

    @property
    def chest_m(self) -> Point:
        """Where the spine bends, in the pelvis frame."""
        return np.array([0.0, 0.100, 0.0]) * self.height_m

    @property
    def clavicle_m(self) -> Point:
        """Inner end of the left clavicle in the chest frame."""
        return np.array([0.012, 0.178, 0.004]) * self.height_m

    @property
    def shoulder_m(self) -> Point:
        """Left shoulder joint in the clavicle frame, with the arm hanging."""
        return np.array([0.086 - 0.009 * self.shape, 0.002, -0.004]) * self.height_m

    @property
    def neck_m(self) -> Point:
        """Base of the neck in the chest frame."""
        return np.array([0.0, 0.212, -0.008]) * self.height_m

    @property
    def head_m(self) -> Point:
        """Joint at the top of the neck in the neck frame; origin of the head frame. The crown is 0.104 heights up."""
        return np.array([0.0, 0.052, 0.005]) * self.height_m

    @property
    def heel_m(self) -> Point:
        """Back of the heel in the foot frame, whose origin is the ankle."""
        return self.scale * np.array([0.0, -0.060, -0.058])

    @property
    def toes_m(self) -> Point:
        """Tip of the big toe's side of the foot ("foot index") in the foot frame."""
        return self.scale * np.array([-0.004, -0.063, 0.165])

    @property
    def knuckles_m(self) -> dict[str, Point]:
        """First joint of each finger in the left hand's frame (−x to the palm, −y to the fingers, z to the thumb)."""
        places = {
            "thumb": (-0.010, -0.020, 0.021),
            "index": (0.0, -0.092, 0.029),
            "middle": (0.0025, -0.095, 0.009),
            "ring": (0.0015, -0.091, -0.011),
            "pinky": (0.0, -0.083, -0.029),
        }
        return {name: self.scale * np.array(place) for name, place in places.items()}

    @property
    def phalanges_m(self) -> dict[str, tuple[float, float, float]]:
        """Lengths of the three bones of each finger from the first joint on (thumb: the first is the metacarpal)."""
        lengths = {
            "thumb": (0.043, 0.033, 0.026),
            "index": (0.041, 0.025, 0.022),
            "middle": (0.045, 0.029, 0.023),
            "ring": (0.042, 0.027, 0.022),
            "pinky": (0.033, 0.020, 0.019),
        }
        return {name: (self.scale * a, self.scale * b, self.scale * c) for name, (a, b, c) in lengths.items()}


_PEOPLE: Final = (
    Figure(),
    Figure(
        name="mira",
        label="Mira",
        height_m=1.66,
        build=-0.25,
        shape=1.0,
        skin="#AD7A55",
        hair="bun",
        hair_colour="#17110E",
        shirt_colour="#B5482A",
        sleeves="none",
        bottoms="leggings",
        bottoms_colour="#23262E",
        shoe_colour="#C9D3DC",
    ),
    Figure(
        name="sam",
        label="Sam",
        height_m=1.84,
        build=0.8,
        shape=0.15,
        skin="#7C543C",
        hair_colour="#100C0A",
        shirt_colour="#C9A227",
        bottoms="trousers",
        bottoms_colour="#3C4A57",
        shoe_colour="#303236",
    ),
    Figure(
        name="yuki",
        label="Yuki",
        height_m=1.60,
        build=0.1,
        shape=0.9,
        skin="#E3B995",
        hair="long",
        hair_colour="#1B1613",
        shirt_colour="#2E7D6B",
        bottoms_colour="#6B7280",
        shoe_colour="#D7C4C0",
    ),
    Figure(
        name="otto",
        label="Otto",
        height_m=1.72,
        build=0.35,
        shape=0.1,
        skin="#D9A68C",
        hair="bald",
        hair_colour="#8C8780",
        shirt_colour="#7A8B99",
        sleeves="long",
        bottoms="trousers",
        bottoms_colour="#4B4238",
        shoe_colour="#5B3A29",
    ),
)
FIGURES: Final = MappingProxyType({person.name: person for person in _PEOPLE})
