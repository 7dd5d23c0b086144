"""What the browser tests take for a traceback in a server's log."""

from tests.app_server import PROJECT, tracebacks

CLOSED = """Exception in ASGI application
Traceback (most recent call last):
  File "/venv/streamlit/starlette_websocket.py", line 468, in _websocket_endpoint
RuntimeError: WebSocket is not connected. Need to call "accept" first.

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/venv/starlette/websockets.py", line 97, in send
starlette.websockets.WebSocketDisconnect
"""
OURS = f"""Traceback (most recent call last):
  File "{PROJECT}/ui/live_slot.py", line 1, in leave
ValueError: no
"""
OTHER = """Traceback (most recent call last):
  File "/venv/starlette/routing.py", line 1, in app
ValueError: no
"""


def test_a_tab_that_closed_is_no_fault_and_everything_else_is() -> None:
    assert tracebacks("all is well\n") == []
    assert tracebacks(CLOSED) == []
    assert tracebacks(CLOSED + OTHER) == [OTHER]
    assert tracebacks(OURS + CLOSED) == [OURS + "Exception in ASGI application\n"]


def test_a_closed_tab_does_not_hide_what_our_own_code_did_in_it() -> None:
    assert len(tracebacks(CLOSED + "During handling of the above exception, another exception occurred:\n" + OURS)) == 1
