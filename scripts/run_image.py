"""Starts what `run_dockerfile.py` has built, as a container would, looks whether it works, and ends it.

Called by `check_image.sh` with mounts of its own. Checked: the health check of the Dockerfile, the first page, user and
rights, that nothing but /tmp can be written, that a picture is detected, and how long stopping takes.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

START_S, STOP_S = 120, 20
CHROOT = shutil.which("chroot") or "/usr/sbin/chroot"  # the image's PATH need not have it
PORT = "8599"
PICTURE = "holistic_core/data/coach/counting_five.jpg"


def mount(*arguments: object) -> None:
    subprocess.run(["mount", *map(str, arguments)], check=True)


def main(folder: Path) -> None:
    image = json.loads((folder / "image.json").read_text())
    root = folder / "final"
    mount("--bind", root, root)
    for name, options in (("proc", "-t proc proc"), ("dev", "--rbind /dev")):
        mount(*options.split(), root / name)
    mount("-o", "remount,ro,bind", root)
    mount("-t", "tmpfs", "-o", "size=512m,mode=1777,nosuid,nodev", "tmpfs", root / "tmp")
    environment = {**image["environment"], "STREAMLIT_SERVER_PORT": PORT, "STREAMLIT_SERVER_ADDRESS": "127.0.0.1"}

    def chrooted(*command: str) -> list[str]:
        # No capabilities, and none can be had: as cap_drop ALL and no-new-privileges.
        user, group = image["user"].split(":")
        inside = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", "--bounding-set=-all"]
        inside += ["--inh-caps=-all", "--no-new-privs", "env", f"--chdir={image['folder']}", *command]
        return [CHROOT, str(root), *inside]

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(chrooted(*command), env=environment, capture_output=True, text=True, check=False)

    started_s = time.monotonic()
    app = subprocess.Popen(chrooted(*image["command"]), env=environment)
    try:
        while (health := run(*image["health"])).returncode and time.monotonic() - started_s < START_S:
            assert app.poll() is None, "the app has ended"
            time.sleep(0.5)
        assert health.returncode == 0, health
        print(f"healthy after {time.monotonic() - started_s:.1f} s", flush=True)
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/") as answer:
            assert answer.status == 200 and b'<div id="root">' in answer.read()
        status = Path(f"/proc/{app.pid}/status").read_text()
        assert f"Uid:\t{image['user'].split(':')[0]}" in status and "CapEff:\t0000000000000000" in status, status
        refused = run("sh", "-c", "echo x > /app/x || echo x > /opt/venv/x || echo x > /var/x")
        assert refused.returncode and "Read-only file system" in refused.stderr, refused
        print(f"user {image['user']}, no capabilities, file system read-only", flush=True)
        found = run("python", "-m", "holistic_core", "detect", PICTURE, "--out", "/tmp/out")  # noqa: S108
        assert found.returncode == 0 and "1 person found" in found.stdout, found
        print(found.stdout.splitlines()[3].strip(), flush=True)
        memory_mb = next(int(line.split()[1]) / 1e3 for line in status.splitlines() if line.startswith("VmRSS"))
        print(f"resident memory of the app: {memory_mb:.0f} MB", flush=True)
    finally:
        stopped_s = time.monotonic()
        app.send_signal(signal.SIGTERM)
        code = app.wait(STOP_S)
    print(f"ended with code {code} after {time.monotonic() - stopped_s:.1f} s", flush=True)
    assert code in {0, 143, -signal.SIGTERM}


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C.UTF-8"
    main(Path(sys.argv[1]).resolve())
