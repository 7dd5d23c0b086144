"""A movement as one HTML file: interactive charts, tables, settings and notes, readable offline and for good."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from holistic_core.angles import ANGLES
from holistic_core.exercises import EXERCISES, Repetition
from holistic_core.export.report_charts import GROUPS, Chart, is_known, known_symmetries, main_names, report_charts
from holistic_core.export.report_html import Html, joined, page, pairs, table, tag
from holistic_core.export.report_style import PROGRAM, STYLE
from holistic_core.export.report_words import ACCURACY, described_filter, versions
from holistic_core.export.session import SessionHeader
from holistic_core.export.session_frames import SessionFrames

if TYPE_CHECKING:
    from holistic_core.movement.comparison import Comparison

_LABELS: Final = {each.name: each.label for each in ANGLES}


@dataclass(frozen=True, eq=False)
class Report:
    """What a report is made of.

    frames: as they are shown, filtered when `header.filter` says so. measured: before the filter, for thin curves; None
    when there was none. in_space: show 3D angles, else those of the picture. made: with a time zone. video: further
    facts about the source, name → value. notes: what people should know first, such as where the clip broke off.
    comparison: with another movement; None: with the coach's, where it does the same exercise.
    """

    header: SessionHeader
    frames: SessionFrames
    made: datetime
    repetitions: Sequence[Repetition] = ()
    measured: SessionFrames | None = None
    in_space: bool = True
    video: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = ()
    comparison: "Comparison | None" = None


def html_report(report: Report) -> Iterator[bytes]:
    """The file as pieces, the largest being plotly's program (4.8 MB). Names of files are text in it, never markup."""
    from holistic_core.charts.plotly_js import figure_json, plotly_js  # noqa: PLC0415 -- plotly is a report's alone

    comparison = report.comparison or _with_coach(report)
    charts = report_charts(report, comparison)
    body = tag(
        "main",
        _head(report),
        _numbers(report),
        *(tag("p", note, class_="note") for note in report.notes),
        _angles(report, charts),
        _repetitions(report, charts),
        _motion(report, charts),
        _symmetry(report, charts),
        _comparison(comparison, charts),
        tag("h2", "How it was made"),
        pairs(_settings(report)),
        tag("h2", "How far to trust it"),
        tag("ul", *(tag("li", sentence) for sentence in ACCURACY)),
        tag("footer", f"Made with Holistic Lab on {report.made:%d %B %Y}. This file needs no network: it can be kept."),
    )
    figures = [figure_json(chart.figure) for chart in charts]
    yield from page(f"{_source(report)}: movement report", STYLE, body, figures, (plotly_js(), PROGRAM))


def _with_coach(report: Report) -> "Comparison | None":
    from holistic_core.movement.coach_comparison import compared_with_coach  # noqa: PLC0415 -- it loads scipy

    return compared_with_coach(
        report.frames,
        report.repetitions,
        report.header.exercise,
        main_names(report),
        label=_source(report),
        in_space=report.in_space,
    )


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


def _angles(report: Report, charts: Sequence[Chart]) -> Html:
    shown = _figures("angles", charts)
    if not shown:
        nobody = "No joint angle could be measured: nobody was seen well enough. Film the whole person, in good light."
        return joined([tag("h2", "Joint angles"), tag("p", nobody)])
    told = [f"Angles {_plane(report)} at the joints, over the seconds of the clip."]
    if report.measured is not None:
        told.append("Bold: filtered. Thin: as measured.")
    if report.repetitions:
        told.append("Numbered shades: repetitions.")
    return joined([tag("h2", "Joint angles"), tag("p", " ".join(told), class_="soft"), *shown])


def _repetitions(report: Report, charts: Sequence[Chart]) -> Html:
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


def _motion(report: Report, charts: Sequence[Chart]) -> Html:
    from holistic_core.movement.kinematics import angle_summaries  # noqa: PLC0415 -- it loads scipy

    names = [name for group in GROUPS.values() for name in group]
    degrees = {name: report.frames.of(name, in_space=report.in_space) for name in names if is_known(report, name)}
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
            *_figures("speed", charts),
            tag("p", "Up: the angle grows, a joint is stretched. Down: it gets smaller, a joint bends.", class_="soft"),
            table(header, rows),
        ]
    )


def _symmetry(report: Report, charts: Sequence[Chart]) -> Html:
    from holistic_core.movement.symmetry import INDEX_MEANING  # noqa: PLC0415 -- as above

    rows = []
    for each in known_symmetries(report):
        values = (each.left_range_deg, each.right_range_deg, each.index_percent, each.difference_deg)
        rows.append((each.joint.capitalize(), *map(_number, values)))
    if not rows:
        return joined([])
    header = ("Joint", "Left range (°)", "Right range (°)", "Symmetry index (%)", "Mean difference (°)")
    shown = _figures("symmetry", charts)
    meaning = tag("p", INDEX_MEANING, class_="soft")
    return joined([tag("h2", "Left against right"), *shown, table(header, rows), meaning])


def _comparison(comparison: "Comparison | None", charts: Sequence[Chart]) -> Html:
    from holistic_core.movement.comparison import SCORE_MEANING  # noqa: PLC0415 -- as above

    if comparison is None:
        return joined([])
    one, other = comparison.one.label, comparison.other.label
    said = (
        f"“{one}” against “{other}”: {comparison.score:.0f} of 100 points. Aligned in time they are "
        f"{comparison.mean_difference_deg:.1f}° apart on average; the second takes {comparison.tempo:.2f} × as long."
    )
    rows = [(_LABELS[name], f"{deg:.1f}") for name, deg in comparison.difference_deg.items()]
    return joined(
        [
            tag("h2", "Compared"),
            tag("p", said),
            *_figures("comparison", charts),
            table(("Angle", "Mean difference (°)"), rows),
            tag("p", SCORE_MEANING, class_="soft"),
        ]
    )


def _figures(section: str, charts: Sequence[Chart]) -> list[Html]:
    def shown(number: int, chart: Chart) -> Html:
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
