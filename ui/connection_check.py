"""The connection check: a button, and what stands between this browser and the live picture, in plain words."""

import json
from pathlib import Path
from typing import Any, Final

import streamlit as st

from ui.connection_findings import ConnectionFinding, findings_from
from ui.ice import IceServers, browser_configuration
from ui.texts import text

_FOLDER: Final = Path(__file__).parent
_HTML: Final = '<button type="button"></button><p role="status" aria-live="polite"></p>'
_SIGNS: Final = {"ok": ":material/check_circle:", "warn": ":material/warning:", "bad": ":material/error:"}


@st.fragment
def show_connection_check(ice: IceServers, video: dict[str, Any] | None = None) -> None:
    """Show the button "Check my connection" and, once it was pressed, the findings.

    ice: the servers the live picture uses; its passwords go to the browser, as they do for the picture. video: the
    constraints with which the live picture asks for the camera. The camera is asked for when the button is pressed, and
    is released right after. The rest of the page does not run again.
    """
    st.markdown(text("check.lead"))
    report = _ask_browser(ice, video)
    if report is not None:
        for finding in findings_from(report):
            _show(finding)
        with st.popover(text("check.details")):
            st.caption(text("check.details_help"))
            st.code(json.dumps(report, indent=1), language="json")
    if ice.problem is not None:
        st.warning(text(f"check.provider_{ice.problem}", provider=str(ice.provider).title()), icon=_SIGNS["warn"])
    st.caption(text(f"check.uses_{ice.kind}"))


def webrtc_translations() -> dict[str, str]:
    """The words of the live picture's own buttons and messages, for `translations` of `webrtc_streamer`."""
    return {
        "start": text("webrtc.start"),
        "stop": text("webrtc.stop"),
        "select_device": text("webrtc.select_device"),
        "media_api_not_available": text("webrtc.media_api_not_available"),
        "device_ask_permission": text("webrtc.device_ask_permission"),
        "device_not_available": text("webrtc.device_not_available"),
        "device_access_denied": text("webrtc.device_access_denied"),
        "turn_camera_on": text("webrtc.turn_camera_on"),
        "turn_camera_off": text("webrtc.turn_camera_off"),
        "select_camera": text("webrtc.select_camera"),
    }


def _ask_browser(ice: IceServers, video: dict[str, Any] | None) -> dict[str, Any] | None:
    # Declared on every run: it belongs to the running server, of which a test has one for each page.
    check = st.components.v2.component(
        "connection_check",
        html=_HTML,
        css=(_FOLDER / "connection_check.css").read_text("utf-8"),
        js=(_FOLDER / "connection_check.js").read_text("utf-8"),
    )
    words = {
        "button": text("check.button"),
        "camera": text("check.asking_camera"),
        "network": text("check.asking_network"),
    }
    data = {"configuration": browser_configuration(ice), "constraints": video or True, "words": words}
    report = check(key="connection-check", data=data, on_report_change=lambda: None).get("report")
    return report if isinstance(report, dict) else None


def _show(finding: ConnectionFinding) -> None:
    said = f"**{text(f'check.{finding.key}', **finding.values)}**"
    if finding.level != "ok":
        said += "  \n" + text(f"check.{finding.key}_do")
    show = {"ok": st.success, "warn": st.warning, "bad": st.error}[finding.level]
    show(said, icon=_SIGNS[finding.level])
