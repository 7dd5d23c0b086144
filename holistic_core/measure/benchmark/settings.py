"""One way to look for a person, as a benchmark tells them apart, and all combinations of some choices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from types import MappingProxyType
from typing import Final, Literal, get_args

from holistic_core.errors import OptionsError
from holistic_core.measure.benchmark.limits import whole
from holistic_core.options import BODY, BODY_AND_HANDS, EVERYTHING, DetectorOptions, FindOptions, Part

Contender = Literal["litert", "mediapipe", "separate"]
PartsName = Literal["body", "body_hands", "body_face", "everything"]
Complexity = Literal[0, 1, 2]

CONTENDERS: Final[tuple[Contender, ...]] = get_args(Contender)
PARTS_OF: Final[Mapping[PartsName, frozenset[Part]]] = MappingProxyType(
    {
        "body": BODY,
        "body_hands": BODY_AND_HANDS,
        "body_face": frozenset({"pose", "face"}),
        "everything": EVERYTHING,
    }
)
MOST_SETTINGS: Final = 24
LONGER_PX: Final = (64, 4096)
_CONTENDER_WORDS: Final = {"litert": "LiteRT", "mediapipe": "MediaPipe Holistic", "separate": "Pose + Hands + FaceMesh"}
_PARTS_WORDS: Final = {
    "body": "body only",
    "body_hands": "body and hands",
    "body_face": "body and face",
    "everything": "everything",
}
_SEPARATE_WORDS: Final = {
    "body": "mp.solutions Pose",
    "body_hands": "mp.solutions Pose + Hands",
    "body_face": "mp.solutions Pose + FaceMesh",
    "everything": "mp.solutions Pose + Hands + FaceMesh",
}


@dataclass(frozen=True)
class Setting:
    """What is timed.

    contender: this project's engine, the graph of `mp.solutions.holistic`, or separate objects of `mp.solutions`.
    threads: of LiteRT; MediaPipe chooses its own, and it is 0 there. complexity: of the body model, 0-2.
    refined_face: 478 instead of 468 points. parts: what is looked for; MediaPipe Holistic always computes everything.
    longer_px: longer side of the picture, 0 as it is. tracking: frames of a video, not stills.
    xnnpack: the fast kernels; False is there for comparison.
    """

    contender: Contender = "litert"
    threads: int = field(default_factory=lambda: DetectorOptions().threads)
    complexity: Complexity = 1
    refined_face: bool = False
    parts: PartsName = "everything"
    longer_px: int = 0
    tracking: bool = True
    xnnpack: bool = True

    def __post_init__(self) -> None:
        for name, value, choices in (
            ("contender", self.contender, CONTENDERS),
            ("complexity", self.complexity, get_args(Complexity)),
            ("parts", self.parts, tuple(PARTS_OF)),
        ):
            if value not in choices:
                raise OptionsError(f"{name} is {value!r}; choose one of {', '.join(map(repr, choices))}.")
        if self.longer_px:
            whole("The input size", self.longer_px, *LONGER_PX, "0 leaves the picture as it is.")
        if self.contender == "litert":
            DetectorOptions(threads=self.threads)
        else:
            object.__setattr__(self, "threads", 0)
            object.__setattr__(self, "xnnpack", True)
        if self.contender == "mediapipe":
            object.__setattr__(self, "parts", "everything")
        if "face" not in PARTS_OF[self.parts]:
            object.__setattr__(self, "refined_face", False)

    @property
    def find(self) -> FindOptions:
        """The same for a detector."""
        return FindOptions(parts=PARTS_OF[self.parts], refine_face=self.refined_face, model_complexity=self.complexity)

    @property
    def reference(self) -> "Setting":
        """MediaPipe Holistic, asked for the same."""
        return replace(self, contender="mediapipe", parts="everything", refined_face=self.refined_face)

    @property
    def words(self) -> dict[str, str]:
        """What is chosen, each for itself."""
        separate = self.contender == "separate"
        threads = f"{self.threads} thread{'s' if self.threads > 1 else ''}" if self.threads else ""
        return {
            "contender": _SEPARATE_WORDS[self.parts] if separate else _CONTENDER_WORDS[self.contender],
            "threads": threads,
            "complexity": f"complexity {self.complexity}",
            "face": "refined face" if self.refined_face else "plain face",
            "parts": "" if separate else _PARTS_WORDS[self.parts],
            "size": f"{self.longer_px} px" if self.longer_px else "full size",
            "tracking": "tracking" if self.tracking else "still",
            "xnnpack": "" if self.xnnpack else "without XNNPACK",
        }


@dataclass(frozen=True)
class Grid:
    """Choices of which every combination is timed; OptionsError when there are none, or too many."""

    contenders: Sequence[Contender] = ("litert", "mediapipe")
    threads: Sequence[int] = field(default_factory=lambda: (DetectorOptions().threads,))
    complexities: Sequence[Complexity] = (1,)
    refined: Sequence[bool] = (False,)
    parts: Sequence[PartsName] = ("everything",)
    longer_px: Sequence[int] = (0,)
    tracking: Sequence[bool] = (True,)

    def settings(self) -> tuple[Setting, ...]:
        """Every combination once: what makes no difference to a contender is left out."""
        choices = (
            *(self.contenders, self.threads, self.complexities, self.refined, self.parts, self.longer_px),
            self.tracking,
        )
        if not all(choices):
            raise OptionsError("Nothing is chosen to measure. Choose at least one of each: engine, threads, parts, …")
        combinations = (Setting(*each) for each in product(*choices))
        return within_limit(dict.fromkeys(combinations))


def with_references(settings: Iterable[Setting]) -> tuple[Setting, ...]:
    """The settings, and MediaPipe Holistic for each of them that has none yet."""
    given = list(settings)
    return within_limit(dict.fromkeys([*given, *(each.reference for each in given)]))


def within_limit(settings: Iterable[Setting]) -> tuple[Setting, ...]:
    """The settings themselves; OptionsError when there are none or more than 24."""
    found = tuple(settings)
    if not 1 <= len(found) <= MOST_SETTINGS:
        raise OptionsError(
            f"{len(found)} combinations are asked for, MediaPipe's own included; from 1 to {MOST_SETTINGS} can be "
            "measured at a time. Choose fewer threads, sizes or parts."
        )
    return found


def short_labels(settings: Sequence[Setting]) -> list[str]:
    """A name for each: the contender, what is not the usual, and the threads when they differ among them.

    So the same setting has the same name in another report, whatever stands beside it.
    """
    threads = {each.threads for each in settings if each.threads}
    return [_label(each, with_threads=len(threads) > 1) for each in settings]


def _label(setting: Setting, *, with_threads: bool) -> str:
    words, usual = setting.words, Setting(setting.contender, setting.threads or 1).words
    told = [
        word
        for key, word in words.items()
        if word and (key == "contender" or (with_threads if key == "threads" else word != usual[key]))
    ]
    return " · ".join(told)
