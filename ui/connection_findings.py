"""What the connection check means: from what a visitor's browser reported to plain findings, each with what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from holistic_core.ice_settings import IceAddress, Transport

Level = Literal["ok", "warn", "bad"]

# STUN error codes of a TURN server (RFC 8656, section 19; RFC 8489, section 14.8).
_REFUSED: Final = frozenset({401, 403, 431, 438, 441})
_FULL: Final = frozenset({486, 508})
# A browser that heard nothing tries for longer than this; one that heard the answer is done in a round trip or two.
_ANSWERED_MS: Final = 4000

_CAMERA_ERRORS: Final[Mapping[str, str]] = {
    "NotFoundError": "no_camera",
    "DevicesNotFoundError": "no_camera",
    "NotReadableError": "in_use",
    "TrackStartError": "in_use",
    "AbortError": "in_use",
    "OverconstrainedError": "constraints",
    "SecurityError": "denied",
}


@dataclass(frozen=True)
class ConnectionFinding:
    """One thing that was checked.

    key: of its texts, `check.<key>` says what was found and `check.<key>_do` what to do. values: fill their fields.
    """

    level: Level
    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class _Probe:
    """What became of one configured server: it "works", "refused", is "full", or stayed "silent"."""

    address: IceAddress
    outcome: Literal["works", "refused", "full", "silent"]


def findings_from(report: Mapping[str, Any]) -> list[ConnectionFinding]:
    """What a report of the check means, in the order in which a visitor should deal with it.

    report: what `connection_check.js` sends: `page`, `camera` and `network`. Nothing in it is taken for granted: it
    comes from a browser.
    """
    page, camera, network = (_mapping(report.get(part)) for part in ("page", "camera", "network"))
    if page.get("secure") is not True:
        return [ConnectionFinding("bad", "insecure")]
    if page.get("media") is not True:
        return [ConnectionFinding("bad", "no_media")]
    found = [_camera(camera, embedded=page.get("embedded") is True)]
    if page.get("webrtc") is not True:
        return [*found, ConnectionFinding("bad", "no_webrtc")]
    found += _network(network, local=page.get("local") is True)
    if all(finding.level == "ok" for finding in found):
        found.append(ConnectionFinding("ok", "all_good"))
    return found


def _camera(camera: Mapping[str, Any], embedded: bool) -> ConnectionFinding:
    state = camera.get("state")
    if state == "works":
        size = {side: int(_number(camera.get(side))) for side in ("width", "height")}
        return ConnectionFinding("ok", "camera", size)
    if state == "unanswered":
        return ConnectionFinding("bad", "unanswered")
    error, message = str(camera.get("error", "")), str(camera.get("message", "")).lower()
    if error in {"NotAllowedError", "PermissionDeniedError"}:
        return ConnectionFinding("bad", _refusal(message, camera.get("permission"), embedded))
    key = _CAMERA_ERRORS.get(error, "camera_other")
    # Firefox and Chrome call a camera that is missing and one that cannot be opened by the same name now and then.
    if key == "camera_other" and camera.get("count") == 0:
        key = "no_camera"
    return ConnectionFinding("bad", key)


def _refusal(message: str, permission: object, embedded: bool) -> str:
    if "system" in message:  # Chrome: "Permission denied by system"
        return "denied_by_system"
    if "dismissed" in message:
        return "dismissed"
    # A frame of another page may lack the right to ask: then nobody was asked, and the browser says "prompt" as before.
    if embedded and ("policy" in message or permission == "prompt"):
        return "embedded"
    return "denied"


def _network(network: Mapping[str, Any], local: bool) -> list[ConnectionFinding]:
    probes = [probe for entry in _entries(network.get("servers")) if (probe := _probe(entry)) is not None]
    relays = [probe for probe in probes if probe.address.relays]
    stun_silent = _all_silent([probe for probe in probes if not probe.address.relays])
    if relays:
        return [_relay(relays, stun_silent)]
    if not _kinds(_mapping(network.get("direct"))):
        return [ConnectionFinding("bad", "no_addresses")]
    if probes:
        return [ConnectionFinding("bad", "udp_blocked") if stun_silent else ConnectionFinding("ok", "stun")]
    return [ConnectionFinding("ok", "direct_local") if local else ConnectionFinding("warn", "direct_only")]


def _relay(relays: list[_Probe], stun_silent: bool) -> ConnectionFinding:
    working: set[Transport] = {probe.address.transport for probe in relays if probe.outcome == "works"}
    if working:
        udp_silent = _all_silent([probe for probe in relays if probe.address.transport == "udp"])
        if "udp" not in working and (udp_silent or stun_silent):
            return ConnectionFinding("warn", "udp_blocked_relayed")
        return ConnectionFinding("ok", "relay")
    for outcome, key in (("refused", "turn_refused"), ("full", "turn_full")):
        if any(probe.outcome == outcome for probe in relays):
            return ConnectionFinding("bad", key)
    if all(probe.address.transport == "udp" for probe in relays):
        return ConnectionFinding("bad", "udp_blocked")
    return ConnectionFinding("bad", "turn_silent")


def _all_silent(probes: list[_Probe]) -> bool:
    return bool(probes) and all(probe.outcome == "silent" for probe in probes)


def _probe(entry: Mapping[str, Any]) -> _Probe | None:
    address = IceAddress.read(str(entry.get("url", "")))
    if address is None:
        return None
    kinds = _kinds(entry)
    if ("relay" if address.relays else "srflx") in kinds:
        return _Probe(address, "works")
    errors = entry.get("errors")
    codes = {code for code in errors if isinstance(code, int)} if isinstance(errors, list) else set()
    if codes & _REFUSED:
        return _Probe(address, "refused")
    if codes & _FULL:
        return _Probe(address, "full")
    # Who has a public address of their own hears nothing new from STUN: no srflx, but an answer, and soon.
    heard = entry.get("complete") is True and not codes and _number(entry.get("ms")) < _ANSWERED_MS
    return _Probe(address, "works" if heard and not address.relays else "silent")


def _kinds(entry: Mapping[str, Any]) -> list[Any]:
    kinds = entry.get("kinds")
    return kinds if isinstance(kinds, list) else []


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _entries(value: object) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and abs(value) < 1e9 else 0.0  # noqa: PLR2004 -- sanity
