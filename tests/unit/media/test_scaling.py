"""Display copies."""

import numpy as np
import pytest

from holistic_core.media.scaling import scaled_to


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((4000, 3000, 3), (1280, 960, 3)),
        ((600, 512, 3), (600, 512, 3)),
        ((4, 100_000, 3), (1, 1280, 3)),
    ],
)
def test_copies_are_scaled_down_and_never_enlarged(shape: tuple[int, int, int], expected: tuple[int, int, int]) -> None:
    assert scaled_to(np.zeros(shape, np.uint8), 1280).shape == expected
