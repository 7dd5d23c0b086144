"""The REST interface as programs meet it: what is answered, what is refused, and what slow or large bodies do."""

import io
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
import requests
from PIL import Image
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from holistic_core.coach.samples import still_jpeg
from holistic_core.detector import Detector
from holistic_core.errors import BusyError, ModelError, OptionsError
from holistic_core.export import PictureRecord, from_json, to_csv_angles, to_csv_long, to_csv_wide
from holistic_core.media.pictures import read_picture
from holistic_core.options import BODY, FindOptions
from tests.rest_server import rest_server

PICTURE = still_jpeg("counting_five")
KEY = "a-key-of-sixteen-characters"


@pytest.fixture(scope="module")
def detector() -> Iterator[Detector]:
    with Detector() as made:
        yield made


@pytest.fixture(scope="module")
def url(detector: Detector) -> Iterator[str]:
    with rest_server(detector, {"HOLISTIC_REST_MB": "1", "HOLISTIC_REST_BATCH_FILES": "3"}) as address:
        yield address


@pytest.fixture(scope="module")
def record(detector: Detector) -> PictureRecord:
    """What the library itself finds in the picture."""
    rgb = read_picture(PICTURE).rgb
    return PictureRecord("a.jpg", (rgb.shape[1], rgb.shape[0]), FindOptions(), "litert", (detector.detect(rgb),))


def sent(url: str, headers: dict[str, str] | None = None, **query: Any) -> requests.Response:
    return requests.post(f"{url}/detect", params=query, files={"file": ("a.jpg", PICTURE)}, headers=headers, timeout=30)


