"""Every setting of a host: environment variables, or `st.secrets` with the same names; see docs/configuration.md.

Nothing else reads the process's environment; a value is checked when it is read, and all of them when the app starts.
"""

import difflib
import math
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from holistic_core.errors import OptionsError
from holistic_core.ice_settings import ice_problems

Kind = Literal["text", "whole", "number", "switch", "choice", "list"]
Given = Mapping[str, object]

_YES: Final = frozenset({"1", "true", "yes", "on"})
_NO: Final = frozenset({"0", "false", "no", "off"})
_ADDRESS: Final = re.compile(r"\*|https?://[A-Za-z0-9.\-\[\]:]+")
_SHORTEST_KEY: Final = 16
# What only tests and measurements read.
_OF_TESTS: Final = frozenset(f"HOLISTIC_{name}" for name in ("TEST_MEDIA", "CHROMIUM", "SCREENSHOTS", "OPENSIM"))


@dataclass(frozen=True)
class Variable:
    """One setting of the host.

    default: what holds without it; `default_text` says it where it is worked out. least, most: of a number.
    above: whether a number has to be above `least` instead of at it. secret: never shown, quoted or logged.
    """

    name: str
    group: str
    kind: Kind
    help: str
    default: Any = None
    default_text: str = ""
    least: float = 0
    most: float = math.inf
    above: bool = False
    choices: tuple[str, ...] = ()
    secret: bool = False

    @property
    def limit(self) -> str:
        """What a value has to be, in words."""
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        if self.kind in ("whole", "number"):
            what = "a whole number" if self.kind == "whole" else "a number"
            if math.isinf(self.most):
                return f"{what} {'above' if self.above else 'from'} {self.least:g}{'' if self.above else ' on'}"
            if self.above:
                return f"{what} above {self.least:g}, at most {self.most:g}"
            return f"{what} from {self.least:g} to {self.most:g}"
        return {"switch": "1 (on) or 0 (off)", "list": "entries separated by commas"}.get(self.kind, "text")

    @property
    def default_words(self) -> str:
        """The default, in words."""
        if self.default_text:
            return self.default_text
        if isinstance(self.default, bool):
            return "1" if self.default else "0"
        if self.default in (None, ()):
            return "none"
        return f"{self.default:g}" if self.kind == "number" else str(self.default)


