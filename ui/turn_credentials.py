"""Names and passwords for TURN servers: computed from coturn's shared secret, or asked from Cloudflare or Twilio."""

import base64
import hashlib
import hmac
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

_log = logging.getLogger(__name__)

Provider = Literal["cloudflare", "twilio"]
Problem = Literal["unreachable", "not_installed"]

# How long the providers' passwords live, as streamlit-webrtc 0.79 asks for them (its `credentials.py`).
_LIFE_S: Final[Mapping[Provider, int]] = {"cloudflare": 7200, "twilio": 3600}
_KEEP_S: Final = 1800  # asked for again after so long: what is handed out is good for half an hour at least
_RETRY_S: Final = 60  # a provider that did not answer is left alone so long: asking takes up to 10 s


@dataclass(frozen=True)
class TurnLogin:
    """Name and password for a TURN server. expires_s: Unix time in seconds."""

    username: str
    credential: str = field(repr=False)
    expires_s: int


def login_from_secret(secret: str, person: str, ttl_s: int, now_s: float) -> TurnLogin:
    """A login that a coturn with `use-auth-secret` and this `static-auth-secret` accepts until it expires.

    person: who asks, so that the relay's quotas count people; only a hash of it is in the name. ttl_s: longest life in
    seconds. now_s: Unix time in seconds. The same login is given for a quarter of its life, so that a page that runs
    again hands the browser nothing new; at least three quarters are always left. The format is that of
    draft-uberti-behave-turn-rest-00: `<expiry>:<name>`, and base64(HMAC-SHA1(secret, username)).
    """
    step_s = max(1, ttl_s // 4)
    expires_s = int((now_s + ttl_s) // step_s * step_s)
    username = f"{expires_s}:{hashlib.sha256(person.encode()).hexdigest()[:12]}"
    digest = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
    return TurnLogin(username, base64.b64encode(digest).decode(), expires_s)


@dataclass(frozen=True)
class Provided:
    """What a provider answered.

    servers: entries of `iceServers`, passwords included. expires_s: Unix time in seconds. problem: why there are none.
    """

    servers: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    expires_s: int | None = None
    problem: Problem | None = None


class Providers:
    """The answers of the providers, kept for everybody and renewed in time. Safe to use from many threads.

    ask: fetches the `iceServers` of a provider for an account and its token. clock: Unix time in seconds.
    """

    def __init__(
        self,
        ask: Callable[[Provider, str, str], list[Mapping[str, Any]]] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._ask = ask or ask_streamlit_webrtc
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[tuple[Provider, str, str], tuple[float, Provided]] = {}

    def servers(self, provider: Provider, account: str, token: str) -> Provided:
        """The provider's servers with passwords good for half an hour at least, or the problem with getting them."""
        with self._lock:  # one visitor asks, the others wait for the same answer
            until_s, provided = self._kept.get((provider, account, token), (0.0, Provided()))
            if self._clock() >= until_s:
                provided = self._fetch(provider, account, token)
                until_s = self._clock() + (_RETRY_S if provided.problem else _KEEP_S)
                self._kept = {(provider, account, token): (until_s, provided)}
            return provided

    def _fetch(self, provider: Provider, account: str, token: str) -> Provided:
        expires_s = int(self._clock()) + _LIFE_S[provider]
        try:
            servers = self._ask(provider, account, token)
        except ImportError:
            _log.warning("TURN servers of %s need a package that is missing: pip install %s", provider, provider)
            return Provided(problem="not_installed")
        except Exception as error:  # whatever a provider's client raises; the page goes on without a relay
            reason = str(error).replace(token, "…").replace(account, "…")
            _log.warning("No TURN servers from %s: %s: %s", provider, type(error).__name__, reason)
            return Provided(problem="unreachable")
        return Provided(tuple(servers), expires_s)


def ask_streamlit_webrtc(provider: Provider, account: str, token: str) -> list[Mapping[str, Any]]:
    """Ask a provider through streamlit-webrtc; raises what its clients raise, ImportError where one is missing."""
    # Its component would be lost for good when this was imported before the first page has run.
    from streamlit_webrtc import credentials  # noqa: PLC0415

    ask = credentials.get_cloudflare_ice_servers if provider == "cloudflare" else credentials.get_twilio_ice_servers
    # Its own cache may hand out passwords that are about to expire.
    ask.clear()
    return list(ask(account, token))
