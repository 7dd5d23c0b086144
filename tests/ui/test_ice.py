"""STUN and TURN: what the host's variables lead to on either side, and that secrets stay secret."""

from collections.abc import Mapping
from typing import Any

import pytest
import streamlit as st
from aiortc import RTCIceServer
from aiortc.rtcicetransport import connection_kwargs

from holistic_core.errors import OptionsError
from holistic_core.ice_settings import settings_from
from ui import ice
from ui.ice import browser_configuration, ice_servers, server_configuration, servers_for
from ui.turn_credentials import Provided, login_from_secret

NOW_S = 1_800_000_000
SECRET = "north-wind"  # noqa: S105 -- of a server that does not exist
STUN = {"HOLISTIC_STUN_URLS": "stun:one.example:3478, stun:two.example"}
FIXED = {
    "HOLISTIC_TURN_URLS": "turn:one.example,turn:one.example?transport=tcp,turns:one.example:443",
    "HOLISTIC_TURN_USERNAME": "ada",
    "HOLISTIC_TURN_CREDENTIAL": "hunter2",
}
TIMED = {"HOLISTIC_TURN_URLS": FIXED["HOLISTIC_TURN_URLS"], "HOLISTIC_TURN_SECRET": SECRET}
CLOUDFLARE = {"CLOUDFLARE_TURN_KEY_ID": "key-of-cf", "CLOUDFLARE_TURN_KEY_API_TOKEN": "token-of-cf"}
TWILIO = {"TWILIO_ACCOUNT_SID": "sid-of-tw", "TWILIO_AUTH_TOKEN": "token-of-tw"}
# As Cloudflare and Twilio answer, by their documentation.
FROM_CLOUDFLARE = (
    {"urls": ["stun:stun.cloudflare.example:3478", "stun:stun.cloudflare.example:53"]},
    {
        "urls": [
            "turn:turn.cloudflare.example:53?transport=udp",
            "turn:turn.cloudflare.example:3478?transport=udp",
            "turn:turn.cloudflare.example:3478?transport=tcp",
            "turns:turn.cloudflare.example:443?transport=tcp",
        ],
        "username": "u",
        "credential": "c",
    },
)
FROM_TWILIO = (
    {"url": "stun:global.example:3478", "urls": "stun:global.example:3478"},
    {
        "url": "turn:global.example:3478?transport=udp",
        "urls": "turn:global.example:3478?transport=udp",
        "username": "u",
        "credential": "c",
    },
)


def browser_urls(variables: Mapping[str, object], provided: Provided | None = None) -> list[str]:
    servers = servers_for(settings_from(variables), "viewer", NOW_S, provided)
    return [url for entry in browser_configuration(servers)["iceServers"] for url in entry["urls"]]


def aiortc_uses(variables: Mapping[str, object], provided: Provided | None = None) -> dict[str, Any]:
    """What aiortc itself makes of the server's side."""
    servers = servers_for(settings_from(variables), "viewer", NOW_S, provided)
    return connection_kwargs([RTCIceServer(**entry) for entry in server_configuration(servers)["iceServers"]])


# Nothing configured


def test_nothing_configured_asks_nobody() -> None:
    servers = servers_for(settings_from({}), "viewer", NOW_S)
    assert browser_configuration(servers) == {"iceServers": []} == server_configuration(servers)
    assert servers.kind == "none" and servers.expires_s is None and not servers.relay_only


def test_streamlit_webrtc_adds_no_server_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit_webrtc import component  # noqa: PLC0415 -- as in the pages

    monkeypatch.setattr(component, "get_available_ice_servers", lambda: pytest.fail("it went looking for servers"))
    servers = servers_for(settings_from({}), "viewer", NOW_S)
    assert component.enhance_frontend_rtc_configuration(browser_configuration(servers)) == {"iceServers": []}
    assert component._resolve_server_rtc_configuration(server_configuration(servers)).iceServers == []


# Either side


