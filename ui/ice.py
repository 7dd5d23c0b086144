"""How browser and server find each other: the STUN and TURN servers of one visitor, for either side."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from holistic_core.configuration import given_variables
from holistic_core.errors import OptionsError
from holistic_core.ice_settings import IceAddress, IceSettings, Transport, settings_from
from ui.turn_credentials import Problem, Provided, Provider, Providers, login_from_secret

IceServer = dict[str, Any]
Kind = Literal["none", "stun", "turn"]

# Browsers do not open port 53, and wait for it in vain; Cloudflare offers it for other clients.
_CLOSED_PORTS = frozenset({53})


@dataclass(frozen=True)
class IceServers:
    """The servers of one visitor's connection; passwords are left out of its `repr`.

    browser, server: entries of `iceServers` for either side, empty for direct connections only. relay_only: the browser
    uses TURN only. kind: the best help there is. expires_s: Unix time in seconds until which the passwords work, None
    for ever. problem: why a provider gave no servers; `provider` is its name.
    """

    browser: list[IceServer] = field(repr=False)
    server: list[IceServer] = field(repr=False)
    relay_only: bool
    kind: Kind
    expires_s: int | None = None
    provider: Provider | None = None
    problem: Problem | None = None


def ice_servers(viewer_id: str) -> IceServers:
    """The servers for one visitor, as the host's secrets and environment say.

    Call it on every run of the page: passwords are renewed in time. viewer_id: tells visitors apart. OptionsError names
    the variable that is wrong.
    """
    settings = host_settings()
    provider, account = _provider(settings)
    provided = _providers().servers(provider, *account) if provider and account else Provided()
    return servers_for(settings, viewer_id, time.time(), provided)


def host_settings() -> IceSettings:
    """What the host chose, in `st.secrets` before the environment; OptionsError when it cannot be used."""
    return settings_from({**given_variables(), **host_secrets()})


def servers_for(settings: IceSettings, viewer_id: str, now_s: float, provided: Provided | None = None) -> IceServers:
    """The servers for one visitor.

    now_s: Unix time in seconds, from which the life of passwords counts. provided: what Cloudflare or Twilio answered,
    used when the host has no TURN server of its own.

    The server's side gets one STUN and one TURN address, because aiortc takes the first of each and never tries
    another. It gets no STUN where UDP is not to be used: an answer that never comes would delay every connection.
    """
    provided = provided or Provided()
    stun = [{"urls": [address.url for address in settings.stun]}] if settings.stun else []
    expires_s = provided.expires_s
    if settings.turn:
        viewer, expires_s = _login(settings, viewer_id, now_s)
        server, _ = _login(settings, "server", now_s)
        browser = [*stun, {"urls": [address.url for address in settings.turn], **viewer}]
        candidates = [*stun, {"urls": [address.url for address in settings.server_turn], **server}]
    else:
        browser = candidates = [*stun, *_cleaned(provided.servers)]
    browser = _for_browser(browser)
    return IceServers(
        browser=browser,
        server=_for_server(candidates, settings.server_transport),
        relay_only=settings.relay_only,
        kind=_kind(browser),
        expires_s=expires_s,
        provider=_provider(settings)[0],
        problem=provided.problem,
    )


def browser_configuration(servers: IceServers) -> dict[str, Any]:
    """For `frontend_rtc_configuration`: an `RTCConfiguration` as browsers read it.

    Never None and never without `iceServers`: streamlit-webrtc would ask Google's STUN server on its own.
    """
    configuration: dict[str, Any] = {"iceServers": servers.browser}
    if servers.relay_only:
        configuration["iceTransportPolicy"] = "relay"
    return configuration


def server_configuration(servers: IceServers) -> dict[str, Any]:
    """For `server_rtc_configuration`; never None, as above. That only TURN is used is the browser's business."""
    return {"iceServers": servers.server}


@st.cache_resource(show_spinner=False)
def _providers() -> Providers:
    return Providers()


def host_secrets() -> Mapping[str, Any]:
    """What is in `st.secrets`; empty without any, OptionsError when the file cannot be read."""
    try:
        return st.secrets.to_dict()
    except StreamlitSecretNotFoundError as error:
        if any(Path(path).exists() for path in st.get_option("secrets.files")):
            raise OptionsError("The secrets file of this app cannot be read: it is not valid TOML.") from error
        return {}


def _provider(settings: IceSettings) -> tuple[Provider | None, tuple[str, str] | None]:
    if settings.turn:
        return None, None
    if settings.cloudflare:
        return "cloudflare", settings.cloudflare
    return ("twilio", settings.twilio) if settings.twilio else (None, None)


def _login(settings: IceSettings, person: str, now_s: float) -> tuple[IceServer, int | None]:
    if settings.turn_secret is None:
        return {"username": settings.turn_username, "credential": settings.turn_credential}, None
    login = login_from_secret(settings.turn_secret, person, settings.turn_ttl_s, now_s)
    return {"username": login.username, "credential": login.credential}, login.expires_s


def _cleaned(servers: Iterable[Mapping[str, Any]]) -> list[IceServer]:
    """Entries with nothing but what `iceServers` knows: Twilio adds an outdated `url`."""
    entries = []
    for server in servers:
        urls = server.get("urls") or []
        entry = {"urls": [urls] if isinstance(urls, str) else list(urls)}
        entries.append(entry | {key: server[key] for key in ("username", "credential") if server.get(key)})
    return entries


def _addresses(entry: IceServer) -> list[IceAddress]:
    return [address for address in map(IceAddress.read, entry["urls"]) if address is not None]


def _for_browser(entries: list[IceServer]) -> list[IceServer]:
    kept = [
        {**entry, "urls": [address.url for address in _addresses(entry) if address.port not in _CLOSED_PORTS]}
        for entry in entries
    ]
    return [entry for entry in kept if entry["urls"]]


def _for_server(entries: list[IceServer], transport: Transport | None) -> list[IceServer]:
    chosen: dict[bool, IceServer] = {}
    for entry in entries:
        for address in _addresses(entry):
            fits = transport in (None, address.transport) if address.relays else transport in (None, "udp")
            # aiortc reads no IPv6 addresses and skips STUN over TLS.
            if fits and address.scheme != "stuns" and not address.host.startswith("["):
                chosen.setdefault(address.relays, {**entry, "urls": [address.url]})
    return [chosen[relays] for relays in (False, True) if relays in chosen]


def _kind(browser: list[IceServer]) -> Kind:
    addresses = [address for entry in browser for address in _addresses(entry)]
    if any(address.relays for address in addresses):
        return "turn"
    return "stun" if addresses else "none"
