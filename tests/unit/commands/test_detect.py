"""`detect` from its arguments to files, with the real models and a real portrait."""

import csv
import importlib.util
import io
import json
import re
import shutil
from pathlib import Path
from typing import get_args, get_type_hints

import cv2
import numpy as np
import pytest

from holistic_core.__main__ import main
from holistic_core.drawing import DrawOptions
from holistic_core.export import from_json
from holistic_core.options import BODY, BODY_AND_HANDS, FindOptions

EVERY_FILE = {
    *("portrait.json", "portrait_annotated.png", "coco_keypoints.json"),
    *("landmarks.csv", "landmarks_wide.csv", "angles.csv"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one portrait, `portrait.jpg`."""
    spec = importlib.util.find_spec("matplotlib")
    assert spec is not None
    assert spec.submodule_search_locations
    sample = Path(next(iter(spec.submodule_search_locations))) / "mpl-data" / "sample_data" / "grace_hopper.jpg"
    shutil.copyfile(sample, tmp_path / "portrait.jpg")
    return tmp_path


@pytest.fixture
def portrait_file(folder: Path) -> str:
    return str(folder / "portrait.jpg")


def put_grey(path: Path) -> str:
    """A picture of nothing."""
    path.parent.mkdir(exist_ok=True)
    cv2.imwrite(str(path), np.full((80, 90, 3), 128, np.uint8))
    return str(path)


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_summary_stands_on_stdout_and_progress_on_stderr(portrait_file: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", portrait_file, "--threads", "1"]) == 0

    shown = capfd.readouterr()
    assert re.search(r"^\[1/1\] portrait.jpg: 1 person, \d+ landmarks, \d+\.\d ms$", shown.err, re.MULTILINE)
    assert re.search(r"^portrait.jpg +1 +\d+ +\d+\.\d  pose, face", shown.out, re.MULTILINE)
    assert "1 picture: 1 done, 0 failed; 1 person found; median" in shown.out
    assert "(LiteRT, 1 thread)" in shown.out


def test_json_on_stdout_is_one_record_a_line_that_loads_back(
    portrait_file: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    grey = put_grey(folder / "grey.png")
    assert main(["detect", portrait_file, grey, "--json", "--refine-face", "--min-detection-confidence", "0.4"]) == 0

    shown = capfd.readouterr()
    portrait, nobody = map(from_json, shown.out.splitlines())
    assert (portrait.name, portrait.image_size, portrait.engine) == ("portrait.jpg", (512, 600), "litert")
    assert portrait.find == FindOptions(refine_face=True, min_detection_confidence=0.4)
    assert len(portrait.people[0].face or ()) == 478
    assert portrait.people[0].pose_score > 0.5
    assert portrait.people[0].stage_ms
    assert (nobody.name, nobody.people) == ("grey.png", ())
    assert "Nobody was found in grey.png." in shown.err
    assert "2 pictures: 2 done" in shown.err, "the summary makes room for the data"


def test_out_alone_writes_everything(portrait_file: str, folder: Path) -> None:
    out = folder / "new" / "out"
    assert main(["detect", portrait_file, "--out", str(out)]) == 0

    assert names_in(out) == EVERY_FILE
    record = from_json((out / "portrait.json").read_text())
    drawn = cv2.imread(str(out / "portrait_annotated.png"))
    assert drawn.shape == (600, 512, 3)
    assert (drawn != cv2.imread(portrait_file)).any()
    coco = json.loads((out / "coco_keypoints.json").read_text())
    assert [image["file_name"] for image in coco["images"]] == ["portrait.jpg"]
    table = list(csv.DictReader((out / "landmarks.csv").open(newline="", encoding="utf-8")))
    assert len(table) == record.people[0].landmark_count
    nose = record.people[0].pose.xy_px((512, 600))[0]
    assert (float(table[0]["x_px"]), float(table[0]["y_px"])) == pytest.approx(tuple(nose), abs=0.01)
    assert b"\r\r\n" not in (out / "landmarks.csv").read_bytes()


@pytest.mark.parametrize(
    ("option", "files"),
    [
        ("--json", {"portrait.json"}),
        ("--draw", {"portrait_annotated.png"}),
        ("--coco", {"coco_keypoints.json"}),
        ("--csv", {"landmarks.csv", "landmarks_wide.csv", "angles.csv"}),
    ],
)
def test_out_with_a_format_writes_that_format(option: str, files: set[str], portrait_file: str, folder: Path) -> None:
    assert main(["detect", portrait_file, "--parts", "body", "--out", str(folder / "out"), option]) == 0

    assert names_in(folder / "out") == files


@pytest.mark.parametrize(("option", "start"), [("--csv", "picture,person,part"), ("--coco", '{"info":')])
def test_tables_go_to_stdout_without_out(
    option: str, start: str, portrait_file: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["detect", portrait_file, "--parts", "body", option]) == 0

    text = capfd.readouterr().out
    assert text.startswith(start)
    if option == "--csv":
        assert len(list(csv.reader(io.StringIO(text)))) == 1 + 33


@pytest.mark.parametrize(("parts", "found"), [("body", BODY), ("body-hands", BODY_AND_HANDS)])
def test_only_the_parts_asked_for_are_computed(
    parts: str, found: frozenset[str], portrait_file: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["detect", portrait_file, "--parts", parts, "--json"]) == 0

    record = from_json(capfd.readouterr().out)
    assert record.find.parts == found
    assert set(record.people[0].parts_found) <= found
    assert record.people[0].pose is not None


def test_bad_files_among_good_ones_are_reported_and_skipped(
    portrait_file: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "notes.jpg").write_text("A text that calls itself a picture.")
    (folder / "empty.png").touch()
    bad = [str(folder / name) for name in ("notes.jpg", "empty.png", "gone.jpg")]
    out = folder / "out"
    assert main(["detect", bad[0], portrait_file, *bad[1:], "--json", "--out", str(out)]) == 1

    shown = capfd.readouterr()
    assert re.search(r"^\[1/4\] notes.jpg: failed\. This is a text file\.", shown.err, re.MULTILINE)
    assert re.search(r"^\[2/4\] portrait.jpg: 1 person", shown.err, re.MULTILINE)
    assert re.search(r"^\[3/4\] empty.png: failed\. This file is empty", shown.err, re.MULTILINE)
    assert re.search(r"^\[4/4\] gone.jpg: failed\. There is no file", shown.err, re.MULTILINE)
    assert "4 pictures: 1 done, 3 failed; 1 person found" in shown.out
    assert "Traceback" not in shown.err
    assert names_in(out) == {"portrait.json"}


def test_only_bad_files_still_give_a_summary(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", str(folder / "gone.jpg")]) == 1

    assert "1 picture: 0 done, 1 failed; 0 people found." in capfd.readouterr().out


def test_same_names_from_different_folders_do_not_overwrite_each_other(portrait_file: str, folder: Path) -> None:
    grey = put_grey(folder / "other" / "portrait.png")
    again = folder / "more"
    again.mkdir()
    shutil.copyfile(portrait_file, again / "portrait.jpg")
    out = folder / "out"
    assert main(["detect", portrait_file, grey, str(again), "--out", str(out), "--json", "--coco"]) == 0

    assert names_in(out) == {"portrait.json", "portrait_2.json", "portrait_3.json", "coco_keypoints.json"}
    records = [from_json((out / name).read_bytes()) for name in ("portrait.json", "portrait_2.json", "portrait_3.json")]
    assert [len(record.people) for record in records] == [1, 0, 1]
    assert len({record.name for record in records}) == 3


def test_outputs_of_an_earlier_run_are_replaced_and_other_files_stay(portrait_file: str, folder: Path) -> None:
    out = folder / "out"
    out.mkdir()
    (out / "portrait.json").write_text("old")
    (out / "diary.txt").write_text("mine")
    assert main(["detect", portrait_file, "--out", str(out), "--json"]) == 0

    assert from_json((out / "portrait.json").read_text()).name == "portrait.jpg"
    assert (out / "diary.txt").read_text() == "mine"


def test_a_picture_is_never_replaced_by_an_output(
    portrait_file: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    mine = put_grey(folder / "portrait_annotated.png")
    before = Path(mine).read_bytes()
    assert main(["detect", portrait_file, mine, "--out", str(folder)]) == 2

    assert "portrait_annotated.png would replace your picture" in capfd.readouterr().err
    assert Path(mine).read_bytes() == before
    assert names_in(folder) == {"portrait.jpg", "portrait_annotated.png"}


def test_masks_reach_the_json_and_the_background(portrait_file: str, folder: Path) -> None:
    out = folder / "out"
    arguments = ["--draw", "--json", "--background", "replaced", "--background-colour", "#00FF00", "--parts", "body"]
    assert main(["detect", portrait_file, "--out", str(out), *arguments]) == 0

    mask = from_json((out / "portrait.json").read_text()).people[0].segmentation
    assert mask is not None
    assert mask.shape == (600, 512)
    assert 0.05 < float((mask > 0.5).mean()) < 0.95
    drawn = cv2.imread(str(out / "portrait_annotated.png"))
    assert tuple(drawn[np.unravel_index(mask.argmin(), mask.shape)]) == (0, 255, 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--draw"], "--out DIR"),
        (["--json", "--csv"], "--json and --csv do not fit"),
        (["--threads", "0"], "threads is 0"),
        (["--threads", "two"], "invalid int value"),
        (["--engine", "cloud"], "invalid choice"),
        (["--complexity", "3"], "invalid choice"),
        (["--parts", "tail"], "invalid choice"),
        (["--min-detection-confidence", "1.5"], "min_detection_confidence is 1.5"),
        (["--min-tracking-confidence", "nan"], "min_tracking_confidence is nan"),
        (["--min-visibility", "2"], "min_visibility is 2"),
        (["--thickness", "0"], "thickness is 0"),
        (["--background-colour", "green"], "#RRGGBB"),
        (["--engine", "mediapipe", "--people", "2"], "finds one person only"),
        (["--people", "0"], "max_people is 0"),
    ],
)
def test_bad_arguments_are_explained_with_code_2(
    arguments: list[str], message: str, portrait_file: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["detect", portrait_file, *arguments]) == 2

    shown = capfd.readouterr()
    assert message in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""


def test_a_folder_that_cannot_be_made_is_explained(portrait_file: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", portrait_file, "--out", f"{portrait_file}/out"]) == 2

    assert "--out cannot be made" in capfd.readouterr().err


def test_a_file_that_cannot_be_written_is_explained(
    portrait_file: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "out" / "portrait.json").mkdir(parents=True)
    assert main(["detect", portrait_file, "--out", str(folder / "out"), "--json"]) == 1

    assert "portrait.json cannot be written" in capfd.readouterr().err


@pytest.mark.parametrize("setting", ["style", "face", "background"])
def test_the_choices_are_those_of_the_drawing(setting: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", "x.jpg", f"--{setting}", "?"]) == 2

    offered = re.findall(r"'(\w+)'", capsys.readouterr().err.split("choose from")[1])
    assert tuple(offered) == get_args(get_type_hints(DrawOptions)[setting])


def test_every_way_to_find_can_be_chosen(portrait_file: str, capfd: pytest.CaptureFixture[str]) -> None:
    arguments = ["--clahe", "--drop-implausible", "--segmentation", "--people", "3", "--min-tracking-confidence", "0.3"]
    assert main(["detect", portrait_file, "--json", "--parts", "body", *arguments]) == 0

    found = from_json(capfd.readouterr().out).find
    assert found == FindOptions(
        parts=BODY, clahe=True, drop_implausible=True, segmentation=True, min_tracking_confidence=0.3
    )


def test_three_people_and_the_largest_alone(test_media: Path, capfd: pytest.CaptureFixture[str]) -> None:
    picture = str(test_media / "images" / "tensorflow_three_people.jpg")
    records = []
    for people in ("4", "1"):
        assert main(["detect", picture, "--people", people, "--json"]) == 0
        records.append(from_json(capfd.readouterr().out))

    assert [len(record.people) for record in records] == [3, 1]
    assert records[0].people[0].pose == records[1].people[0].pose


def test_the_mediapipe_engine_writes_the_same_schema(portrait_file: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", portrait_file, "--engine", "mediapipe", "--json"]) == 0

    record = from_json(capfd.readouterr().out)
    assert record.engine == "mediapipe"
    assert np.isnan(record.people[0].pose_score)
    assert np.isnan(record.people[0].pose.presence).all()


def test_a_long_list_of_empty_pictures_is_cut_short(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for number in range(7):
        put_grey(folder / "grey" / f"{number}.png")
    assert main(["detect", str(folder / "grey"), "--parts", "body"]) == 0

    assert "Nobody was found in 0.png, 1.png, 2.png, 3.png, 4.png, and 2 more." in capfd.readouterr().out
