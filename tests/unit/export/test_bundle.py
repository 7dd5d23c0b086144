"""Names of the files of many pictures, on every system's terms."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holistic_core.export import PictureRecord, to_coco, to_csv_angles, to_csv_long, to_csv_wide
from holistic_core.export.bundle import annotated_file, json_file, tables, unique_stems


@pytest.mark.parametrize(
    ("names", "stems"),
    [
        (["yoga.jpg", "run.png"], ["yoga", "run"]),
        (["yoga.jpg", "yoga.png", "yoga.jpg"], ["yoga", "yoga_2", "yoga_3"]),
        (["yoga.jpg", "Yoga.jpg"], ["yoga", "Yoga_2"]),
        (["a.jpg", "a_2.jpg", "a.png"], ["a", "a_2", "a_3"]),
        (["a.jpg", "a.png", "a_2.jpg"], ["a", "a_2", "a_2_2"]),
        (["coco_keypoints.jpg"], ["coco_keypoints_2"]),
        (["../../etc/passwd", r"C:\photos\me.jpg"], ["passwd", "me"]),
        (['a:b*"c".jpg', "a\nb.jpg", "\x00.jpg"], ["a_b__c_", "a_b", "_"]),
        (["con.jpg", "LPT1.png", "console.jpg"], ["_con", "_LPT1", "console"]),
        (["", "..", " .jpg", "日本.jpg"], ["picture", "picture_2", "picture_3", "日本"]),
        (["trip.to.rome.jpg", "x" * 300 + ".jpg"], ["trip.to.rome", "x" * 100]),
    ],
)
def test_stems(names: list[str], stems: list[str]) -> None:
    assert unique_stems(names) == stems


@given(st.lists(st.text(max_size=12) | st.sampled_from(["a.jpg", "A.png", "a_2.jpg", "a_annotated.png"]), max_size=12))
def test_no_two_pictures_share_a_file_and_none_leaves_the_folder(names: list[str]) -> None:
    stems = unique_stems(names)
    files = [name.casefold() for stem in stems for name in (json_file(stem), annotated_file(stem))]
    files += tables([], ["csv", "coco"])

    assert len(stems) == len(names)
    assert len(set(files)) == len(files)
    assert not any(set(stem) & set('/\\:*?"<>|\0\n') for stem in stems)
    assert all(stem.strip(" .") == stem for stem in stems)


def test_tables_are_the_ones_asked_for(record: Callable[..., PictureRecord]) -> None:
    records = [record()]

    assert tables(records, []) == {}
    assert tables(records, ["csv"]) == {
        "landmarks.csv": to_csv_long(records),
        "landmarks_wide.csv": to_csv_wide(records),
        "angles.csv": to_csv_angles(records),
    }
    assert tables(records, ["coco"]) == {"coco_keypoints.json": to_coco(records)}
    assert tables(records, ["csv"], min_visibility=1)["angles.csv"] == to_csv_angles(records, min_visibility=1)
