import math

import pytest

from holistic_core.coach.limits import colour, in_range, one_of, whole_in_range
from holistic_core.errors import OptionsError


@pytest.mark.parametrize("value", [math.nan, math.inf, -0.1, 2.01, "1", None, True])
def test_a_number_outside_its_range_is_named_with_the_range(value: object) -> None:
    with pytest.raises(OptionsError, match=r"^tempo .*from 0 to 2 s\.$"):
        in_range("tempo", value, 0.0, 2.0, "s")  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [0, 0.0, 1, 2.0])
def test_the_ends_of_a_range_belong_to_it(value: float) -> None:
    assert in_range("tempo", value, 0.0, 2.0) == value


@pytest.mark.parametrize("value", [0, 21, 1.5, math.nan, True])
def test_a_count_is_whole(value: object) -> None:
    with pytest.raises(OptionsError, match=r"^repetitions .*whole number from 1 to 20\.$"):
        whole_in_range("repetitions", value, 1, 20)  # type: ignore[arg-type]


def test_words_and_colours() -> None:
    assert one_of("hair", "bun", ("bun", "long")) == "bun"
    with pytest.raises(OptionsError, match="hair is 'blue'; it must be one of: bun, long"):
        one_of("hair", "blue", ("bun", "long"))
    assert colour("skin", "#12abEF") == "#12abEF"
    for wrong in ("red", "#12345", "#12345g", "123456"):
        with pytest.raises(OptionsError, match=r"skin .*#RRGGBB"):
            colour("skin", wrong)
