"""A movement as one HTML file: interactive charts, tables, settings and notes, readable offline and for good."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import numpy as np

from holistic_core.angles import ANGLES
from holistic_core.exercises import EXERCISES, Repetition
from holistic_core.export.report_html import Html, joined, page, pairs, table, tag
from holistic_core.export.report_style import PROGRAM, STYLE
from holistic_core.export.report_words import ACCURACY, described_filter, versions
from holistic_core.export.session import SessionHeader
from holistic_core.export.session_frames import SessionFrames

_LABELS: Final = {each.name: each.label for each in ANGLES}
# What is shown when no exercise says what matters: legs, arms, trunk. A group of which nothing is known is left out.
_GROUPS: Final = {
    "Legs": ("left_knee", "right_knee", "left_hip", "right_hip"),
    "Arms": ("left_elbow", "right_elbow", "left_shoulder", "right_shoulder"),
    "Trunk": ("trunk_lean", "shoulder_tilt", "pelvis_tilt"),
}
# An angle that is known in less of the frames is left out of charts and tables.
_KNOWN_SHARE: Final = 0.05


@dataclass(frozen=True, eq=False)
class Report:
    """What a report is made of.

    frames: as they are shown, filtered when `header.filter` says so. measured: before the filter, for thin curves; None
    when there was none. in_space: show 3D angles, else those of the picture. made: with a time zone. video: further
    facts about the source, name → value. notes: what people should know first, such as where the clip broke off.
    """

    header: SessionHeader
    frames: SessionFrames
    made: datetime
    repetitions: Sequence[Repetition] = ()
    measured: SessionFrames | None = None
    in_space: bool = True
    video: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = ()


def html_report(report: Report) -> Iterator[bytes]:
    """The file as pieces, the largest being plotly's program (4.8 MB). Names of files are text in it, never markup."""
    from holistic_core.charts.plotly_js import figure_json, plotly_js  # noqa: PLC0415 -- see below

    charts = _charts(report)
    body = tag(
        "main",
        _head(report),
        _numbers(report),
        *(tag("p", note, class_="note") for note in report.notes),
        _angles(report, charts),
        _repetitions(report, charts),
        _motion(report),
        _symmetry(report),
        tag("h2", "How it was made"),
        pairs(_settings(report)),
        tag("h2", "How far to trust it"),
        tag("ul", *(tag("li", sentence) for sentence in ACCURACY)),
        tag("footer", f"Made with Holistic Lab on {report.made:%d %B %Y}. This file needs no network: it can be kept."),
    )
    figures = [figure_json(chart.figure) for chart in charts]
    yield from page(f"{_source(report)}: movement report", STYLE, body, figures, (plotly_js(), PROGRAM))


@dataclass(frozen=True, eq=False)
class _Chart:
    """section: where it stands. figure: of plotly. told: what it shows, below it and for those who cannot see it."""

    section: str
    figure: Any
    told: str


def _charts(report: Report) -> list[_Chart]:
    # Charts load plotly, which only a report needs.
    from holistic_core.charts.exercise import repetition_bars  # noqa: PLC0415
    from holistic_core.charts.report_curves import report_curves  # noqa: PLC0415

    frames = report.frames
    ends_s = [each.end_s for each in report.repetitions]
    found = []
    for group, names in _groups(report).items():
        shown = {name: frames.of(name, in_space=report.in_space) for name in names}
        raw = {} if report.measured is None else {n: report.measured.of(n, in_space=report.in_space) for n in names}
        told = "0° is upright or level." if group == "Trunk" else "180° is straight."
        figure = report_curves(frames.times_s, shown, raw, title=group, repetitions_s=ends_s)
        found.append(_Chart("angles", figure, told))
    exercise = EXERCISES.get(report.header.exercise or "")
    if exercise is not None and report.repetitions:
        told = "Above, from the lowest to the highest angle of each repetition; below, how long its parts took."
        found.append(_Chart("repetitions", repetition_bars(report.repetitions, exercise).figure(), told))
    return found


def _groups(report: Report) -> dict[str, list[str]]:
    """Heading → angles that are known, the exercise's own first."""
    exercise = EXERCISES.get(report.header.exercise or "")
    groups = dict(_GROUPS)
    if exercise is not None:
        counted = exercise.signal.joints[:2]
        own = tuple(f"{side}_{joint}" for joint in counted for side in ("left", "right"))
        groups = {name: tuple(each for each in names if each not in own) for name, names in groups.items()}
        groups = {f"{exercise.label}: what is counted": own} | groups
    known = {group: [name for name in names if _is_known(report, name)] for group, names in groups.items()}
    return {group: names for group, names in known.items() if names}


def _is_known(report: Report, name: str) -> bool:
    degrees = report.frames.of(name, in_space=report.in_space)
    return bool(len(degrees)) and float(np.isfinite(degrees).mean()) >= _KNOWN_SHARE


def _head(report: Report) -> Html:
    return tag(
        "header",
        tag("p", "Movement report", class_="kind"),
        tag("h1", _source(report)),
        tag("p", f"{report.made:%d %B %Y, %H:%M} ({report.made:%Z})"),
    )


def _numbers(report: Report) -> Html:
    frames, times_s = report.frames, report.frames.times_s
    seconds = float(times_s[-1] - times_s[0]) if len(frames) else 0.0
    seen = sum(int(block["found"].any(axis=1).sum()) for block in frames.blocks)
    cards = {"Duration": f"{seconds:.1f} s", "Frames looked at": f"{len(frames):,}"}
    cards["With a person"] = f"{100 * seen / len(frames):.0f} %" if len(frames) else "–"
    exercise = EXERCISES.get(report.header.exercise or "")
    if exercise is not None:
        cards = {"Exercise": exercise.label, "Repetitions": str(len(report.repetitions)), **cards}
    return tag(
        "dl", *(tag("div", tag("dt", name), tag("dd", value)) for name, value in cards.items()), class_="numbers"
    )


