"""A visitor without a browser: speaks Streamlit's own protocol, as its frontend does (version 1.60).

The browser sends `BackMsg`: run the script, with what the visitor has set. The server sends `ForwardMsg`: what to show
where. Parts of a page that refresh themselves do so because the browser asks for them again and again.
"""

import asyncio
import contextlib
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from tests.live.element_tree import ElementTree

_T = TypeVar("_T")
PATIENCE_S: Final = 30.0


class StreamlitSession:
    """One open tab. Use it inside an event loop; `open` it first, `close` it at the end.

    url: of the server. refreshes: whether parts of the page that refresh themselves are asked for.
    """

    def __init__(self, url: str, *, refreshes: bool = True) -> None:
        self._host = urlsplit(url).netloc
        self._refreshes = refreshes
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._timers: dict[str, asyncio.Task[None]] = {}
        self._feeding: asyncio.Task[None] | None = None
        self._changed = asyncio.Condition()
        self._values: dict[str, WidgetState] = {}
        self._page = ""
        self.tree = ElementTree()
        self.pages: dict[str, str] = {}
        self.runs = 0
        self.running = False
        self.lost = False

    async def open(self, path: str = "") -> None:
        """Open the page at `path` and wait until its script has run."""
        self._socket = await connect(
            f"ws://{self._host}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item] -- a NewType of str
            max_size=None,
            ping_interval=None,
        )
        self._reader = asyncio.create_task(self._read())
        await self._ask(page_name=path.strip("/"))
        await self.until(lambda: (self.runs > 0 and not self.running) or None, f"the page {path!r} has run")

    async def go(self, path: str) -> None:
        """Choose another page of the navigation."""
        self._page = self.pages[path.strip("/")]
        self._values.clear()
        before = self.runs
        await self._ask()
        await self.until(lambda: self.runs > before or None, f"the page {path!r} has run")

    async def until(self, look: Callable[[], _T | None], what: str, timeout_s: float = PATIENCE_S) -> _T:
        """The first answer of `look` that is not None, asked again after every message; TimeoutError says what not."""

        async def wait() -> _T:
            async with self._changed:
                while (answer := look()) is None:
                    if self.lost:
                        raise ConnectionError(f"the server has gone while waiting until {what}")
                    await self._changed.wait()
                return answer

        try:
            return await asyncio.wait_for(wait(), timeout_s)
        except TimeoutError:
            shown = "; ".join(self.tree.alerts) or "no message"
            raise TimeoutError(f"{timeout_s:g} s have passed without that {what} ({shown})") from None

    async def set_component(self, name: str, value: dict[str, Any]) -> None:
        """Hand a component's value to the server, as its own script in the browser does."""
        found = self.tree.component(name)
        if found is None:
            raise LookupError(f"the page shows no component {name!r}, but {self.tree.texts}")
        identity, _, fragment = found
        await self.set_value(WidgetState(id=identity, json_value=json.dumps(value)), fragment)

    async def choose(self, label: str, value: str | bool) -> None:
        """Set the toggle, select box or segmented control with this label; a choice is named as it is shown."""
        for element, fragment in self.tree.elements():
            kind = element.WhichOneof("type") or ""
            if kind == "checkbox" and element.checkbox.label == label:
                state = WidgetState(id=element.checkbox.id, bool_value=bool(value))
            elif kind == "selectbox" and element.selectbox.label == label:
                state = WidgetState(id=element.selectbox.id, string_value=str(value))
            elif kind == "button_group" and element.button_group.label == label:
                state = WidgetState(id=element.button_group.id)
                state.string_array_value.data.append(str(value))
            else:
                continue
            await self.set_value(state, fragment)
            return
        raise LookupError(f"the page shows no control {label!r}")

    async def press(self, label: str) -> None:
        """Press the button with this label."""
        for element, fragment in self.tree.elements("button"):
            if element.button.label == label:
                trigger = WidgetState(id=element.button.id, trigger_value=True)
                await self._ask(fragment_id=fragment, once=trigger)
                return
        raise LookupError(f"the page shows no button {label!r}")

    async def set_value(self, state: WidgetState, fragment: str = "") -> None:
        """Remember what the visitor has set, and have the script run with it."""
        self._values[state.id] = state
        await self._ask(fragment_id=fragment)

    async def close(self) -> None:
        """Close the tab."""
        self._stop_timers()
        if self._feeding is not None:
            self._feeding.cancel()
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            self._reader.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reader

    async def _ask(
        self, *, fragment_id: str = "", page_name: str = "", automatic: bool = False, once: WidgetState | None = None
    ) -> None:
        message = BackMsg()
        asked = message.rerun_script
        asked.page_script_hash, asked.page_name = self._page, page_name
        asked.fragment_id, asked.is_auto_rerun = fragment_id, automatic
        asked.widget_states.widgets.extend(self._values.values())
        if once is not None:
            asked.widget_states.widgets.append(once)
        asked.context_info.timezone, asked.context_info.locale = "UTC", "en"
        asked.context_info.url, asked.context_info.color_scheme = f"http://{self._host}/", "light"
        assert self._socket is not None
        await self._socket.send(message.SerializeToString())

    async def _read(self) -> None:
        assert self._socket is not None
        try:
            async for data in self._socket:
                message = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
                async with self._changed:
                    self._take(message)
                    self._changed.notify_all()
        finally:
            self.lost = True
            self._stop_timers()
            async with self._changed:
                self._changed.notify_all()

    def _take(self, message: ForwardMsg) -> None:
        self.tree.apply(message)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.running = True
            if not message.new_session.fragment_ids_this_run:
                self._stop_timers()
                self._page = message.new_session.page_script_hash
        elif kind == "navigation":
            self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
            self._page = message.navigation.page_script_hash
        elif kind == "script_finished":
            self.running = False
            if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                self.runs += 1
            if self._refreshes and self.tree.feed and (self._feeding is None or self._feeding.done()):
                self._feeding = asyncio.create_task(self._feed())
        elif kind == "auto_rerun" and self._refreshes:
            self._refresh(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self._stop_timer(fragment)

    async def _feed(self) -> None:
        """Ask for newer numbers and figures, as the page's own scripts do, as long as the page says where."""
        while not self.lost and (feed := self.tree.feed) is not None:
            address, every_s, names = feed
            await asyncio.sleep(every_s)
            newest = await asyncio.to_thread(_asked, f"http://{self._host}/{address}?names={','.join(names)}")
            if newest is not None:
                async with self._changed:
                    self.tree.take_feed(newest)
                    self._changed.notify_all()

    def _refresh(self, fragment: str, every_s: float) -> None:
        async def ask_again() -> None:
            while not self.lost:
                await asyncio.sleep(every_s)
                await self._ask(fragment_id=fragment, automatic=True)

        self._stop_timer(fragment)
        self._timers[fragment] = asyncio.create_task(ask_again())

    def _stop_timer(self, fragment: str) -> None:
        timer = self._timers.pop(fragment, None)
        if timer is not None:
            timer.cancel()

    def _stop_timers(self) -> None:
        for fragment in list(self._timers):
            self._stop_timer(fragment)


def _asked(url: str) -> dict[str, Any] | None:
    """The answer; None when there is none any more."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 -- the server under test
            newest: dict[str, Any] = json.load(answer)
            return newest
    except urllib.error.HTTPError as error:
        if error.code != HTTPStatus.NOT_FOUND:
            raise
        return None
    except OSError:
        return None  # the server has gone: who watches the connection says so
