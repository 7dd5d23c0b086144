"""Limits of videos: set by the host, told to people, checked."""

import math

import pytest

from holistic_core.errors import OptionsError, VideoError
from holistic_core.media.video_limits import VideoLimits, told_s


def test_a_host_sets_them() -> None:
    given = {"HOLISTIC_VIDEO_MB": "50", "HOLISTIC_VIDEO_MEGAPIXELS": " 2.5 ", "HOLISTIC_VIDEO_SECONDS": ""}
    assert VideoLimits.from_environment(given) == VideoLimits(megabytes=50, megapixels=2.5)
    assert VideoLimits.from_environment({}) == VideoLimits()


@pytest.mark.parametrize("value", ["many", "0", "-1", "nan"])
def test_a_wrong_setting_is_named(value: str) -> None:
    with pytest.raises(OptionsError, match=rf"HOLISTIC_VIDEO_MB is '{value}'; it must be a number above 0"):
        VideoLimits.from_environment({"HOLISTIC_VIDEO_MB": value})


@pytest.mark.parametrize("value", [0, -1, math.nan, True, "9"])
def test_impossible_limits(value: object) -> None:
    with pytest.raises(OptionsError, match="megapixels is"):
        VideoLimits(megapixels=value)  # type: ignore[arg-type]


def test_what_is_within_them_passes() -> None:
    limits = VideoLimits(megabytes=1, megapixels=1, duration_s=10)
    limits.check_bytes("a", 1_000_000)
    limits.check_size("a", 1000, 1000)
    limits.check_duration("a", 10.0)
    limits.check_duration("a", math.nan)
    assert limits.text.endswith("up to 1 MB, 1 megapixels a frame and 10.0 s.")


def test_what_is_beyond_them_is_told() -> None:
    limits = VideoLimits(megabytes=1, megapixels=1, duration_s=10)
    with pytest.raises(VideoError, match=r"a\.mp4 has 1\.5 MB; the limit is 1 MB"):
        limits.check_bytes("a.mp4", 1_500_000)
    with pytest.raises(VideoError, match=r"2\.0 megapixels; the limit is 1 megapixels"):
        limits.check_size("a.mp4", 2000, 1000)
    with pytest.raises(VideoError, match=r"lasts 3 min 20 s; the limit is 10\.0 s"):
        limits.check_duration("a.mp4", 200)


def test_who_sets_them_is_told_how() -> None:
    limits = VideoLimits.from_environment({"HOLISTIC_VIDEO_MB": "1", "HOLISTIC_VIDEO_SECONDS": "10"}, adjustable=True)
    with pytest.raises(VideoError, match=r"lower quality; or set HOLISTIC_VIDEO_MB higher\.$"):
        limits.check_bytes("a.mp4", 1_500_000)
    with pytest.raises(VideoError, match=r"1080p; or set HOLISTIC_VIDEO_MEGAPIXELS higher\.$"):
        limits.check_size("a.mp4", 20_000, 1000)
    with pytest.raises(VideoError, match=r"cut it shorter; or set HOLISTIC_VIDEO_SECONDS higher\.$"):
        limits.check_duration("a.mp4", 11)
    with pytest.raises(VideoError, match=r"0 bytes\. Get or make it again\.$"):
        limits.check_bytes("a.mp4", 0)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0.0 s"), (119.94, "119.9 s"), (600, "10 min"), (150.2, "2 min 30 s"), (7200, "120 min")]
)
def test_times_are_told_to_people(seconds: float, text: str) -> None:
    assert told_s(seconds) == text