def test_the_browser_gets_every_address_and_the_server_what_aiortc_can_use() -> None:
    variables = STUN | FIXED
    assert browser_urls(variables) == [
        *("stun:one.example:3478", "stun:two.example"),
        *("turn:one.example", "turn:one.example?transport=tcp", "turns:one.example:443"),
    ]
    assert aiortc_uses(variables) == {
        "stun_server": ("one.example", 3478),
        "turn_server": ("one.example", 3478),
        "turn_ssl": False,
        "turn_transport": "udp",
        "turn_username": "ada",
        "turn_password": "hunter2",
    }


@pytest.mark.parametrize(
    ("transport", "turn_server", "turn_transport", "turn_ssl"),
    [
        ("udp", ("one.example", 3478), "udp", False),
        ("tcp", ("one.example", 3478), "tcp", False),
        ("tls", ("one.example", 443), "tcp", True),
    ],
)
def test_the_server_takes_the_way_the_host_names(
    transport: str, turn_server: tuple[str, int], turn_transport: str, turn_ssl: bool
) -> None:
    uses = aiortc_uses(STUN | TIMED | {"HOLISTIC_SERVER_TURN_TRANSPORT": transport})
    assert (uses["turn_server"], uses["turn_transport"], uses["turn_ssl"]) == (turn_server, turn_transport, turn_ssl)
    # Without UDP, the answer of STUN never comes, and each connection would wait for it.
    assert ("stun_server" in uses) == (transport == "udp")


def test_the_server_may_reach_turn_at_another_address() -> None:
    variables = TIMED | {"HOLISTIC_SERVER_TURN_URLS": ["turn:coturn.internal:3478?transport=tcp"]}
    assert aiortc_uses(variables)["turn_server"] == ("coturn.internal", 3478)
    assert not any("internal" in url for url in browser_urls(variables))


def test_addresses_aiortc_cannot_read_are_for_the_browser_only() -> None:
    variables = {**TIMED, "HOLISTIC_STUN_URLS": "stuns:one.example, stun:[2001:db8::1]:3478"}
    variables["HOLISTIC_TURN_URLS"] = "turn:[2001:db8::1], turn:one.example"
    assert len(browser_urls(variables)) == 4
    uses = aiortc_uses(variables)
    assert uses["turn_server"] == ("one.example", 3478) and "stun_server" not in uses


@pytest.mark.parametrize(
    ("value", "policy"), [("1", "relay"), ("yes", "relay"), (True, "relay"), ("0", None), ("", None)]
)
def test_relay_only_is_the_browsers_policy(value: object, policy: str | None) -> None:
    servers = servers_for(settings_from(TIMED | {"HOLISTIC_ICE_RELAY_ONLY": value}), "viewer", NOW_S)
    assert browser_configuration(servers).get("iceTransportPolicy") == policy
    assert "iceTransportPolicy" not in server_configuration(servers)


@pytest.mark.parametrize(
    ("variables", "kind"), [({}, "none"), (STUN, "stun"), (FIXED, "turn"), (STUN | TIMED, "turn"), (CLOUDFLARE, "none")]
)
def test_the_kind_is_the_best_help_there_is(variables: dict[str, object], kind: str) -> None:
    assert servers_for(settings_from(variables), "viewer", NOW_S).kind == kind


# Passwords that expire


def test_each_viewer_and_the_server_have_a_login_of_their_own() -> None:
    settings = settings_from(TIMED)
    names = {servers_for(settings, viewer, NOW_S).browser[0]["username"] for viewer in ("one", "two")}
    server = servers_for(settings, "one", NOW_S).server[0]["username"]
    assert len(names | {server}) == 3
    assert all("one" not in name and "two" not in name for name in names), "the visitor's name stays here"


def test_a_login_is_the_same_for_a_while_and_renewed_long_before_it_expires() -> None:
    settings = settings_from(TIMED | {"HOLISTIC_TURN_TTL_S": 3600})
    seen = set()
    for now_s in range(NOW_S, NOW_S + 3 * 3600, 60):
        servers = servers_for(settings, "viewer", now_s)
        assert servers.expires_s is not None and 0.75 * 3600 <= servers.expires_s - now_s <= 3600
        assert servers.browser[0]["username"].startswith(f"{servers.expires_s}:")
        seen.add(servers.browser[0]["credential"])
    assert len(seen) in {12, 13}, "four an hour"


