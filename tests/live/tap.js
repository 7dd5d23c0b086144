// Reads the numbers of code_strip.py from the camera's track and from the one that comes back.
(() => {
  if (!window.RTCPeerConnection || !navigator.mediaDevices) return;
  const BITS = BITS_OF_STRIP, ROWS = 30, FIRST = 3;
  const taken = new Map();
  window.liveLog = {sent: [], received: []};
  const reader = () => {
    const canvas = new OffscreenCanvas(2, ROWS);
    const context = canvas.getContext("2d", {willReadFrequently: true});
    return (frame) => {
      const width = frame.displayWidth, height = frame.displayHeight, side = Math.floor(height / ROWS);
      context.drawImage(frame, side / 4, 0, side / 2, side * ROWS, 0, 0, 1, ROWS);
      context.drawImage(frame, width - 3 * side / 4, 0, side / 2, side * ROWS, 1, 0, 1, ROWS);
      const pixels = context.getImageData(0, 0, 2, ROWS).data;
      for (const column of [0, 1]) {
        let number = 0, readable = true;
        for (let bit = 0; bit < BITS; bit++) {
          const at = (block) => pixels[4 * (2 * (FIRST + 2 * bit + block) + column) + 1];
          const contrast = at(0) - at(1);
          readable &&= Math.abs(contrast) >= 60;
          if (contrast > 0) number += 1 << bit;
        }
        if (readable) return number;
      }
      return null;
    };
  };
  const tap = async (track, note) => {
    const read = reader(), frames = new MediaStreamTrackProcessor({track: track.clone()}).readable.getReader();
    for (;;) {
      const {value, done} = await frames.read();
      if (done) return;
      note(read(value), performance.now());
      value.close();
    }
  };
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = await ask(constraints);
    for (const track of stream.getVideoTracks()) tap(track, (number, now) => {
      window.liveLog.sent.push(now);
      if (number !== null) taken.set(number, now);
    });
    return stream;
  };
  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(...given) {
      super(...given);
      this.addEventListener("track", (event) => tap(event.track, (number, now) => {
        const fresh = number !== null && taken.has(number);
        window.liveLog.received.push([now, fresh ? now - taken.get(number) : null, number !== null]);
        taken.delete(number);
      }));
    }
  };
})();
