"""Arguments that pictures and videos share: how sure the models must be, and which body model."""

import argparse

from holistic_core.options import FindOptions


def add_model_arguments(group: argparse._ArgumentGroup) -> None:
    """`--min-detection-confidence`, `--min-tracking-confidence` and `--complexity`, as in `FindOptions`."""
    usual = FindOptions()
    group.add_argument(
        "--min-detection-confidence",
        type=float,
        metavar="0-1",
        default=usual.min_detection_confidence,
        help="how sure the detector must be that there is a person (default: %(default)s)",
    )
    group.add_argument(
        "--min-tracking-confidence",
        type=float,
        metavar="0-1",
        default=usual.min_tracking_confidence,
        help="how sure the body model must be (default: %(default)s)",
    )
    group.add_argument(
        "--complexity",
        type=int,
        choices=(0, 1, 2),
        default=usual.model_complexity,
        help="body model: 0 lite, 1 full, 2 heavy (default: %(default)s); 0 and 2: see the command models",
    )
