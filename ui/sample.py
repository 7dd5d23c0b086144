"""The sample picture: the coach, a person rendered by the project's own code, with both hands open."""

from functools import cache
from typing import Final

from holistic_core.coach.samples import still_jpeg

_STILL: Final = "counting_five"


@cache
def sample_bytes() -> bytes:
    """The encoded still (JPEG, 720x960): body, face and both hands are in view."""
    return still_jpeg(_STILL)