def _table() -> tuple[Variable, ...]:
    detector, live, video, rest, log = "Detector", "Live", "Videos", "REST", "Log"
    ice, cloud = "Finding each other", "TURN from a provider"
    return (
        Variable("HOLISTIC_THREADS", detector, "whole", "Threads one frame may use.", None, "all cores", 1, 64),
        Variable("HOLISTIC_MODE", detector, "choice", "`latency`: one set of models with all threads. `throughput`: a "
                 "set for each thread, for many visitors.", "latency", choices=("latency", "throughput")),
        Variable("HOLISTIC_TIMEOUT_S", detector, "number", "Longest wait for one frame, in seconds.", 10.0, above=True),
        Variable("HOLISTIC_IDLE_RELEASE_S", detector, "number", "Drop the models after so many idle seconds, and load "
                 "them again when needed.", None, "keep them", above=True),
        Variable("HOLISTIC_MEMORY_ALERT_MB", detector, "number", "Warn in the log and on the home page above this "
                 "resident memory, in MB.", None, "no alert", above=True),
        Variable("HOLISTIC_CACHE", detector, "text", "Folder for models that are cut to size or downloaded.", None,
                 "`holistic-lab` in the user's cache"),
        Variable("HOLISTIC_LIVE_VIEWERS", live, "whole", "Live viewers at a time.", None, "two for each core", 1, 1000),
        Variable("HOLISTIC_LIVE_MEDIAPIPE", live, "whole", "Those of them that may use the MediaPipe engine, about 200 "
                 "MB each.", 2, most=1000),
        Variable("HOLISTIC_HOST_KEY", live, "text", "A word with which the host can stop all viewers from the "
                 "live page.",
                 secret=True),
        Variable("HOLISTIC_VIDEO_MB", video, "number", "Largest file, in MB.", 200.0, above=True),
        Variable("HOLISTIC_VIDEO_MEGAPIXELS", video, "number", "Largest frame, in megapixels.", 9.0, above=True),
        Variable("HOLISTIC_VIDEO_SECONDS", video, "number", "Longest part that is looked at.", 600.0, above=True),
        Variable("HOLISTIC_BENCHMARKS", "Benchmarks", "choice", "Which of them visitors may run; `light`: without "
                 "those that fill the memory or every core.", "all", choices=("all", "light", "none")),
        Variable("HOLISTIC_REST", rest, "switch", "Whether other programs may ask for detections. Health, "
                 "metrics and the "
                 "description stay.", True),
        Variable("HOLISTIC_API_KEYS", rest, "list", "Keys, of which a program has to send one; at least 16 characters "
                 "each.", (), "none: everybody may ask", secret=True),
        Variable("HOLISTIC_CORS_ORIGINS", rest, "list", "Web pages of other servers that may ask, such as "
                 "`https://lab.example.org`; `*` for all.", ()),
        Variable("HOLISTIC_REST_MB", rest, "number", "Largest picture file, in MB.", 25.0, above=True, most=1000),
        Variable("HOLISTIC_REST_BATCH_MB", rest, "number", "Largest body with several pictures, in MB.", 100.0,
                 above=True, most=10_000),
        Variable("HOLISTIC_REST_BATCH_FILES", rest, "whole", "Most pictures in one request.", 32, least=1, most=1000),
        Variable("HOLISTIC_REST_MEMORY_MB", rest, "number", "Bodies of all requests together, in MB; who comes "
                 "later is "
                 "asked to try again.", 256.0, above=True),
        Variable("HOLISTIC_REST_UPLOADS", rest, "whole", "Bodies that are read at the same "
                 "time.", 32, least=1, most=1000),
        Variable("HOLISTIC_REST_QUEUE", rest, "whole", "Pictures that may wait for their "
                 "turn.", 64, least=1, most=10_000),
        Variable("HOLISTIC_REST_TIMEOUT_S", rest, "number", "Longest time for one picture, in seconds, waiting "
                 "included.",
                 10.0, above=True, most=600),
        Variable("HOLISTIC_CLIENT_KEY", rest, "text", "For the command `client`: the key it sends.", secret=True),
        Variable("HOLISTIC_LOG", log, "choice", "One line for each REST request: as JSON, as text, or none.", "json",
                 choices=("json", "text", "off")),
        Variable("HOLISTIC_STUN_URLS", ice, "list", "STUN servers, which tell a browser its public address.", ()),
        Variable("HOLISTIC_TURN_URLS", ice, "list", "TURN servers, which relay the video where no direct way "
                 "exists.", ()),
        Variable("HOLISTIC_TURN_USERNAME", ice, "text", "Fixed name for the TURN servers.", secret=True),
        Variable("HOLISTIC_TURN_CREDENTIAL", ice, "text", "Fixed password for the TURN servers.", secret=True),
        Variable("HOLISTIC_TURN_SECRET", ice, "text", "Instead of them: coturn's `static-auth-secret`, for "
                 "passwords that "
                 "expire.", secret=True),
        Variable("HOLISTIC_TURN_TTL_S", ice, "whole", "Longest life of such a password, in seconds.", 86_400, least=60),
        Variable("HOLISTIC_ICE_RELAY_ONLY", ice, "switch", "Browsers send video through TURN only.", False),
        Variable("HOLISTIC_SERVER_TURN_URLS", ice, "list", "Addresses under which the app reaches the TURN servers, if "
                 "others.", (), "as `HOLISTIC_TURN_URLS`"),
        Variable("HOLISTIC_SERVER_TURN_TRANSPORT", ice, "choice", "How the app reaches TURN, for hosts without "
                 "UDP.", None,
                 "any", choices=("udp", "tcp", "tls")),
        Variable("CLOUDFLARE_TURN_KEY_ID", cloud, "text", "Account at Cloudflare.", secret=True),
        Variable("CLOUDFLARE_TURN_KEY_API_TOKEN", cloud, "text", "Its token.", secret=True),
        Variable("TWILIO_ACCOUNT_SID", cloud, "text", "Account at Twilio; needs `pip install twilio`.", secret=True),
        Variable("TWILIO_AUTH_TOKEN", cloud, "text", "Its token.", secret=True),
    )  # fmt: skip


