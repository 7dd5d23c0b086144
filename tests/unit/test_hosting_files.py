"""The files for hosting fit the app and one another: names, ports, secrets, and what goes into the image."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from holistic_core.configuration import VARIABLES

ROOT = Path(__file__).parents[2]
KUBERNETES = ROOT / "deploy" / "kubernetes"
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
UNIT = (ROOT / "deploy" / "holistic-lab.service").read_text()
CADDYFILE = (ROOT / "deploy" / "Caddyfile").read_text()
TURN = (ROOT / "deploy" / "turnserver.conf").read_text()
GUIDE = (ROOT / "docs" / "hosting.md").read_text()


def manifests() -> dict[tuple[str, str], Any]:
    files = [path for path in KUBERNETES.glob("*.yaml") if path.name != "kustomization.yaml"]
    documents = [document for path in files for document in yaml.safe_load_all(path.read_text())]
    return {(each["kind"], each["metadata"]["name"]): each for each in documents}


MANIFESTS = manifests()
POD = MANIFESTS["Deployment", "holistic-lab"]["spec"]["template"]["spec"]
CONTAINER = POD["containers"][0]


@pytest.fixture(scope="module")
def runner() -> ModuleType:
    """`scripts/run_dockerfile.py`, which is no module of a package."""
    spec = importlib.util.spec_from_file_location("run_dockerfile", ROOT / "scripts" / "run_dockerfile.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("text", [DOCKERFILE, (ROOT / "compose.yaml").read_text(), UNIT, GUIDE, str(MANIFESTS)])
def test_every_setting_that_is_named_exists(text: str) -> None:
    named = set(re.findall(r"\bHOLISTIC_[A-Z_]+\b", text))
    assert named - VARIABLES.keys() == set()


def test_figures_that_the_autoscaler_asks_for_are_there() -> None:
    told = "".join(path.read_text() for path in (ROOT / "holistic_core" / "rest").glob("*.py"))
    metrics = MANIFESTS["HorizontalPodAutoscaler", "holistic-lab"]["spec"]["metrics"]
    names = [each["pods"]["metric"]["name"] for each in metrics if each["type"] == "Pods"]
    assert names and all(f'"{name}"' in told and name in GUIDE for name in names)


def test_ports_are_the_same_everywhere() -> None:
    (port,) = re.findall(r"STREAMLIT_SERVER_PORT=(\d+)", DOCKERFILE)
    assert f"EXPOSE {port}" in DOCKERFILE
    assert COMPOSE["services"]["app"]["expose"] == [port]
    assert f"app {port}}}" in CADDYFILE
    assert CONTAINER["ports"][0]["containerPort"] == int(port)
    (turn,) = re.findall(r"^listening-port=(\d+)", TURN, re.MULTILINE)
    urls = COMPOSE["services"]["app"]["environment"]["HOLISTIC_TURN_URLS"]
    assert set(re.findall(r":(\d+)\?", urls)) == {turn}


def test_app_and_coturn_know_one_secret_and_none_is_in_a_file() -> None:
    services = COMPOSE["services"]
    assert services["app"]["environment"]["HOLISTIC_TURN_SECRET"].startswith("${TURN_SECRET:?")
    assert "--static-auth-secret=${TURN_SECRET}" in services["coturn"]["command"]
    assert "static-auth-secret=" not in TURN.replace("--static-auth-secret (", "")
    relay = MANIFESTS["Deployment", "coturn"]["spec"]["template"]["spec"]["containers"][0]
    secret = next(each for each in relay["env"] if each["name"] == "TURN_SECRET")["valueFrom"]["secretKeyRef"]
    assert (secret["name"], secret["key"]) == (CONTAINER["envFrom"][0]["secretRef"]["name"], "HOLISTIC_TURN_SECRET")
    example = (ROOT / "deploy" / ".env.example").read_text()
    assert re.findall(r"^(\w*SECRET)=(.+)$", example, re.MULTILINE) == []
    # An example that is applied by mistake would make everybody's secret known.
    assert "secret.example.yaml" not in (KUBERNETES / "kustomization.yaml").read_text().split("resources:")[1]


def test_every_variable_of_compose_has_its_line_in_the_example() -> None:
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "compose.yaml").read_text()))
    told = set(re.findall(r"^(\w+)=", (ROOT / "deploy" / ".env.example").read_text(), re.MULTILINE))
    assert asked == told


def test_nobody_runs_as_root_and_only_tmp_is_written_to() -> None:
    (user,) = re.findall(r"^USER (\d+):\d+$", DOCKERFILE, re.MULTILINE)
    assert int(user) == POD["securityContext"]["runAsUser"] >= 10_000
    app = COMPOSE["services"]["app"]
    assert app["read_only"] and CONTAINER["securityContext"]["readOnlyRootFilesystem"]
    assert [each.split(":")[0] for each in app["tmpfs"]] == ["/tmp"]  # noqa: S108 -- in a container
    assert [each["mountPath"] for each in CONTAINER["volumeMounts"]] == ["/tmp"]  # noqa: S108 -- in a container
    assert app["cap_drop"] == CONTAINER["securityContext"]["capabilities"]["drop"] == ["ALL"]
    for line in ("DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet="):
        assert line in UNIT.splitlines()


@pytest.mark.parametrize(
    ("path", "out"),
    [
        ("app.py", False),
        ("ui/texts.py", False),
        ("holistic_core/data/coach/squat_side.mp4", False),
        (".streamlit/config.toml", False),
        (".streamlit/secrets.toml", True),
        (".env", True),
        (".git/config", True),
        ("tests/conftest.py", True),
        ("deploy/.env.example", True),
        ("ui/__pycache__/texts.cpython-311.pyc", True),
        ("wheel-0.1-py3-none-any.whl", True),
    ],
)
def test_only_the_app_goes_into_the_image(runner: ModuleType, path: str, out: bool) -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert runner.left_out(path, [line for line in lines if line and not line.startswith("#")]) is out


def test_the_image_has_what_its_commands_name(runner: ModuleType) -> None:
    files = set(runner.context())
    steps = list(runner.instructions(DOCKERFILE))
    assert {"deploy/healthcheck.py", "app.py"} <= files
    assert any("deploy/healthcheck.py" in rest for name, rest in steps if name == "HEALTHCHECK")
    packages = {path.split("/")[0] for path in files if path.endswith(".py")}
    assert packages == {"app.py", "dashboard.py", "deploy", "holistic_core", "pages", "ui"}
    (pinned,) = re.findall(r"uv==([\d.]+)", DOCKERFILE)
    assert f"uv_version={pinned}\n" in (ROOT / "scripts" / "make_venv.sh").read_text()
