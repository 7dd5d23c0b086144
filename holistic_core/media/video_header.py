"""What a video file says about itself before a frame of it is decoded, and whether that can be a video at all."""

import math
import os
from dataclasses import dataclass
from io import SEEK_END
from pathlib import Path
from typing import IO, Any, Final

from holistic_core.errors import VideoError
from holistic_core.media.sniff import other_kind, picture_format
from holistic_core.media.video_limits import FORMATS_TEXT, VideoLimits

# PyAV is imported by the functions that need it: it holds 20 MB, and who only looks at pictures never needs it.

WHAT_TO_USE: Final = f"Use a video that a browser can play ({FORMATS_TEXT} can be read)."
# Demuxers of FFmpeg that may open a file. Playlists are not among them: they make it open what others have named.
_DEMUXERS: Final = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,gif,mpeg,mpegts,flv,ogg,asf,yuv4mpegpipe,mp3,aac,flac,wav"
_HEAD_BYTES: Final = 4096
_AV_TIME_S: Final = 1e-6  # FFmpeg counts the time of containers in microseconds


@dataclass(frozen=True)
class VideoInfo:
    """What a video says about itself; it may be wrong.

    size: `(width, height)` of a frame as it is given: upright, with square pixels. full_size: the same before it was
    made smaller. fps: average, frames a second, NaN when not told. duration_s: NaN when not told. frames: 0 when not.
    rotation_deg: by which stored frames are turned clockwise to be upright: 0, 90, 180 or 270; mirrored: and mirrored.
    has_audio: whether there is sound that can be decoded. codec, container: names as of FFmpeg, "h264", "mov,mp4,…".
    """

    size: tuple[int, int]
    full_size: tuple[int, int]
    fps: float
    duration_s: float
    frames: int
    rotation_deg: int
    has_audio: bool
    codec: str
    container: str
    mirrored: bool = False


@dataclass(frozen=True)
class Header:
    """An open file and its picture stream. stored_size: `(width, height)` before turning, with square pixels."""

    container: Any
    stream: Any
    stored_size: tuple[int, int]
    fps: float
    duration_s: float
    frames: int


def open_header(source: Path | IO[bytes], name: str, limits: VideoLimits) -> Header:
    """Open a file and read its header; close `container` when done.

    VideoError: it is empty, no video, has no pictures in it, has no duration, or is above a limit of size or pixels.
    The duration is not checked against its limit here: a part of the video may be chosen.
    """
    import av.error  # noqa: PLC0415 -- see above

    head = _checked_head(source, name, limits)
    try:
        container = open_container(source)
    except (av.error.FFmpegError, OSError) as error:
        raise VideoError(_no_video(name, head)) from error
    try:
        return _header(container, name, limits)
    except BaseException:
        container.close()
        raise


def open_container(source: Path | IO[bytes]) -> Any:
    """The file as PyAV opens it: by content, whatever its name, and nothing but this file."""
    import av  # noqa: PLC0415 -- see above

    options = {"format_whitelist": _DEMUXERS}
    if isinstance(source, Path):
        # With the protocol in front no name is taken for an address.
        return av.open(f"file:{os.fspath(source.absolute())}", "r", options={**options, "protocol_whitelist": "file"})
    source.seek(0)
    return av.open(source, "r", options=options)


def sounds(container: Any) -> list[Any]:
    """The sound streams of an open file that can be decoded."""
    return [stream for stream in container.streams.audio if stream.codec_context is not None]


def _checked_head(source: Path | IO[bytes], name: str, limits: VideoLimits) -> bytes:
    """The first bytes; VideoError when there is no file, or it is empty, too large, or a picture."""
    if isinstance(source, Path):
        try:
            size = source.stat().st_size
            with source.open("rb") as file:
                head = file.read(_HEAD_BYTES)
        except OSError as error:
            raise VideoError(f"{name} cannot be read as a video ({error.strerror}). Check its name.") from error
    else:
        size = source.seek(0, SEEK_END)
        source.seek(0)
        head = source.read(_HEAD_BYTES)
    limits.check_bytes(name, size)
    kind = picture_format(head)
    if kind is not None and kind != "GIF":
        raise VideoError(f"{name} is a picture ({kind}), not a video, whatever its ending says. {WHAT_TO_USE}")
    return head


def _no_video(name: str, head: bytes) -> str:
    kind = other_kind(head).name
    if "video" in kind:
        return f"{name} begins like {kind}, but it is damaged or was cut off. Get or make it again."
    what = "it is damaged, or something else" if kind.startswith("not ") else f"it is {kind}"
    return f"{name} cannot be read as a video: {what}. {WHAT_TO_USE}"


def _header(container: Any, name: str, limits: VideoLimits) -> Header:
    streams = [stream for stream in container.streams.video if not _is_cover(stream)]
    if not streams:
        what = "sound, but no video" if container.streams.audio else "no video"
        raise VideoError(f"{name} has {what} in it. {WHAT_TO_USE}")
    stream = streams[0]
    context = stream.codec_context
    if context is None:
        raise VideoError(f"{name} is stored in a way that is not known here. Save it as MP4 with H.264.")
    width, height = context.width, context.height
    if not width or not height:
        raise VideoError(f"{name} does not tell how large its pictures are: it is damaged. Get or make it again.")
    pixels_shape = stream.sample_aspect_ratio
    if pixels_shape and pixels_shape.numerator > 0:
        width = max(1, round(width * float(pixels_shape)))
    limits.check_size(name, max(width, context.width), height)
    fps = float(stream.average_rate or 0) or math.nan
    return Header(container, stream, (width, height), fps, _duration_s(container, stream), stream.frames)


def _is_cover(stream: Any) -> bool:
    """Whether it is the one picture that sound files carry."""
    from av.stream import Disposition  # noqa: PLC0415 -- see above

    return bool(stream.disposition & Disposition.attached_pic)


def _duration_s(container: Any, stream: Any) -> float:
    """As the stream or the file tells it; NaN when neither does."""
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    if container.duration is None:
        return math.nan
    # A file's duration counts from 0, its pictures may begin later.
    late_s = float(stream.start_time * stream.time_base) if stream.start_time else 0.0
    return max(float(container.duration) * _AV_TIME_S - max(late_s, 0.0), 0.0)
