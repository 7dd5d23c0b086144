"""What the host says about STUN and TURN, in the environment or in `st.secrets`, checked before it is used.

| variable | meaning | default |
|---|---|---|
| `HOLISTIC_STUN_URLS` | STUN servers, which tell a browser its public address | none |
| `HOLISTIC_TURN_URLS` | TURN servers, which relay the video where no direct way exists | none |
| `HOLISTIC_TURN_USERNAME`, `HOLISTIC_TURN_CREDENTIAL` | fixed name and password for the TURN servers | none |
| `HOLISTIC_TURN_SECRET` | instead of them: coturn's `static-auth-secret`, for passwords that expire | none |
| `HOLISTIC_TURN_TTL_S` | longest life of such a password, in seconds | 86400 |
| `CLOUDFLARE_TURN_KEY_ID`, `CLOUDFLARE_TURN_KEY_API_TOKEN` | servers and passwords from Cloudflare | none |
| `TWILIO_ACCOUNT_SID`, `TWILIO_AUTH_TOKEN` | servers and passwords from Twilio; needs `pip install twilio` | none |
| `HOLISTIC_ICE_RELAY_ONLY` | `1`: browsers send video through TURN only | 0 |
| `HOLISTIC_SERVER_TURN_URLS` | addresses under which this server reaches the TURN servers, if others | as above |
| `HOLISTIC_SERVER_TURN_TRANSPORT` | how this server reaches TURN: `udp`, `tcp` or `tls`, for hosts without UDP | any |

Addresses are separated by commas (in secrets a list will do). A variable in `st.secrets` goes before the environment.
Servers of the host's own go before Cloudflare's, and those before Twilio's. Nothing set: nobody outside is asked for
anything, and only direct connections are tried.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeVar, get_args

from holistic_core.errors import OptionsError

T = TypeVar("T")
Transport = Literal["udp", "tcp", "tls"]
TRANSPORTS: Final[tuple[Transport, ...]] = get_args(Transport)

DEFAULT_TTL_S: Final = 86_400  # the value suggested by draft-uberti-behave-turn-rest-00, section 2.2
_SHORTEST_TTL_S: Final = 60  # below it a password dies while the connection is still being made
_HIGHEST_PORT: Final = 65_535
_YES: Final = frozenset({"1", "true", "yes", "on"})
_NO: Final = frozenset({"", "0", "false", "no", "off"})

# RFC 7064 and RFC 7065, with the host as a name, an IPv4 address or an IPv6 address in brackets.
_ADDRESS: Final = re.compile(
    r"(?P<scheme>stuns?|turns?):(?P<host>[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>\d{1,5}))?(?:\?transport=(?P<transport>udp|tcp))?"
)
_EXAMPLES: Final = {"stun": "stun:turn.example.org:3478", "turn": "turn:turn.example.org:3478?transport=udp"}


@dataclass(frozen=True)
class IceAddress:
    """One address of a STUN or TURN server.

    url: as browsers read it. scheme: "stun", "stuns", "turn" or "turns". transport: how it is reached.
    """

    url: str
    scheme: str
    host: str
    port: int
    transport: Transport

    @property
    def relays(self) -> bool:
        """Whether it is a TURN server."""
        return self.scheme.startswith("turn")

    @classmethod
    def read(cls, url: str) -> "IceAddress | None":
        """The address, or None when it is not one."""
        found = _ADDRESS.fullmatch(url.strip())
        if found is None:
            return None
        secure = found["scheme"].endswith("s")
        port = int(found["port"] or (5349 if secure else 3478))
        relays = found["scheme"].startswith("turn")
        # STUN addresses have no transport, and aiortc refuses them with one; TURN over DTLS is spoken by nobody.
        if not 1 <= port <= _HIGHEST_PORT or (found["transport"] and not relays):
            return None
        if secure and found["transport"] == "udp":
            return None
        transport: Transport = "tls" if secure else "tcp" if found["transport"] == "tcp" else "udp"
        return cls(found[0], found["scheme"], found["host"], port, transport)


@dataclass(frozen=True)
class IceSettings:
    """What the host chose; what must stay secret is left out of its `repr`.

    turn_secret: with it, passwords expire after at most turn_ttl_s seconds; else username and credential are fixed.
    cloudflare, twilio: account and token, or None.
    server_turn: addresses for this server. server_transport: the only way it uses towards TURN, None for any.
    """

    stun: tuple[IceAddress, ...] = ()
    turn: tuple[IceAddress, ...] = ()
    turn_username: str | None = field(default=None, repr=False)
    turn_credential: str | None = field(default=None, repr=False)
    turn_secret: str | None = field(default=None, repr=False)
    turn_ttl_s: int = DEFAULT_TTL_S
    cloudflare: tuple[str, str] | None = field(default=None, repr=False)
    twilio: tuple[str, str] | None = field(default=None, repr=False)
    relay_only: bool = False
    server_turn: tuple[IceAddress, ...] = ()
    server_transport: Transport | None = None


def settings_from(variables: Mapping[str, object]) -> IceSettings:
    """The settings in the variables of the table above.

    Values may be text, or what TOML makes of them: lists, numbers, booleans. OptionsError names the variable that is
    wrong, and never quotes it: people paste passwords into the wrong place.
    """
    settings, problems = _read(variables)
    if problems:
        raise OptionsError(problems[0])
    return settings


def ice_problems(variables: Mapping[str, object]) -> list[str]:
    """Everything that is wrong with the variables of the table above, alone and together, a sentence or two each."""
    return _read(variables)[1]


def _read(variables: Mapping[str, object]) -> tuple[IceSettings, list[str]]:
    problems: list[str] = []

    def read(reader: Callable[..., T | None], *names: str) -> T | None:
        try:
            return reader(variables, *names)
        except OptionsError as error:
            problems.append(str(error))
            return None

    turn = read(_addresses, "HOLISTIC_TURN_URLS", "turn")
    server_turn = read(_addresses, "HOLISTIC_SERVER_TURN_URLS", "turn")
    settings = IceSettings(
        stun=read(_addresses, "HOLISTIC_STUN_URLS", "stun") or (),
        turn=turn or (),
        turn_username=_text(variables, "HOLISTIC_TURN_USERNAME"),
        turn_credential=_text(variables, "HOLISTIC_TURN_CREDENTIAL"),
        turn_secret=_text(variables, "HOLISTIC_TURN_SECRET"),
        turn_ttl_s=read(_ttl_s, "HOLISTIC_TURN_TTL_S") or DEFAULT_TTL_S,
        cloudflare=read(_pair, "CLOUDFLARE_TURN_KEY_ID", "CLOUDFLARE_TURN_KEY_API_TOKEN"),
        twilio=read(_pair, "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"),
        relay_only=bool(read(_switch, "HOLISTIC_ICE_RELAY_ONLY")),
        server_turn=server_turn or turn or (),
        server_transport=read(_transport, "HOLISTIC_SERVER_TURN_TRANSPORT"),
    )
    if turn is not None and server_turn is not None:
        problems += _contradictions(settings)
    return settings, problems


def _contradictions(settings: IceSettings) -> Iterator[str]:
    fixed = settings.turn_username is not None or settings.turn_credential is not None
    if settings.turn_secret is not None and fixed:
        yield (
            "HOLISTIC_TURN_SECRET and HOLISTIC_TURN_USERNAME or HOLISTIC_TURN_CREDENTIAL are set. Keep the secret for "
            "passwords that expire, or the other two for a fixed one."
        )
    if (settings.turn_username is None) != (settings.turn_credential is None):
        yield "HOLISTIC_TURN_USERNAME and HOLISTIC_TURN_CREDENTIAL belong together; only one of them is set."
    with_password = fixed or settings.turn_secret is not None
    if settings.turn and not with_password:
        yield (
            "HOLISTIC_TURN_URLS is set, but nothing to log in with. Set HOLISTIC_TURN_SECRET, or "
            "HOLISTIC_TURN_USERNAME and HOLISTIC_TURN_CREDENTIAL."
        )
    if not settings.turn and (with_password or settings.server_turn):
        yield "HOLISTIC_TURN_URLS is empty, but other variables describe a TURN server. Set its address."
    if settings.relay_only and not (settings.turn or settings.cloudflare or settings.twilio):
        yield "HOLISTIC_ICE_RELAY_ONLY is on, but there is no TURN server to relay through. Set one up."
    wanted = settings.server_transport
    if settings.server_turn and wanted and all(address.transport != wanted for address in settings.server_turn):
        yield (
            f"HOLISTIC_SERVER_TURN_TRANSPORT is {wanted}, but no TURN address is reached that way. Examples: "
            "turn:turn.example.org:3478?transport=tcp for tcp, turns:turn.example.org:5349 for tls."
        )


def _text(variables: Mapping[str, object], name: str) -> str | None:
    value = variables.get(name)
    return str(value).strip() or None if value is not None else None


def _pair(variables: Mapping[str, object], account: str, token: str) -> tuple[str, str] | None:
    first, second = _text(variables, account), _text(variables, token)
    if first is None and second is None:
        return None
    if first is None or second is None:
        raise OptionsError(f"{account} and {token} belong together; only one of them is set.")
    return first, second


def _addresses(variables: Mapping[str, object], name: str, kind: str) -> tuple[IceAddress, ...]:
    value = variables.get(name)
    entries = value if isinstance(value, list | tuple) else str(value if value is not None else "").split(",")
    urls = [url for url in (str(entry).strip() for entry in entries) if url]
    addresses = []
    for number, url in enumerate(urls, 1):
        address = IceAddress.read(url)
        if address is None or not address.scheme.startswith(kind):
            raise OptionsError(f"Entry {number} of {name} is not an address like {_EXAMPLES[kind]}.")
        addresses.append(address)
    return tuple(addresses)


def _switch(variables: Mapping[str, object], name: str) -> bool:
    value = (_text(variables, name) or "").lower()
    if value not in _YES | _NO:
        raise OptionsError(f"{name} must be 1 (on) or 0 (off).")
    return value in _YES


def _transport(variables: Mapping[str, object], name: str) -> Transport | None:
    value = (_text(variables, name) or "").lower()
    for transport in TRANSPORTS:
        if value == transport:
            return transport
    if value:
        raise OptionsError(f"{name} must be one of {', '.join(TRANSPORTS)}.")
    return None


def _ttl_s(variables: Mapping[str, object], name: str) -> int:
    value = _text(variables, name)
    if value is None:
        return DEFAULT_TTL_S
    if not value.isascii() or not value.isdigit() or int(value) < _SHORTEST_TTL_S:
        raise OptionsError(f"{name} must be a whole number of seconds, at least {_SHORTEST_TTL_S}.")
    return int(value)
