import subprocess
import sys
from pathlib import Path

from streamlit.web.server.app_discovery import discover_asgi_app

PROJECT = Path(__file__).parents[2]


def test_streamlit_run_finds_the_app() -> None:
    found = discover_asgi_app(PROJECT / "app.py")
    assert found.is_asgi_app and found.import_string == "app:app"


def test_the_server_answers_before_the_models_are_loaded() -> None:
    program = "import app, sys; print(*sorted({'cv2', 'ai_edge_litert', 'holistic_core.detector'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
