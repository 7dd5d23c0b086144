"""Which model files exist, where they come from, and the SHA-256 each must have."""

from dataclasses import dataclass
from typing import Final

_ASSETS: Final = "https://storage.googleapis.com/mediapipe-assets/"


@dataclass(frozen=True)
class StockModel:
    """A file of the mediapipe wheel, or one that is downloaded when asked for.

    path: below the `mediapipe` package folder. sha256: of the whole file.
    url: where it is downloaded from when a user asks for it; None for files the wheel ships.
    used: False for files of the wheel that nothing here runs; they are listed, so that the list is complete.
    """

    path: str
    sha256: str
    url: str | None = None
    used: bool = True


@dataclass(frozen=True)
class DerivedModel:
    """A part of a stock model, cut out on the user's machine.

    source: name of the stock model.
    outputs: what is kept: positions in the stock model's list of outputs, or tensor indices if `inputs` is given.
    inputs: tensor indices it starts from; None for the stock model's own inputs.
    dense: also write sparse weights out in full, see `model_dense.py`.
    recipe: counted up when the way of cutting changes, so that cached files of older recipes are not used.
    """

    source: str
    outputs: tuple[int, ...]
    inputs: tuple[int, ...] | None = None
    dense: bool = False
    recipe: int = 1


# Hashes of the files in the wheel of mediapipe 0.10.21. Hash and address of lite and heavy, which no wheel ships, are
# from third_party/external_files.bzl of that release.
STOCK_MODELS: Final[dict[str, StockModel]] = {
    "pose_detection": StockModel(
        "modules/pose_detection/pose_detection.tflite",
        "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
    ),
    "pose_landmark_full": StockModel(
        "modules/pose_landmark/pose_landmark_full.tflite",
        "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
    ),
    "hand_recrop": StockModel(
        "modules/holistic_landmark/hand_recrop.tflite",
        "67d996ce96f9d36fe17d2693022c6da93168026ab2f028f9e2365398d8ac7d5d",
    ),
    "hand_landmark_full": StockModel(
        "modules/hand_landmark/hand_landmark_full.tflite",
        "11c272b891e1a99ab034208e23937a8008388cf11ed2a9d776ed3d01d0ba00e3",
    ),
    "face_detection_short_range": StockModel(
        "modules/face_detection/face_detection_short_range.tflite",
        "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
    ),
    "face_landmark": StockModel(
        "modules/face_landmark/face_landmark.tflite",
        "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
    ),
    "face_landmark_with_attention": StockModel(
        "modules/face_landmark/face_landmark_with_attention.tflite",
        "e06a804e0144f9929eda782122916b35d60c697c3c9344013ca2bbe76a6ce2b4",
    ),
    "pose_landmark_lite": StockModel(
        "modules/pose_landmark/pose_landmark_lite.tflite",
        "1150dc68a713b80660b90ef46ce4e85c1c781bb88b6e3512cc64e6a685ba5588",
        _ASSETS + "pose_landmark_lite.tflite?generation=1681244252454799",
    ),
    "pose_landmark_heavy": StockModel(
        "modules/pose_landmark/pose_landmark_heavy.tflite",
        "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
        _ASSETS + "pose_landmark_heavy.tflite?generation=1661875897944151",
    ),
    "hand_landmark_lite": StockModel(
        "modules/hand_landmark/hand_landmark_lite.tflite",
        "048edd3645c9bf7397d19a9f6e3a42957d6e414c9bea6598030a2e9b624156e6",
        used=False,
    ),
    "palm_detection_full": StockModel(
        "modules/palm_detection/palm_detection_full.tflite",
        "1b14e9422c6ad006cde6581a46c8b90dd573c07ab7f3934b5589e7cea3f89a54",
        used=False,
    ),
    "palm_detection_lite": StockModel(
        "modules/palm_detection/palm_detection_lite.tflite",
        "e9a4aaddf90dda56a87235303cf00e4c2d3fb28725f68fd88772997dac905c18",
        used=False,
    ),
    "face_detection_full_range_sparse": StockModel(
        "modules/face_detection/face_detection_full_range_sparse.tflite",
        "2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1",
        used=False,
    ),
    "iris_landmark": StockModel(
        "modules/iris_landmark/iris_landmark.tflite",
        "d1744d2a09c25f501d39eba4faff47e53ecca8852c5ce19bce8eeac39357521f",
        used=False,
    ),
    "selfie_segmentation": StockModel(
        "modules/selfie_segmentation/selfie_segmentation.tflite",
        "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
        used=False,
    ),
    "selfie_segmentation_landscape": StockModel(
        "modules/selfie_segmentation/selfie_segmentation_landscape.tflite",
        "a77d03f4659b9f6b6c1f5106947bf40e99d7655094b6527f214ea7d451106edd",
        used=False,
    ),
}

# Output 2 of the body models is the segmentation mask, 40 % of their time. The face model with attention holds 11
# operators that LiteRT does not know, all between two ordinary graphs: the trunk (tensors 186 mesh, 35 features, 710
# score) and the heads (199-201 one feature map a region → lips, left eye, left iris, right eye, right iris).
DERIVED_MODELS: Final[dict[str, DerivedModel]] = {
    "pose_detection_dense": DerivedModel("pose_detection", (0, 1), dense=True),
    **{
        f"pose_landmark_{size}_no_segmentation": DerivedModel(f"pose_landmark_{size}", (0, 1, 3, 4))
        for size in ("lite", "full", "heavy")
    },
    "face_attention_trunk": DerivedModel("face_landmark_with_attention", (186, 35, 710), inputs=(0,)),
    "face_attention_heads": DerivedModel(
        "face_landmark_with_attention", (684, 687, 690, 693, 696), inputs=(199, 200, 201)
    ),
}
