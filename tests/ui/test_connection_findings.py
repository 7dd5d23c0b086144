"""From a browser's report to words: every case that can stop a visitor, as a table."""

from copy import deepcopy
from typing import Any

import pytest

from ui.connection_findings import findings_from
from ui.texts import ENGLISH

PAGE = {"secure": True, "local": False, "embedded": False, "media": True, "webrtc": True}
CAMERA = {"state": "works", "permission": "granted", "width": 640, "height": 480, "count": 1}
DIRECT = {"url": None, "kinds": ["host"], "errors": [], "complete": True, "ms": 20}
STUN = "stun:a.example:3478"
UDP, TCP, TLS = "turn:a.example:3478", "turn:a.example:3478?transport=tcp", "turns:a.example:443"


def server(url: str, kind: str | None = None, error: int | None = None, ms: int = 8000) -> dict[str, Any]:
    """One configured server: the kind of address it led to, the error it answered with, or silence."""
    if kind:
        return {"url": url, "kinds": [kind], "errors": [], "complete": True, "ms": 60}
    if error:
        return {"url": url, "kinds": [], "errors": [error], "complete": True, "ms": 60}
    return {"url": url, "kinds": ["host"] if url == STUN else [], "errors": [], "complete": False, "ms": ms}


def report(
    *servers: dict[str, Any],
    page: dict[str, Any] | None = None,
    camera: dict[str, Any] | None = None,
    direct: dict[str, Any] | None = DIRECT,
) -> dict[str, Any]:
    network = {"direct": direct, "servers": list(servers)}
    return {"page": PAGE | (page or {}), "camera": camera or CAMERA, "network": network}


def refused(error: str, message: str = "", permission: str = "denied", count: int = 1) -> dict[str, Any]:
    return {"state": "refused", "error": error, "message": message, "permission": permission, "count": count}


def levels_and_keys(given: dict[str, Any]) -> list[tuple[str, str]]:
    return [(finding.level, finding.key) for finding in findings_from(given)]


RELAY = server(UDP, "relay")

PAGES = [
    ({"secure": False, "media": False}, [("bad", "insecure")]),
    ({"media": False}, [("bad", "no_media")]),
    ({"webrtc": False}, [("ok", "camera"), ("bad", "no_webrtc")]),
]

CAMERAS = [
    (refused("NotAllowedError", "Permission denied"), "denied"),
    (refused("NotAllowedError", "The request is not allowed by the user agent", permission="unknown"), "denied"),
    (refused("NotAllowedError", "Permission denied by system", permission="granted"), "denied_by_system"),
    (refused("NotAllowedError", "Permission dismissed", permission="prompt"), "dismissed"),
    (refused("SecurityError"), "denied"),
    (refused("NotFoundError", "Requested device not found", count=0), "no_camera"),
    (refused("NotReadableError", "Could not start video source"), "in_use"),
    (refused("AbortError", "Starting videoinput failed"), "in_use"),
    (refused("OverconstrainedError"), "constraints"),
    (refused("UnknownError", count=0), "no_camera"),
    (refused("UnknownError"), "camera_other"),
    ({"state": "unanswered", "permission": "prompt"}, "unanswered"),
]

NETWORKS = [
    # Nothing configured
    ([], {}, [("warn", "direct_only")]),
    ([], {"local": True}, [("ok", "direct_local"), ("ok", "all_good")]),
    # STUN only
    ([server(STUN, "srflx")], {}, [("ok", "stun"), ("ok", "all_good")]),
    ([server(STUN)], {}, [("bad", "udp_blocked")]),
    ([server(STUN, error=701)], {}, [("bad", "udp_blocked")]),
    ([server(STUN), server(STUN, "srflx")], {}, [("ok", "stun"), ("ok", "all_good")]),
    # TURN that works
    ([RELAY], {}, [("ok", "relay"), ("ok", "all_good")]),
    ([RELAY, server(TCP, error=701)], {}, [("ok", "relay"), ("ok", "all_good")]),
    ([server(STUN), RELAY], {}, [("ok", "relay"), ("ok", "all_good")]),
    ([server(TCP, "relay")], {}, [("ok", "relay"), ("ok", "all_good")]),
    ([server(STUN, "srflx"), server(TLS, "relay")], {}, [("ok", "relay"), ("ok", "all_good")]),
    # UDP is blocked
    ([server(UDP), server(TCP, "relay")], {}, [("warn", "udp_blocked_relayed")]),
    ([server(STUN), server(TLS, "relay")], {}, [("warn", "udp_blocked_relayed")]),
    ([server(UDP)], {}, [("bad", "udp_blocked")]),
    ([server(STUN), server(UDP, error=701)], {}, [("bad", "udp_blocked")]),
    # TURN that does not work
    ([server(UDP, error=401)], {}, [("bad", "turn_refused")]),
    ([server(UDP), server(TCP, error=401)], {}, [("bad", "turn_refused")]),
    ([server(UDP, error=486)], {}, [("bad", "turn_full")]),
    ([server(UDP, error=508), server(TCP)], {}, [("bad", "turn_full")]),
    ([server(UDP), server(TCP), server(TLS, error=701)], {}, [("bad", "turn_silent")]),
    ([server(TCP)], {}, [("bad", "turn_silent")]),
]


