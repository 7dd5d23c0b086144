"""Does what a Dockerfile says in folders that hold a Debian each, without a container engine: root and debootstrap.

    run_dockerfile.py FOLDER      afterwards FOLDER/final is the image's file system, FOLDER/image.json its settings

Understood is what the project's Dockerfile uses: FROM debian:NAME-slim, RUN, COPY with --from, ENV, WORKDIR, USER,
EXPOSE, HEALTHCHECK and CMD as JSON. Anything else is an error, so that nothing is left out in silence.
"""

import fnmatch
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_PROXIES = {"http_proxy", "https_proxy", "no_proxy"}
PROJECT = Path(__file__).resolve().parents[1]


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """Name and rest of every instruction, lines that end in a backslash joined, comments left out."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        if line.strip():
            name, _, rest = line.strip().partition(" ")
            yield name, rest.strip()


def left_out(path: str, patterns: list[str]) -> bool:
    """Whether .dockerignore keeps a file out: the last pattern that fits it, or a folder above it, decides."""
    parts = path.split("/")
    above = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    out = False
    for pattern in patterns:
        wanted = pattern.removeprefix("!")
        if wanted.startswith("**/"):
            fits = any(fnmatch.fnmatch(part, wanted[3:]) for part in parts)
        else:
            fits = any(fnmatch.fnmatch(each, wanted) and each.count("/") == wanted.count("/") for each in above)
        if fits:
            out = not pattern.startswith("!")
    return out


def context() -> list[str]:
    """The files that are sent to a build, as paths below the project; of a work tree those that git knows."""
    lines = (PROJECT / ".dockerignore").read_text().splitlines()
    patterns = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=PROJECT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    files = [name for name in listed.stdout.split("\0") if name and (PROJECT / name).is_file()]
    return [name for name in files if not left_out(name, patterns)]


class Image:
    """A stage: its folder, and the settings so far."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
        self.folder = "/"
        self.user = "0:0"
        self.command: list[str] = []
        self.health: list[str] = []

    def run(self, command: str) -> None:
        """A RUN, in the folder of the stage."""
        text = f"cd {shlex.quote(self.folder)} && {command}"
        subprocess.run(
            ["chroot", f"--userspec={self.user}", self.root, "/bin/sh", "-c", text],
            check=True, env={**_machine(self.root), **self.environment, "DEBIAN_FRONTEND": "noninteractive"},
        )  # fmt: skip

    def copy(self, sources: list[str], target: str, origin: Path | None) -> None:
        """A COPY, from the project or from another stage."""
        into = self.root / str(Path(self.folder, target)).lstrip("/")
        for source in sources:
            if origin is not None:
                shutil.copytree(origin / source.lstrip("/"), into, symlinks=True)
                continue
            files = context() if source == "." else [source]
            for name in files:
                place = into / name
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(PROJECT / name, place)


def build(dockerfile: str, folder: Path) -> Image:
    """All stages, the last one in `folder/final`."""
    stages: dict[str, Image] = {}
    last = sum(name == "FROM" for name, _ in instructions(dockerfile))
    image = Image(folder)
    for name, rest in instructions(dockerfile):
        print(f"==> {name} {rest}"[:160], flush=True)
        words = shlex.split(rest) if name in {"FROM", "COPY", "ENV"} else []
        if name == "FROM":
            stage = words[2] if len(words) > 2 else "final"
            assert stage == "final" or len(stages) < last - 1, "the last stage has no name"
            image = stages[stage] = Image(folder / stage)
            _debian(words[0], image.root, folder)
        elif name == "RUN":
            image.run(rest)
        elif name == "COPY":
            origin = stages[words.pop(0).removeprefix("--from=")].root if words[0].startswith("--from=") else None
            image.copy(words[:-1], words[-1], origin)
        elif name == "ENV":
            image.environment |= dict(word.split("=", 1) for word in words)
        elif name == "WORKDIR":
            image.folder = rest
            (image.root / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif name == "USER":
            image.user = rest
        elif name == "CMD":
            image.command = json.loads(rest)
        elif name == "HEALTHCHECK":
            image.health = json.loads(rest.partition(" CMD ")[2])
        elif name != "EXPOSE":
            sys.exit(f"{name} is not understood")
    return image


def _machine(root: Path) -> dict[str, str]:
    """What this machine needs to reach registries: proxies, and a certificate of its own."""
    handed_on = {name: value for name, value in os.environ.items() if name.lower() in _PROXIES}
    bundle = os.environ.get("SSL_CERT_FILE")
    if bundle:
        shutil.copy(bundle, root / "tmp" / "certificates.crt")
        handed_on |= dict.fromkeys(("SSL_CERT_FILE", "PIP_CERT"), "/tmp/certificates.crt")  # noqa: S108 -- in the chroot
    return handed_on


def _debian(base: str, root: Path, folder: Path) -> None:
    """A small Debian with the registries that this machine uses."""
    found = re.fullmatch(r"debian:(\w+)-slim", base)
    if found is None:
        sys.exit(f"FROM {base} is not understood")
    kept = folder / f"debian-{found[1]}"
    if not kept.exists():
        subprocess.run(["debootstrap", "--variant=minbase", found[1], kept], check=True, stdout=subprocess.DEVNULL)
        for name in ("etc/resolv.conf", "etc/hosts"):
            if Path("/", name).is_file():
                shutil.copy(Path("/", name), kept / name)
    # With device files, which Python would read to their end.
    subprocess.run(["cp", "-a", kept, root], check=True)


if __name__ == "__main__":
    target = Path(sys.argv[1]).resolve()
    made = build((PROJECT / "Dockerfile").read_text(), target)
    settings = {name: getattr(made, name) for name in ("environment", "folder", "user", "command", "health")}
    (target / "image.json").write_text(json.dumps(settings, indent=1))
