"""A visitor without a browser: Streamlit's protocol, and an aiortc peer whose camera plays reels."""

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any, Final

import av
import numpy as np
import numpy.typing as npt
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

from tests.live.camera import Camera, Log, luma
from tests.live.code_strip import read
from tests.live.reel import FPS, Reel
from tests.live.streamlit_session import StreamlitSession

COMPONENT: Final = "webrtc_streamer"
_NOTHING: Final[dict[str, Any]] = {"playing": False, "sdpOffer": "", "iceCandidates": {}}
_CLOSE_AFTER_S: Final = 0.5  # as streamlit-webrtc's frontend does after STOP


class CameraClient:
    """One visitor. page: path of the page with the camera. refreshes: whether its charts are kept up to date."""

    def __init__(self, url: str, page: str, reels: Mapping[str, Reel], *, refreshes: bool = True) -> None:
        self._page = page
        self._reels = reels
        self._peer: RTCPeerConnection | None = None
        self._watching: asyncio.Task[None] | None = None
        self.session = StreamlitSession(url, refreshes=refreshes)
        self.log = Log()
        self.camera = Camera(reels, self.log)
        self.picture: av.VideoFrame | None = None

    async def open(self) -> None:
        """Open the page and wait for the video element."""
        await self.session.open(self._page)
        await self.await_element()

    async def await_element(self) -> None:
        """Wait until the page shows its video element, which then says that it is there."""
        await self.session.until(lambda: self.session.tree.component(COMPONENT), "the page shows a video element")
        await self.session.set_component(COMPONENT, _NOTHING)

    async def start(self, timeout_s: float = 30.0) -> float:
        """Press START; the seconds until the first picture came back."""
        started_s = time.monotonic()
        peer = self._peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        if self.camera.readyState != "live":
            self.camera = Camera(self._reels, self.log)
        transceiver = peer.addTransceiver(self.camera, "sendrecv")
        await peer.setLocalDescription(await peer.createOffer())
        offer = peer.localDescription
        await self.session.set_component(COMPONENT, {**_NOTHING, "sdpOffer": {"type": offer.type, "sdp": offer.sdp}})
        answer = json.loads(await self.session.until(self._answer, "the server answers the offer", timeout_s))
        before = self.log.pictures
        await peer.setRemoteDescription(RTCSessionDescription(answer["sdp"], answer["type"]))
        self._watching = asyncio.create_task(self._watch(transceiver.receiver.track))
        await self.session.set_component(COMPONENT, {**_NOTHING, "playing": True})
        while self.log.pictures == before:
            if time.monotonic() - started_s > timeout_s:
                raise TimeoutError(f"no picture came back within {timeout_s:g} s (connection {peer.connectionState})")
            await asyncio.sleep(0.01)
        return time.monotonic() - started_s

    def play(self, name: str, fps: float = FPS, loop: bool = True) -> None:
        """Another reel in front of the camera, from its first picture, at so many pictures a second."""
        self.camera.play(name, fps, loop=loop)

    def picture_rgb(self) -> npt.NDArray[np.uint8] | None:
        """The picture that came last."""
        return None if self.picture is None else self.picture.to_ndarray(format="rgb24")

    async def stop(self) -> None:
        """Press STOP."""
        await self.session.set_component(COMPONENT, _NOTHING)
        await asyncio.sleep(_CLOSE_AFTER_S)
        await self.hang_up()

    async def hang_up(self) -> None:
        """Close the connection, as a browser does when the video element goes away."""
        if self._peer is not None:
            await self._peer.close()
        if self._watching is not None:
            await self._watching
        self._peer = self._watching = None

    async def leave_for(self, path: str) -> None:
        """Choose another page while the camera plays."""
        await asyncio.gather(self.session.go(path), self.hang_up())

    async def return_to_camera(self) -> None:
        """Choose the page with the camera again."""
        await self.session.go(self._page)
        await self.await_element()

    async def close(self) -> None:
        """Leave like somebody polite: STOP, then close the tab."""
        if self._peer is not None:
            await self.stop()
        await self.session.close()

    async def close_tab(self) -> None:
        """Close the tab while the camera plays: the page's connection is closed, and the video simply stops."""
        await self.session.close()

    def _answer(self) -> str | None:
        found = self.session.tree.component(COMPONENT)
        return None if found is None else found[1].get("sdp_answer_json")

    async def _watch(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame: Any = await track.recv()
            except MediaStreamError:
                return
            self.picture = frame
            self.log.received(read(luma(frame)))
