"""How the live page works, with what the frames of this very visitor cost."""

from holistic_core.charts.timing import stage_bars
from ui.downloads import chart
from ui.findings import session_findings
from ui.live_slot import LiveSlot
from ui.picture_input import sample_source
from ui.settings import Settings
from ui.tables import stage_table


def show_pipeline(slot: LiveSlot) -> None:
    """Draw the stages of the visitor's last frames; before the first one, of the sample picture."""
    measured = {} if slot.viewer is None else dict(slot.viewer.status().speed.stage_ms)
    if not measured:
        finding = session_findings().find(sample_source(), Settings())
        measured = dict(finding.people[0].stage_ms)
    chart(stage_bars(measured), "live-pipeline", stage_table(measured))