def _angles(report: Report, charts: Sequence[_Chart]) -> Html:
    shown = _figures("angles", charts)
    if not shown:
        nobody = "No joint angle could be measured: nobody was seen well enough. Film the whole person, in good light."
        return joined([tag("h2", "Joint angles"), tag("p", nobody)])
    told = [f"Angles {_plane(report)} at the joints, over the seconds of the clip."]
    if report.measured is not None:
        told.append("Bold: filtered. Thin: as measured.")
    if report.repetitions:
        told.append("Dotted lines: where repetitions ended.")
    return joined([tag("h2", "Joint angles"), tag("p", " ".join(told), class_="soft"), *shown])


def _repetitions(report: Report, charts: Sequence[_Chart]) -> Html:
    exercise = EXERCISES.get(report.header.exercise or "")
    if exercise is None:
        return joined([])
    if not report.repetitions:
        return joined([tag("h2", "Repetitions"), tag("p", f"No complete repetition of {exercise.label} was seen.")])
    out, far, back = (phase.capitalize() for phase in exercise.phases)
    header = (
        *("No.", "Start (s)", "Time (s)", f"{out} (s)", f"{far} (s)", f"{back} (s)"),
        *("Lowest (°)", "Highest (°)", "Range (°)", "What to do better"),
    )
    messages = {cue.name: cue.message for cue in exercise.cues}
    rows = [
        (
            *(str(each.number), f"{each.start_s:.2f}", f"{each.duration_s:.2f}"),
            *(f"{value:.2f}" for value in (each.out_s, each.far_s, each.back_s)),
            *(f"{value:.0f}" for value in (each.lowest_deg, each.highest_deg, each.range_deg)),
            " ".join(messages.get(name, name) for name in each.cues) or "–",
        )
        for each in report.repetitions
    ]
    numbers = table(header, rows, texts=(len(header) - 1,))
    return joined([tag("h2", "Repetitions"), *_figures("repetitions", charts), numbers])


def _motion(report: Report) -> Html:
    from holistic_core.movement.kinematics import angle_summaries  # noqa: PLC0415 -- it loads scipy

    names = [name for group in _GROUPS.values() for name in group]
    degrees = {name: report.frames.of(name, in_space=report.in_space) for name in names if _is_known(report, name)}
    if not degrees:
        return joined([])
    header = ("Angle", "Lowest (°)", "Highest (°)", "Range (°)", "Fastest up (°/s)", "Fastest down (°/s)", "Known (%)")
    rows = []
    for each in angle_summaries(report.frames.times_s, degrees):
        peaks = (each.fastest_up, each.fastest_down)
        rows.append(
            (
                _LABELS[each.name],
                *(_number(value) for value in (each.lowest_deg, each.highest_deg, each.range_deg)),
                *(_number(abs(peak.deg_s)) if peak else "–" for peak in peaks),
                _number(100 * each.known),
            )
        )
    return joined(
        [
            tag("h2", "Range of motion and speed"),
            tag("p", "Up: the angle grows, a joint is stretched. Down: it gets smaller, a joint bends.", class_="soft"),
            table(header, rows),
        ]
    )


def _symmetry(report: Report) -> Html:
    from holistic_core.movement.symmetry import INDEX_MEANING, symmetry  # noqa: PLC0415 -- as above

    rows = []
    for joint in ("knee", "hip", "elbow", "shoulder"):
        names = (f"left_{joint}", f"right_{joint}")
        if all(_is_known(report, name) for name in names):
            each = symmetry(joint, *(report.frames.of(name, in_space=report.in_space) for name in names))
            values = (each.left_range_deg, each.right_range_deg, each.index_percent, each.difference_deg)
            rows.append((joint.capitalize(), *map(_number, values)))
    if not rows:
        return joined([])
    header = ("Joint", "Left range (°)", "Right range (°)", "Symmetry index (%)", "Mean difference (°)")
    return joined([tag("h2", "Left against right"), table(header, rows), tag("p", INDEX_MEANING, class_="soft")])


def _figures(section: str, charts: Sequence[_Chart]) -> list[Html]:
    def shown(number: int, chart: _Chart) -> Html:
        height = f"min-height:{chart.figure.layout.height}px"
        label: dict[str, Any] = {"role": "img", "aria_label": chart.told}
        div = tag("div", class_="chart", data_figure=str(number), style=height, **label)
        return tag("figure", div, tag("figcaption", chart.told))

    return [shown(number, chart) for number, chart in enumerate(charts) if chart.section == section]


def _settings(report: Report) -> dict[str, str]:
    header, find = report.header, report.header.find
    made = {"Source": _source(report), **report.video, "Engine": header.engine, "Angles": _plane(report)}
    made["Filter"] = described_filter(header.filter)
    if find is not None:
        made["Looked for"] = ", ".join(part.replace("_", " ") for part in sorted(find.parts))
        made["Body model"] = ("lite", "full", "heavy")[find.model_complexity]
        sure = f"detection {find.min_detection_confidence:g}, tracking {find.min_tracking_confidence:g}"
        made["Confidence needed"] = sure
        made["Smoothing of landmarks"] = "on" if find.smooth else "off"
    return made | {"Made": report.made.isoformat(timespec="seconds"), "Versions": versions(header.engine)}


def _source(report: Report) -> str:
    return report.header.source or "Recording"


def _plane(report: Report) -> str:
    return "in space (3D)" if report.in_space else "in the picture (2D)"


def _number(value: float) -> str:
    return f"{value:.0f}".replace("-", "−") if math.isfinite(value) else "–"
