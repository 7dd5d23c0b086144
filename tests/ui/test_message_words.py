"""What a Chinese visitor is told by the library is Chinese: every error that can reach a page, and every advice."""

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from holistic_core.errors import ImageError, VideoError
from holistic_core.media import sniff
from holistic_core.media.formats.source import FIRST_FRAME_ADVICE
from holistic_core.media.limits import PictureLimits
from holistic_core.media.pictures import read_picture
from holistic_core.media.video_header import WHAT_TO_USE
from holistic_core.media.video_source import VideoSource
from ui.library_words import message_in_words
from ui.message_words_zh import CHINESE_MESSAGES
from ui.visit import in_language

LIBRARY = Path(__file__).parents[2] / "holistic_core"
ERRORS = frozenset({"ImageError", "VideoError", "BusyError", "ModelError", "DamagedPictureError", "HolisticError"})
# Where options come from a visitor's choice or file; elsewhere a page's own controls keep them in their ranges.
OPTIONS = ("measure/benchmark/compare", "measure/benchmark/report", "movement/comparison", "measure/model_trial")
# Told to those who program, or start something by hand.
NOT_FOR_VISITORS = (
    *("commands/", "rest/", "drawing/", "detector.py", "media/video_files.py", "media/video_output.py"),
    *("measure/app_memory.py", "measure/batch_speed.py", "measure/engine_speed.py", "measure/fresh_process.py"),
    *("measure/inputs.py", "measure/video_outcomes.py"),
)
ONLY_FOR_PROGRAMS = frozenset(
    {
        "7: 7",
        "A picture is uint8 (height, width, 3), at least 1 × 1; this is 7 7.",
        "The package mediapipe, which ships the models, is not installed. "
        "Install it with: pip install mediapipe==0.10.21",
        'It is not a benchmark report: its "schema" is not "7". Choose a JSON file from the benchmark page or from '
        "`bench … --save`.",
        "It is a benchmark report of version 7; this program reads version 7. Run the benchmark again with the same "
        "release on both machines.",
        "There is no file 7. Check its name.",
        "The region is 7 pixels wide; it must be at least 1.",
    }
)
SAMPLES = {
    "SAVE_AGAIN": (sniff.SAVE_AGAIN,),
    "WHAT_TO_USE": (WHAT_TO_USE,),
    "limits.text": (PictureLimits().text,),
    "what": ("sound, but no video", "no video"),
    "self.ended_early or f'{self.name} holds no frame that can be read.'": ("7 holds no frame that can be read.",),
    "problem": ("its end is missing",),
    "other.name": ("a PDF document",),
    "other.what_to_do": (sniff.SAVE_AGAIN,),
    "advice": ("The download of 7 arrived damaged; try again.",),
}
LATIN = re.compile(r"[A-Za-z]{2,}")
# Formats, units and names of programs, as the Chinese texts have them.
SAME = frozenset(word for text in CHINESE_MESSAGES.values() for word in LATIN.findall(text))


def said(node: ast.expr) -> Iterator[str]:
    """What a message can be, with a 7 where it is filled in; nothing where it is made elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for parts in itertools.product(*(list(said_part(part)) for part in node.values)):
            yield "".join(parts)


def said_part(part: ast.expr) -> Iterator[str]:
    if isinstance(part, ast.Constant):
        yield str(part.value)
    elif isinstance(part, ast.FormattedValue):
        value = ast.unparse(part.value)
        if isinstance(part.value, ast.IfExp):
            for choice in (part.value.body, part.value.orelse):
                yield from said(choice)
        elif value.startswith("self._raised"):
            yield ""
        elif value.startswith("told_s"):
            yield "7.0 s"
        else:
            yield from SAMPLES.get(value, ("7",))


def messages() -> Iterator[str]:
    for path in sorted(LIBRARY.rglob("*.py")):
        name = path.relative_to(LIBRARY).as_posix()
        if name.startswith(NOT_FOR_VISITORS):
            continue
        kinds = ERRORS | {"OptionsError"} if name.startswith(OPTIONS) else ERRORS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds and node.args:
                yield from said(node.args[0])


def english(text: str) -> list[str]:
    return [word for word in LATIN.findall(text) if word not in SAME]


MESSAGES = sorted({*messages(), FIRST_FRAME_ADVICE} - ONLY_FOR_PROGRAMS)


KINDS = sorted(
    node.value
    for node in ast.walk(ast.parse((LIBRARY / "media/sniff.py").read_text(encoding="utf-8")))
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.match("(?:an?|not a) ", node.value)
)


def test_the_messages_are_found() -> None:
    assert len(MESSAGES) > 60
    assert "The detector was closed; make a new one." in MESSAGES


@pytest.mark.parametrize("message", MESSAGES)
def test_every_message_is_said_in_chinese(message: str) -> None:
    with in_language("zh"):
        told = message_in_words(message)
    assert english(told) == [] and re.search(r"[一-鿿]", told), told


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_has_a_chinese_name(kind: str) -> None:
    with in_language("zh"):
        told = message_in_words(f"This is {kind}.")
    assert english(told) == [] and told.startswith("这是"), told


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("7. my. clip.mp4 is empty: the file has 0 bytes. Get or make it again.",
         "“7. my. clip.mp4”为空：文件大小为 0 字节。请重新获取或导出。"),
        ("left knee.mp4 lasts 12 min 5 s; the limit is 10 min. Choose a start before that.",
         "“left knee.mp4”时长 12 分 5 秒，上限为 10 分钟。请选择更早的开始时间。"),
        ("The file is damaged or was cut off: the lowest 40 % are empty. Nobody knows this one. Choose a longer part.",
         "文件已损坏或不完整：最下方的 40 % 是空的。Nobody knows this one. 请选择更长的一段。"),
        ("old.json: It is a benchmark report of version 1; this program reads version 3.",
         "old.json：这是版本 1 的基准测试报告；本程序读取版本 3。"),
        ('my.json: It is not a benchmark report: its "schema" is not "x/y".',
         "my.json：这不是基准测试报告，其 schema 不是“x/y”。"),
        ("clip.mp4 cannot be read as a video: it is a text file. Check its name.",
         "“clip.mp4”无法作为视频读取：这是文本文件。请检查文件名。"),
        ("", ""),
        ("no full stop", "no full stop"),
    ],
)  # fmt: skip
def test_names_stay_and_what_is_not_known_too(message: str, told: str) -> None:
    with in_language("zh"):
        assert message_in_words(message) == told
    with in_language("en"):
        assert message_in_words(message) == message


def test_bad_files_are_told_in_chinese(test_media: Path) -> None:
    told, good = {}, 0
    for path in sorted((test_media / "broken").iterdir()):
        try:
            if path.suffix == ".mp4":
                with VideoSource(path) as video:
                    for _ in video:
                        pass
                    notes = video.ended_early or ""
            else:
                notes = " ".join(read_picture(path).advice)
        except (ImageError, VideoError) as error:
            notes = str(error)
        good += not notes
        with in_language("zh"):
            told[path.name] = message_in_words(notes).replace(path.name, "")
    # What FFmpeg says of a file is in brackets.
    left = {name: words for name, said in told.items() if (words := english(re.sub(r"（[^）]*）", "", said)))}
    assert left == {}
    assert len(told) - good > 20


@pytest.mark.parametrize("text", CHINESE_MESSAGES)
def test_every_gap_is_filled(text: str) -> None:
    gaps = re.findall(r"\{[nwf]\}", text)
    assert sorted(re.findall(r"\{(\d)\}", CHINESE_MESSAGES[text])) == [str(number) for number in range(len(gaps))]
