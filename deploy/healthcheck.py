"""Asks the app of this machine whether it is well; exit code 0 or 1. A slim image has no curl for that."""

import os
import sys
import urllib.error
import urllib.request

PORT = os.environ.get("STREAMLIT_SERVER_PORT", "8501")
URL = f"http://127.0.0.1:{PORT}/_stcore/health"

try:
    with urllib.request.urlopen(URL, timeout=4) as answer:
        sys.exit(0 if answer.status == 200 else 1)
except (urllib.error.URLError, OSError) as error:
    sys.exit(f"{URL}: {error}")
