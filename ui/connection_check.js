// What stands between this browser and a video connection: the page, the camera, the way to the STUN and TURN servers.
//
// Runs when the button is pressed, hands one report to Python (`connection_findings.py` reads it), and lets go of the
// camera and of every connection it made. The report holds addresses of the configured servers and what became of them,
// never passwords, never the visitor's own addresses.

const CAMERA_S = 45; // time to answer the browser's question
const GATHER_S = 8; // a relay over TLS on a slow phone takes 2 to 3 s; what is silent after 8 s is no use for video
const MOST_SERVERS = 12;

let running = false;

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const button = parentElement.querySelector("button");
  const state = parentElement.querySelector("[role=status]");
  button.textContent = data.words.button;
  const say = (words) => (state.textContent = words);

  button.onclick = async () => {
    if (running) return;
    running = true;
    button.setAttribute("aria-disabled", "true");
    try {
      say(data.words.camera);
      const camera = await lookAtCamera(data.constraints);
      say(data.words.network);
      const network = await lookAtNetwork(data.configuration);
      setStateValue("report", { page: lookAtPage(), camera, network, checked_at: Date.now() });
    } finally {
      running = false;
      button.removeAttribute("aria-disabled");
      say("");
    }
  };
}

function lookAtPage() {
  return {
    secure: window.isSecureContext,
    local: ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname),
    embedded: window.self !== window.top,
    media: Boolean(navigator.mediaDevices && navigator.mediaDevices.getUserMedia),
    webrtc: typeof RTCPeerConnection === "function",
  };
}

async function lookAtCamera(constraints) {
  if (!(navigator.mediaDevices && navigator.mediaDevices.getUserMedia)) return { state: "impossible" };
  const permission = await permissionState();
  let stream = null;
  let late = false;
  try {
    const asked = navigator.mediaDevices.getUserMedia({ video: constraints, audio: false });
    // An answer that comes after the check has given up must not leave the camera on.
    asked.then((given) => late && stop(given)).catch(() => {});
    stream = await Promise.race([asked, after(CAMERA_S * 1000)]);
    if (stream === null) {
      late = true;
      return { state: "unanswered", permission, count: await countCameras() };
    }
    const { width = 0, height = 0 } = stream.getVideoTracks()[0].getSettings();
    return { state: "works", permission, width, height, count: await countCameras() };
  } catch (error) {
    const constraint = String(error.constraint || "");
    const refused = { state: "refused", permission, constraint, error: error.name, message: String(error.message) };
    return { ...refused, count: await countCameras() };
  } finally {
    if (stream) stop(stream);
  }
}

function stop(stream) {
  stream.getTracks().forEach((track) => track.stop());
}

async function permissionState() {
  try {
    return (await navigator.permissions.query({ name: "camera" })).state;
  } catch {
    return "unknown"; // older Firefox does not tell
  }
}

async function countCameras() {
  try {
    return (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === "videoinput").length;
  } catch {
    return -1;
  }
}

async function lookAtNetwork(configuration) {
  if (typeof RTCPeerConnection !== "function") return { direct: null, servers: [] };
  const servers = configuration.iceServers.flatMap((server) =>
    [].concat(server.urls).map((url) => ({ ...server, urls: [url] })),
  );
  // Every server by itself: in one connection a browser does not say which of them failed, or stops at the first.
  const [direct, ...probes] = await Promise.all([
    gather({ iceServers: [] }),
    ...servers.slice(0, MOST_SERVERS).map((server) => {
      const relays = server.urls[0].startsWith("turn");
      return gather({ iceServers: [server], iceTransportPolicy: relays ? "relay" : "all" }, server.urls[0]);
    }),
  ]);
  return { direct, servers: probes };
}

// The kinds of addresses a configuration leads to, and the errors on the way: {url, kinds, errors, complete, ms}.
async function gather(configuration, url = null) {
  const result = { url, kinds: [], errors: [], complete: false, ms: 0 };
  const started = performance.now();
  let connection = null;
  try {
    connection = new RTCPeerConnection(configuration);
    const finished = new Promise((resolve) => {
      connection.onicecandidateerror = (event) => result.errors.push(event.errorCode);
      connection.onicecandidate = (event) => {
        if (!event.candidate || !event.candidate.candidate) {
          if (connection.iceGatheringState === "complete") resolve(true);
          return;
        }
        const kind = event.candidate.type;
        if (!result.kinds.includes(kind)) result.kinds.push(kind);
        if (kind === "relay") resolve(true);
      };
      connection.onicegatheringstatechange = () => connection.iceGatheringState === "complete" && resolve(true);
    });
    connection.createDataChannel("check");
    await connection.setLocalDescription(await connection.createOffer());
    result.complete = (await Promise.race([finished, after(GATHER_S * 1000)])) === true;
  } catch (error) {
    result.failure = error.name;
  } finally {
    if (connection) connection.close();
    result.ms = Math.round(performance.now() - started);
  }
  return result;
}

function after(ms) {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}
