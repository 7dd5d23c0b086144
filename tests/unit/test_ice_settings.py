"""The host's variables for STUN and TURN: what is read, what is refused, and that a mistake is never quoted."""

from dataclasses import replace

import pytest

from holistic_core.errors import OptionsError
from holistic_core.ice_settings import DEFAULT_TTL_S, IceAddress, settings_from

SECRET = "north-wind"  # noqa: S105 -- of a server that does not exist
FIXED = {
    "HOLISTIC_TURN_URLS": "turn:one.example,turn:one.example?transport=tcp,turns:one.example:443",
    "HOLISTIC_TURN_USERNAME": "ada",
    "HOLISTIC_TURN_CREDENTIAL": "hunter2",
}
TIMED = {"HOLISTIC_TURN_URLS": FIXED["HOLISTIC_TURN_URLS"], "HOLISTIC_TURN_SECRET": SECRET}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("stun:a.example", ("stun", "a.example", 3478, "udp")),
        ("stuns:a.example", ("stuns", "a.example", 5349, "tls")),
        ("turn:10.0.0.1:80?transport=tcp", ("turn", "10.0.0.1", 80, "tcp")),
        ("turn:my_coturn", ("turn", "my_coturn", 3478, "udp")),
        ("turns:a.example?transport=tcp", ("turns", "a.example", 5349, "tls")),
        ("turn:[2001:db8::1]:3478", ("turn", "[2001:db8::1]", 3478, "udp")),
    ],
)
def test_addresses_are_read(url: str, expected: tuple[str, str, int, str]) -> None:
    address = IceAddress.read(f" {url} ")
    assert address is not None and address.url == url
    assert (address.scheme, address.host, address.port, address.transport) == expected


@pytest.mark.parametrize(
    "url",
    [
        *("", "a.example:3478", "https://a.example", "turn:", "turn://a.example", "turn:a.example:0"),
        *("turn:a.example:70000", "turn:a.example?transport=sctp", "turns:a.example?transport=udp"),
        *("stun:a.example?transport=udp", "turn:ada:hunter2@a.example", "turn:a b", "turn:a.example\nturn:b.example"),
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    assert IceAddress.read(url) is None


def test_toml_values_are_taken_as_well_as_text() -> None:
    toml: dict[str, object] = {**TIMED, "HOLISTIC_TURN_URLS": ["turn:one.example", "turn:two.example"]}
    settings = settings_from(toml | {"HOLISTIC_TURN_TTL_S": 600, "HOLISTIC_ICE_RELAY_ONLY": True})
    assert [address.host for address in settings.turn] == ["one.example", "two.example"]
    assert settings.turn_ttl_s == 600 and settings.relay_only
    assert settings_from(TIMED).turn_ttl_s == DEFAULT_TTL_S


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"HOLISTIC_STUN_URLS": "turn:a.example"}, "Entry 1 of HOLISTIC_STUN_URLS"),
        (TIMED | {"HOLISTIC_TURN_URLS": "turn:a.example, hunter2"}, "Entry 2 of HOLISTIC_TURN_URLS"),
        (TIMED | {"HOLISTIC_SERVER_TURN_URLS": "stun:a.example"}, "HOLISTIC_SERVER_TURN_URLS"),
        ({"HOLISTIC_TURN_URLS": "turn:a.example"}, "HOLISTIC_TURN_SECRET"),
        ({"HOLISTIC_TURN_SECRET": SECRET}, "HOLISTIC_TURN_URLS"),
        ({"HOLISTIC_TURN_USERNAME": "ada", "HOLISTIC_TURN_CREDENTIAL": "hunter2"}, "HOLISTIC_TURN_URLS"),
        ({"HOLISTIC_SERVER_TURN_URLS": "turn:a.example"}, "HOLISTIC_TURN_URLS"),
        (FIXED | {"HOLISTIC_TURN_CREDENTIAL": " "}, "HOLISTIC_TURN_CREDENTIAL"),
        (FIXED | {"HOLISTIC_TURN_SECRET": SECRET}, "HOLISTIC_TURN_SECRET"),
        (TIMED | {"HOLISTIC_TURN_TTL_S": "hunter2"}, "HOLISTIC_TURN_TTL_S"),
        (TIMED | {"HOLISTIC_TURN_TTL_S": "59"}, "HOLISTIC_TURN_TTL_S"),
        (TIMED | {"HOLISTIC_TURN_TTL_S": "-3600"}, "HOLISTIC_TURN_TTL_S"),
        (TIMED | {"HOLISTIC_SERVER_TURN_TRANSPORT": "hunter2"}, "HOLISTIC_SERVER_TURN_TRANSPORT"),
        (
            TIMED | {"HOLISTIC_TURN_URLS": "turn:a.example", "HOLISTIC_SERVER_TURN_TRANSPORT": "tls"},
            "HOLISTIC_SERVER_TURN_TRANSPORT",
        ),
        ({"HOLISTIC_ICE_RELAY_ONLY": "1"}, "HOLISTIC_ICE_RELAY_ONLY"),
        (TIMED | {"HOLISTIC_ICE_RELAY_ONLY": "hunter2"}, "HOLISTIC_ICE_RELAY_ONLY"),
        ({"TWILIO_ACCOUNT_SID": "sid-of-tw"}, "TWILIO_AUTH_TOKEN"),
        ({"CLOUDFLARE_TURN_KEY_API_TOKEN": "token-of-cf"}, "CLOUDFLARE_TURN_KEY_ID"),
    ],
)
def test_a_mistake_is_named_and_never_quoted(variables: dict[str, object], named: str) -> None:
    with pytest.raises(OptionsError) as caught:
        settings_from(variables)
    assert named in str(caught.value)
    assert not any(value in str(caught.value) for value in ("hunter2", SECRET, "ada", "of-cf", "of-tw"))


def test_settings_are_compared_by_value() -> None:
    settings = settings_from(TIMED)
    assert settings == settings_from(TIMED) != replace(settings, turn_secret="other")  # noqa: S106