VARIABLES: Final[dict[str, Variable]] = {variable.name: variable for variable in _table()}
_secrets: dict[str, object] = {}


def use_secrets(secrets: Given) -> None:
    """Let values of `st.secrets` go before those of the environment, in this process from now on."""
    _secrets.clear()
    _secrets.update({name: value for name, value in secrets.items() if name in VARIABLES})


def given_variables() -> dict[str, object]:
    """What the host has set: secrets before the environment."""
    return {**os.environ, **_secrets}


def read(name: str, given: Given | None = None) -> Any:
    """The value of a setting, or its default; OptionsError, which quotes no secret, when it is wrong.

    given: instead of what the host has set. Numbers come as int or float, lists as tuples, switches as bool.
    """
    variable = VARIABLES[name]
    source = given_variables() if given is None else given
    value = source.get(name)
    if isinstance(value, list | tuple):
        text = ",".join(str(entry) for entry in value)
    else:
        text = "" if value is None else str(value).strip()
    if not text:
        return variable.default
    try:
        return _READERS[variable.kind](variable, text)
    except ValueError as error:
        shown = "not usable" if variable.secret else repr(text)
        reason = str(error) or f"it must be {variable.limit}"
        raise OptionsError(f"The environment variable {name} is {shown}; {reason}.") from error


def problems(given: Given | None = None) -> list[str]:
    """What is wrong with the values, alone and together, a sentence or two each; empty when all can be used."""
    source = given_variables() if given is None else given
    found, good = [], dict(source)
    for name in VARIABLES:
        try:
            read(name, source)
        except OptionsError as error:
            found.append(str(error))
            good.pop(name)
    return [*found, *_too_large_bodies(good), *ice_problems(good)]


def _too_large_bodies(given: Given) -> Iterator[str]:
    together = read("HOLISTIC_REST_MEMORY_MB", given)
    for name in ("HOLISTIC_REST_MB", "HOLISTIC_REST_BATCH_MB"):
        alone = read(name, given)
        if alone > together:
            yield (
                f"{name} is {alone:g} and HOLISTIC_REST_MEMORY_MB only {together:g}: a body of that size would never "
                "find room. Raise the second, or lower the first."
            )


def unknown(given: Given | None = None) -> list[str]:
    """Names that begin like ours and are none, each with what was probably meant."""
    source = given_variables() if given is None else given
    found = []
    for name in sorted(source):
        if name.startswith("HOLISTIC_") and name not in VARIABLES and name not in _OF_TESTS:
            near = difflib.get_close_matches(name, VARIABLES, 1)
            found.append(f"{name} is not a setting" + (f"; did you mean {near[0]}?" if near else "."))
    return found


def shown(name: str, given: Given | None = None) -> str:
    """The value for people: of a secret only whether it is set; OptionsError as `read`."""
    variable = VARIABLES[name]
    value = read(name, given)
    if value == variable.default:
        return variable.default_words
    if variable.secret:
        return "set"
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return f"{value:g}"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _choice(variable: Variable, text: str) -> str:
    if text.lower() not in variable.choices:
        raise ValueError
    return text.lower()


def _switch(_: Variable, text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise ValueError
    return text.lower() in _YES


def _whole(variable: Variable, text: str) -> int:
    if not text.isascii() or not text.isdigit() or not variable.least <= int(text) <= variable.most:
        raise ValueError
    return int(text)


def _number(variable: Variable, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError from None
    above = value > variable.least if variable.above else value >= variable.least
    if not (math.isfinite(value) and above and value <= variable.most):
        raise ValueError
    return value


def _list(variable: Variable, text: str) -> tuple[str, ...]:
    entries = tuple(entry.strip() for entry in text.split(",") if entry.strip())
    if variable.name == "HOLISTIC_API_KEYS" and any(len(entry) < _SHORTEST_KEY for entry in entries):
        raise ValueError(f"every key needs at least {_SHORTEST_KEY} characters")
    if variable.name == "HOLISTIC_CORS_ORIGINS" and not all(map(_ADDRESS.fullmatch, entries)):
        raise ValueError("every entry must be like https://lab.example.org, without a path, or *")
    return entries


_READERS: Final = {
    "text": lambda _, text: text,
    "choice": _choice,
    "switch": _switch,
    "whole": _whole,
    "number": _number,
    "list": _list,
}