@pytest.mark.parametrize(("page", "expected"), PAGES, ids=lambda value: value[-1][1] if isinstance(value, list) else "")
def test_the_page(page: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert levels_and_keys(report(RELAY, page=page)) == expected


@pytest.mark.parametrize(("camera", "key"), CAMERAS)
def test_the_camera(camera: dict[str, Any], key: str) -> None:
    assert levels_and_keys(report(RELAY, camera=camera)) == [("bad", key), ("ok", "relay")]


@pytest.mark.parametrize(("servers", "page", "expected"), NETWORKS)
def test_the_network(servers: list[dict[str, Any]], page: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert levels_and_keys(report(*servers, page=page)) == [("ok", "camera"), *expected]


@pytest.mark.parametrize(
    ("message", "permission", "key"),
    [
        ("Permission denied", "prompt", "embedded"),
        ("Permissions policy violation: camera", "denied", "embedded"),
        ("Permission denied", "denied", "denied"),
        ("Permission dismissed", "prompt", "dismissed"),
    ],
)
def test_a_frame_of_another_page_may_lack_the_right_to_ask(message: str, permission: str, key: str) -> None:
    camera = refused("NotAllowedError", message, permission)
    assert levels_and_keys(report(RELAY, page={"embedded": True}, camera=camera))[0] == ("bad", key)


def test_a_browser_that_hides_every_address() -> None:
    silent = DIRECT | {"kinds": []}
    assert levels_and_keys(report(direct=silent))[-1] == ("bad", "no_addresses")
    assert levels_and_keys(report(server(UDP, "relay"), direct=silent))[1] == ("ok", "relay")


def test_stun_tells_nothing_new_to_who_has_a_public_address() -> None:
    heard = {"url": STUN, "kinds": ["host"], "errors": [], "complete": True, "ms": 80}
    assert ("ok", "stun") in levels_and_keys(report(heard))
    assert ("bad", "udp_blocked") in levels_and_keys(report(heard | {"ms": 5000}))


def test_the_size_of_the_picture_is_told() -> None:
    finding = findings_from(report(RELAY))[0]
    assert ENGLISH["check.camera"].format(**finding.values) == "Your camera works (640 × 480)."


def test_nothing_a_browser_sends_is_trusted() -> None:
    """Whatever part of a report is missing or of another kind: findings come, and none says that all is good."""
    good = report(server(STUN, "srflx"), RELAY)
    for junk in (None, 7, "x", [], {}, [{"url": 5}], {"kinds": 3}, {"width": "a"}, float("nan")):
        assert ("ok", "all_good") not in levels_and_keys({"page": junk})
        for part in ("page", "camera", "network"):
            broken = deepcopy(good)
            broken[part] = junk
            assert ("ok", "all_good") not in levels_and_keys(broken)
            for name in good[part]:
                broken = deepcopy(good)
                broken[part][name] = junk
                findings_from(broken)


def test_every_finding_has_its_words_and_what_to_do() -> None:
    reports = [report(RELAY, page=page) for page, _ in PAGES]
    reports += [report(RELAY, camera=camera) for camera, _ in CAMERAS]
    reports += [report(*servers, page=page) for servers, page, _ in NETWORKS]
    reports += [
        report(direct=None),
        report(RELAY, page={"embedded": True}, camera=refused("NotAllowedError", "policy")),
    ]
    findings = {finding.key: finding for given in reports for finding in findings_from(given)}
    for key, finding in findings.items():
        assert ENGLISH[f"check.{key}"].format(**finding.values)
        assert (f"check.{key}_do" in ENGLISH) == (finding.level != "ok"), key
    told = {
        key.removeprefix("check.").removesuffix("_do") for key in ENGLISH if key.endswith("_do") and "check." in key
    }
    assert told == {key for key, finding in findings.items() if finding.level != "ok"}