def problem(answer: requests.Response, status: int, kind: str) -> dict[str, Any]:
    """The problem document, whose outside fits its inside."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    told: dict[str, Any] = answer.json()
    assert told["type"].endswith(f"#{kind}") and told["status"] == status
    assert told["request_id"] == answer.headers["X-Request-ID"]
    return told


def test_json_is_that_of_the_exports(url: str, record: PictureRecord) -> None:
    answer = sent(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    read = from_json(answer.text)
    assert (read.name, read.find, read.image_size) == (record.name, record.find, record.image_size)
    ours, theirs = read.people[0].pose, record.people[0].pose
    assert ours is not None and theirs is not None
    np.testing.assert_array_equal(ours.xyz_norm, theirs.xyz_norm)


@pytest.mark.parametrize("media_type", ["image/jpeg", "application/octet-stream", ""])
def test_a_picture_by_itself(url: str, media_type: str) -> None:
    headers = {"Content-Type": media_type} if media_type else {}
    answer = requests.post(f"{url}/detect?parts=pose", data=PICTURE, headers=headers, timeout=30)
    (person,) = from_json(answer.text).people
    assert person.parts_found == ("pose",)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("landmarks", lambda record: to_csv_long([record])),
        ("wide", lambda record: to_csv_wide([record])),
        ("angles", lambda record: to_csv_angles([record])),
    ],
)
def test_csv_is_that_of_the_exports(url: str, record: PictureRecord, table: str, expected: Any) -> None:
    answer = sent(url, {"Accept": "text/csv"}, table=table)
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.text == expected(record)


@pytest.mark.parametrize(("accept", "kind"), [("image/png", "PNG"), ("image/jpeg;q=0.9, video/mp4", "JPEG")])
def test_an_annotated_picture(url: str, accept: str, kind: str) -> None:
    drawn = Image.open(io.BytesIO(sent(url, {"Accept": accept}).content))
    original = Image.open(io.BytesIO(PICTURE))
    assert (drawn.format, drawn.size) == (kind, original.size)
    assert np.abs(np.asarray(drawn, float) - np.asarray(original, float)).mean() > 1


def test_options_reach_the_detector(url: str) -> None:
    query = {"parts": "face,pose", "people": 3, "refine_face": "true", "min_detection_confidence": 0.25}
    read = from_json(sent(url, **query).text)
    assert read.find == FindOptions(parts=BODY | {"face"}, refine_face=True, min_detection_confidence=0.25)
    assert read.people[0].left_hand is None and read.people[0].face is not None
    assert len(read.people[0].face) == 478


def test_a_background_gets_its_mask(url: str) -> None:
    answer = sent(url, {"Accept": "image/png"}, background="replaced", background_colour="#00ff00", parts="pose")
    corner = np.asarray(Image.open(io.BytesIO(answer.content)))[2, 2]
    assert corner[1] > 200 > corner[0]


@pytest.mark.parametrize(
    "query",
    [
        {"part": "pose"},
        {"parts": "pose,tail"},
        {"parts": "pose,pose"},
        {"parts": ""},
        {"people": "0"},
        {"people": "1_0"},
        {"people": ["1", "2"]},
        {"min_visibility": "nan"},
        {"refine_face": "yes"},
        {"background_colour": "red"},
        {"thickness": "6"},
        {"table": "long"},
    ],
    ids=str,
)
def test_a_wrong_option_is_named(url: str, query: dict[str, Any]) -> None:
    assert next(iter(query)) in problem(sent(url, **query), 400, "options")["detail"]


@pytest.mark.parametrize(
    ("method", "path", "how", "status", "kind"),
    [
        ("GET", "/detect", {}, 405, "method"),
        ("GET", "/nothing", {}, 404, "not-found"),
        ("GET", "/../", {}, 404, "not-found"),
        ("POST", "/detect/batch", {"files": {"file": b"x"}, "headers": {"Accept": "text/csv"}}, 406, "accept"),
        ("POST", "/detect", {"data": b"x", "headers": {"Accept": "video/mp4"}}, 406, "accept"),
        ("POST", "/detect", {"data": b"x", "headers": {"Content-Type": "text/plain"}}, 415, "content-type"),
        ("POST", "/detect/batch", {"data": b"x"}, 415, "content-type"),
        ("POST", "/detect", {"files": {"picture": b"x"}}, 400, "body"),
        ("POST", "/detect", {"files": {"file": PICTURE}, "data": {"parts": "pose"}}, 400, "body"),
        ("POST", "/detect", {"data": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 400, "body"),
        ("POST", "/detect", {"files": [("file", b"x"), ("file", b"x")]}, 400, "too-many"),
        ("POST", "/detect", {"data": b"no picture"}, 422, "picture"),
        ("POST", "/detect", {"data": b""}, 422, "picture"),
    ],
)  # fmt: skip
def test_refused(url: str, method: str, path: str, how: dict[str, Any], status: int, kind: str) -> None:
    address = url.replace("/v1", "/") if path == "/../" else f"{url}{path}"
    problem(requests.request(method, address, timeout=30, **how), status, kind)


def test_a_batch_has_a_result_or_a_problem_for_each_file(url: str) -> None:
    files = [("file", ("1.jpg", PICTURE)), ("file", ("2.txt", b"no picture")), ("file", ("3.jpg", PICTURE))]
    results = requests.post(f"{url}/detect/batch?parts=pose", files=files, timeout=60).json()["results"]
    assert [(each["name"], each["status"]) for each in results] == [("1.jpg", 200), ("2.txt", 422), ("3.jpg", 200)]
    assert results[1]["problem"]["type"].endswith("#picture")
    assert results[0]["result"]["people"][0]["landmarks"]["pose"] is not None
    problem(requests.post(f"{url}/detect/batch", files=[*files, *files], timeout=60), 400, "too-many")
    large = [("file", ("large.bmp", bytes(1_050_000))), ("file", ("1.jpg", PICTURE))]
    results = requests.post(f"{url}/detect/batch", files=large, timeout=60).json()["results"]
    assert [each["status"] for each in results] == [413, 200]
    assert "more than 1 MB, the limit" in results[0]["problem"]["detail"]


@pytest.mark.parametrize("announced", [True, False])
def test_a_large_body_is_refused_while_it_comes(url: str, announced: bool) -> None:
    chunk = bytes(1_000_000)
    body: Any = chunk * 350 if announced else (chunk for _ in range(350))
    began_s = time.monotonic()
    headers = {"Content-Type": "image/jpeg"}
    told = problem(requests.post(f"{url}/detect", data=body, headers=headers, timeout=60), 413, "too-large")
    assert "more than 1 MB, the limit" in told["detail"] and time.monotonic() - began_s < 20
    assert sent(url).status_code == 200


def test_a_slow_body_is_given_up_and_stops_nobody(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holistic_core.rest.bodies._STALL_S", 0.5)
    host, port = urlsplit(url).hostname, urlsplit(url).port
    head = b"POST /api/v1/detect HTTP/1.1\r\nHost: x\r\nContent-Type: image/jpeg\r\nContent-Length: 900\r\n\r\n"
    slow = [socket.create_connection((host, port)) for _ in range(40)]
    for each in slow:
        each.sendall(head + b"abc")
    time.sleep(0.1)
    assert requests.get(f"{url}/health", timeout=5).status_code == 200
    answers = []
    for each in slow:
        each.settimeout(20)
        answers.append(each.recv(4096))
        each.close()
    assert all(b"408 Request Timeout" in answer for answer in answers)
    assert sent(url).status_code == 200


def test_what_trickles_is_given_up(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holistic_core.rest.bodies._GRACE_S", 0.5)

    def trickle() -> Iterator[bytes]:
        for _ in range(200):
            yield b"x"
            time.sleep(0.02)

    answer = requests.post(f"{url}/detect", data=trickle(), headers={"Content-Type": "image/png"}, timeout=20)
    problem(answer, 408, "slow")


def test_keys_are_asked_for_and_never_told(detector: Detector, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with rest_server(detector, {"HOLISTIC_API_KEYS": f"another-key-of-the-host,{KEY}"}) as url:
        assert problem(sent(url), 401, "key")
        assert problem(sent(url, {"X-API-Key": f"{KEY}x"}), 401, "key")
        assert sent(url, {"X-API-Key": KEY}, parts="pose").status_code == 200
        assert sent(url, {"Authorization": f"Bearer {KEY}"}, parts="pose").status_code == 200
        assert problem(requests.get(f"{url}/metrics", timeout=5), 401, "key")
        assert requests.get(f"{url}/health", timeout=5).status_code == 200
        described = requests.get(f"{url}/openapi.json", timeout=5).text
    assert KEY not in caplog.text + described


@pytest.mark.slow
@pytest.mark.parametrize(
    ("origins", "origin", "allowed", "told"),
    [
        ("", "https://evil.example", False, None),
        ("", "null", False, None),
        ("", "SELF", True, None),
        ("https://lab.example", "https://lab.example", True, "https://lab.example"),
        ("https://lab.example", "https://evil.example", False, None),
        ("*", "https://any.example", True, "*"),
    ],
)
def test_pages_of_other_servers(detector: Detector, origins: str, origin: str, allowed: bool, told: str | None) -> None:
    with rest_server(detector, {"HOLISTIC_CORS_ORIGINS": origins}) as url:
        origin = url.removesuffix("/api/v1") if origin == "SELF" else origin
        answer = sent(url, {"Origin": origin}, parts="pose")
        assert answer.headers.get("Access-Control-Allow-Origin") == told
        if not allowed:
            problem(answer, 403, "origin")
        else:
            assert answer.status_code == 200
        asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        preflight = requests.options(f"{url}/detect", headers=asked, timeout=5)
        assert (preflight.status_code == 200) is (told is not None)


@pytest.mark.slow
def test_the_line_is_bounded(detector: Detector) -> None:
    held, let_go = threading.Event(), threading.Event()

    def slow_detector() -> Detector:
        held.set()
        let_go.wait(20)
        return detector

    with rest_server(detector, {"HOLISTIC_REST_QUEUE": "1"}, detector=slow_detector) as url:
        answers: list[requests.Response] = []
        threads = [threading.Thread(target=lambda: answers.append(sent(url, parts="pose"))) for _ in range(3)]
        for thread in threads:
            thread.start()
            held.wait(10)
            time.sleep(0.3)
        refused = sent(url)
        problem(refused, 503, "busy")
        assert int(refused.headers["Retry-After"]) >= 1
        let_go.set()
        for thread in threads:
            thread.join()
        assert [answer.status_code for answer in answers] == [200, 200, 200]


def test_a_picture_has_its_time(detector: Detector) -> None:
    def slow_detector() -> Detector:
        time.sleep(0.6)
        return detector

    with rest_server(detector, {"HOLISTIC_REST_TIMEOUT_S": "0.3"}, detector=slow_detector) as url:
        began_s = time.monotonic()
        problem(sent(url), 504, "time-out")
        assert time.monotonic() - began_s < 5


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (OptionsError("HOLISTIC_THREADS is wrong."), 503, "configuration"),
        (ModelError("damaged"), 500, "models"),
        (BusyError("closed"), 503, "busy"),
        (RuntimeError("nobody foresaw it"), 500, "unexpected"),
    ],
)
def test_what_fails_inside(detector: Detector, error: Exception, status: int, kind: str) -> None:
    def broken() -> Detector:
        raise error

    with rest_server(detector, detector=broken) as url:
        told = problem(sent(url), status, kind)
        assert "nobody foresaw" not in told["detail"]


def test_a_wrong_setting_is_told(detector: Detector) -> None:
    with rest_server(detector, {"HOLISTIC_REST_MB": "many"}, problems=lambda: ["HOLISTIC_REST_MB is wrong."]) as url:
        assert "HOLISTIC_REST_MB" in problem(sent(url), 503, "configuration")["detail"]
        problem(requests.get(f"{url}/health", timeout=5), 503, "configuration")


def test_switched_off(detector: Detector) -> None:
    with rest_server(detector, {"HOLISTIC_REST": "0"}) as url:
        problem(sent(url), 403, "switched-off")


def test_request_ids_and_log_lines(url: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("holistic_core.rest"), "propagate", True)
    caplog.set_level(logging.INFO)
    assert sent(url, {"X-Request-ID": "mine-1"}, parts="pose").headers["X-Request-ID"] == "mine-1"
    assert sent(url, {"X-Request-ID": "a b\tc"}, parts="pose").headers["X-Request-ID"] != "a b\tc"
    # A logger that did not propagate before has pytest's handler as well: each line is then seen twice.
    lines = {id(entry): getattr(entry, "fields", {}) for entry in caplog.records}.values()
    (fields,) = [each for each in lines if each.get("request_id") == "mine-1"]
    assert (fields["route"], fields["status"]) == ("/api/v1/detect", 200) and fields["ms"] > 0


def test_numbers_for_prometheus(url: str) -> None:
    def number(line: str) -> float:
        text = requests.get(f"{url}/metrics", timeout=5).text
        return next((float(each.rsplit(" ", 1)[1]) for each in text.splitlines() if each.startswith(line)), 0.0)

    answered = 'holistic_rest_requests_total{route="/api/v1/detect",status="200"}'
    failed = 'holistic_rest_failures_total{kind="options"}'
    before = number(answered), number(failed)
    sent(url, parts="pose")
    sent(url, parts="tail")
    assert (number(answered), number(failed)) == (before[0] + 1, before[1] + 1)
    assert number('holistic_rest_request_seconds_count{route="/api/v1/detect"}') >= 2
    assert number("holistic_memory_bytes") > 50e6
    assert number("holistic_rest_body_bytes") == number("holistic_rest_running") == 0


def test_the_page_for_people_needs_nothing_from_elsewhere(url: str) -> None:
    answer = requests.get(f"{url}/docs", timeout=5)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert f"SERVER={url.removesuffix('/api/v1')}\n" in answer.text
    assert "/api/v1/detect/batch" in answer.text and "min_detection_confidence" in answer.text
    assert "<script" not in answer.text and "src=" not in answer.text


def test_models_and_health(url: str) -> None:
    models = requests.get(f"{url}/models", timeout=20).json()["models"]
    assert {"name": "face_landmark", "state": "ok"}.items() <= next(
        each for each in models if each["name"] == "face_landmark"
    ).items()
    assert requests.get(f"{url}/health", timeout=5).json()["status"] == "ok"


def test_further_addresses_have_the_same_errors(detector: Detector) -> None:
    async def broken(_: Request) -> Response:
        raise OptionsError("There is no such thing.")

    with rest_server(detector, more=[Route("/v1/live", broken)]) as url:
        problem(requests.get(f"{url}/live", timeout=5), 400, "options")
        assert json.loads(requests.get(f"{url}/openapi.json", timeout=5).text)["openapi"] == "3.1.0"
