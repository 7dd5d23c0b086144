"""What a visitor has chosen, as one value: what to find, in whom, and how to draw it."""

from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from holistic_core.drawing import DrawOptions
from holistic_core.options import EngineName, FindOptions

People = Literal["best", "largest", "several"]
PEOPLE: Final[tuple[People, ...]] = get_args(People)
DEFAULT_MAX_PEOPLE: Final = 4
MOST_PEOPLE: Final = 10

Question = tuple[EngineName, People, int, FindOptions]


@dataclass(frozen=True)
class Settings:
    """The choices behind one result.

    engine: which engine answers. people: "best" is the person with the best detector score, as MediaPipe takes;
    "largest" and "several" look at everybody first. max_people: most people with "several".
    find, draw: options of the detection and of the overlay.
    """

    engine: EngineName = "litert"
    people: People = "best"
    max_people: int = DEFAULT_MAX_PEOPLE
    find: FindOptions = field(default_factory=FindOptions)
    draw: DrawOptions = field(default_factory=DrawOptions)

    @property
    def question(self) -> Question:
        """Everything the detection depends on, hashable; drawing options are not in it."""
        return self.engine, self.people, self.max_people if self.people == "several" else 1, self.find
