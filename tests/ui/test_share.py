"""The link to what is on the screen: its parts, its QR code, and who can open it."""

from urllib.parse import parse_qs, urlsplit

import pytest

from ui.share import is_only_here, qr_code, shared_link


def test_the_link_keeps_the_choices_and_adds_language_and_workshop() -> None:
    parameters = {"live.exercise": ["squat"], "choice.draw_parts": ["Body", "Left hand"], "workshop": ["0"]}
    link = shared_link("https://lab.example/live", parameters, "en", workshop=True)
    assert urlsplit(link)[:3] == ("https", "lab.example", "/live")
    assert parse_qs(urlsplit(link).query) == {
        "live.exercise": ["squat"],
        "choice.draw_parts": ["Body", "Left hand"],
        "lang": ["en"],
        "workshop": ["1"],
    }
    assert "workshop" not in shared_link("https://lab.example/", parameters, "zh", workshop=False)


@pytest.mark.parametrize(
    ("url", "only_here"),
    [
        ("http://localhost:8501/live", True),
        ("http://127.0.0.1:8501", True),
        ("http://[::1]:8501/", True),
        ("http://192.168.0.7:8501/", False),
        ("https://lab.example/live", False),
        ("http://localhost.example/", False),
    ],
)
def test_an_address_of_this_computer_is_known(url: str, only_here: bool) -> None:
    assert is_only_here(url) is only_here


def test_the_code_says_the_link() -> None:
    import cv2  # noqa: PLC0415 -- only to read it as a phone would
    import numpy as np  # noqa: PLC0415
    import segno  # noqa: PLC0415

    link = shared_link("https://lab.example/live", {"live.exercise": ["Squat"]}, "zh", workshop=True)
    svg = qr_code(link)
    assert svg is not None and svg.startswith("<svg")
    modules = np.array([list(row) for row in segno.make(link, error="m", micro=False).matrix_iter(scale=5, border=4)])
    read, *_ = cv2.QRCodeDetector().detectAndDecode(np.where(modules, 0, 255).astype(np.uint8))
    assert read == link


def test_a_link_too_long_for_a_screen_has_no_code() -> None:
    assert qr_code("https://lab.example/?" + "a" * 600) is None