def test_a_fixed_password_never_expires() -> None:
    servers = servers_for(settings_from(FIXED), "viewer", NOW_S)
    assert servers.expires_s is None
    assert (servers.browser[0]["username"], servers.browser[0]["credential"]) == ("ada", "hunter2")


@pytest.mark.parametrize("variables", [FIXED, TIMED, CLOUDFLARE, TWILIO])
def test_no_secret_is_in_a_repr(variables: dict[str, object]) -> None:
    settings = settings_from(variables)
    provided = Provided(FROM_CLOUDFLARE, NOW_S)
    servers = servers_for(settings, "viewer", NOW_S, provided)
    login = login_from_secret(SECRET, "viewer", 3600, NOW_S)
    shown = f"{settings!r} {servers!r} {login!r} {provided!r}"
    kept = [SECRET, "hunter2", "of-cf", "of-tw", login.credential, "'credential'"]
    assert not any(secret in shown for secret in kept)


def test_the_browser_never_gets_the_shared_secret() -> None:
    servers = servers_for(settings_from(STUN | TIMED), "viewer", NOW_S)
    assert SECRET not in str(browser_configuration(servers)) + str(server_configuration(servers))


# Cloudflare and Twilio


def test_cloudflares_servers_reach_both_sides_without_the_port_browsers_keep_shut() -> None:
    provided = Provided(FROM_CLOUDFLARE, NOW_S + 7200)
    assert browser_urls(CLOUDFLARE, provided) == [
        "stun:stun.cloudflare.example:3478",
        "turn:turn.cloudflare.example:3478?transport=udp",
        "turn:turn.cloudflare.example:3478?transport=tcp",
        "turns:turn.cloudflare.example:443?transport=tcp",
    ]
    uses = aiortc_uses(CLOUDFLARE | {"HOLISTIC_SERVER_TURN_TRANSPORT": "tls"}, provided)
    assert (uses["turn_server"], uses["turn_password"]) == (("turn.cloudflare.example", 443), "c")
    assert servers_for(settings_from(CLOUDFLARE), "viewer", NOW_S, provided).expires_s == NOW_S + 7200


def test_twilios_servers_lose_what_browsers_do_not_know() -> None:
    servers = servers_for(settings_from(TWILIO), "viewer", NOW_S, Provided(FROM_TWILIO, NOW_S + 3600))
    assert servers.browser == [
        {"urls": ["stun:global.example:3478"]},
        {"urls": ["turn:global.example:3478?transport=udp"], "username": "u", "credential": "c"},
    ]
    assert servers.kind == "turn" and servers.provider == "twilio"


# Where the variables come from


class Secrets:
    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def to_dict(self) -> dict[str, Any]:
        return self._values


def test_secrets_go_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLISTIC_STUN_URLS", "stun:environment.example")
    monkeypatch.setenv("HOLISTIC_TURN_URLS", "turn:environment.example")
    monkeypatch.setattr(
        st, "secrets", Secrets({"HOLISTIC_TURN_URLS": "turn:secrets.example", "HOLISTIC_TURN_SECRET": "s"})
    )
    browser = ice_servers("viewer").browser
    assert [entry["urls"] for entry in browser] == [["stun:environment.example"], ["turn:secrets.example"]]


def test_without_secrets_the_environment_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in TIMED.items():
        monkeypatch.setenv(name, value)
    assert ice_servers("viewer").kind == "turn"


def test_secrets_that_cannot_be_read_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    broken = tmp_path / "secrets.toml"
    broken.write_text('HOLISTIC_TURN_SECRET = "hunter2')
    monkeypatch.setattr(st, "secrets", type(st.secrets)())
    monkeypatch.setattr(ice.st, "get_option", lambda name: [str(broken)])
    monkeypatch.setattr("streamlit.config.get_option", lambda name: [str(broken)])
    with pytest.raises(OptionsError, match="secrets file") as caught:
        ice_servers("viewer")
    assert "hunter2" not in str(caught.value)
