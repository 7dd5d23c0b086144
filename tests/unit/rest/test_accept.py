"""Which kind of answer is chosen by `Accept`."""

import pytest

from holistic_core.rest.accept import chosen_type
from holistic_core.rest.problem import ProblemError

OFFERED = ("application/json", "text/csv", "image/png", "image/jpeg")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("image/*", "image/png"),
        ("image/*, image/jpeg", "image/png"),
        ("image/*;q=0.5, image/jpeg", "image/jpeg"),
        ("text/csv;q=0.4, application/json;q=0.3", "text/csv"),
        ("TEXT/CSV ; q=1", "text/csv"),
        ("*/*;q=0.1, application/json;q=0", "text/csv"),
        ("image/png;q=many, text/csv", "text/csv"),
    ],
)
def test_chosen(accept: str, expected: str) -> None:
    assert chosen_type(accept, OFFERED) == expected


@pytest.mark.parametrize("accept", ["video/mp4", "application/json;q=0", "image", ";;", "text/*;q=0"])
def test_none_fits(accept: str) -> None:
    with pytest.raises(ProblemError, match="text/csv"):
        chosen_type(accept, OFFERED)
