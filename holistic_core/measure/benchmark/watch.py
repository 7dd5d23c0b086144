"""How whoever started an experiment follows it: words, steps, a look at what is there so far, and a way to stop it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


def _nothing(*_: Any) -> None:
    pass


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Watch:
    """What an experiment tells while it runs; itself a function of one text, for those who only want words.

    say: what happens now. step: steps done, and how many there are. live: the report so far, several times a second.
    cancelled: asked before every step; true ends the experiment, and its report holds what was done until then.
    """

    say: Callable[[str], None] = _nothing
    step: Callable[[int, int], None] = _nothing
    live: Callable[[Any], None] = _nothing
    cancelled: Callable[[], bool] = _never

    def __call__(self, text: str) -> None:
        """The same as `say`."""
        self.say(text)

    @classmethod
    def of(cls, progress: "Watch | Callable[[str], None] | None") -> "Watch":
        """A watch as it is; a function that takes texts, or nothing, as one."""
        if isinstance(progress, Watch):
            return progress
        return cls() if progress is None else cls(say=progress)
