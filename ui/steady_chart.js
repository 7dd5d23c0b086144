// One Plotly plot that takes the newest figure, so that nothing is built anew and nothing flickers.
//
// Figures come from the page when it runs, and from the visitor's feed in between (`live_feed.js`, above). What came
// while the plot was off the screen, in a hidden tab or still being drawn is skipped: only the newest figure counts.

const CONFIG = { displayModeBar: false, responsive: false };
// So long a page, or a camera, has the thread for itself.
const JUST_OPENED_MS = 1000;
const CONNECTING_MOST_MS = 6000;
const plots = (window.holisticSteadyPlots ??= new WeakMap());
const pressed = (window.holisticPressed ??= watchFrames());

export default function ({ data, parentElement }) {
  const place = parentElement.querySelector("div");
  const plot = plots.get(place) ?? open(place);
  plot.words = data.words;
  plot.address = data.plotly;
  plot.take(data.figure);
  plot.unfollow?.();
  plot.unfollow = data.feed && follow(data.feed, data.every_ms, data.name, plot);
  return () => plot.close();
}

function open(place) {
  const plot = { place, seen: false, asked: false, drawn: null, look: "", closed: false };
  place.className = "holistic-steady-chart";
  plot.wants = () => plot.seen;
  plot.take = (figure) => {
    plot.figure = figure;
    place.style.minHeight = figure ? `${JSON.parse(figure).layout.height}px` : "0";
    plot.ask();
  };
  plot.ask = () => {
    if (plot.asked || !plot.figure || !plot.seen || document.hidden) return;
    plot.asked = true;
    requestAnimationFrame(() => draw(plot));
  };
  const sight = new IntersectionObserver((entries) => {
    plot.seen = entries.at(-1).isIntersecting;
    plot.ask();
  });
  const size = new ResizeObserver(() => {
    if (place.clientWidth !== plot.width) plot.ask();
  });
  // A theme that is switched changes the page's colours: the next figure takes them, and so does one that stands still.
  const theme = new MutationObserver(() => plot.ask());
  sight.observe(place);
  size.observe(place);
  theme.observe(document.documentElement, { attributes: true });
  theme.observe(document.head, { childList: true });
  document.addEventListener("visibilitychange", plot.ask);
  plot.close = () => {
    if (plot.closed || place.isConnected) return;
    plot.closed = true;
    plot.unfollow?.();
    plots.delete(place);
    for (const each of [sight, size, theme]) each.disconnect();
    document.removeEventListener("visibilitychange", plot.ask);
    window.Plotly?.purge(place);
  };
  plots.set(place, plot);
  return plot;
}

async function draw(plot) {
  let wanted = plot.figure;
  try {
    const plotly = await loaded(plot.address);
    await settled();
    wanted = plot.figure;
    const style = themed(plot.place);
    const look = JSON.stringify(style);
    const width = plot.place.clientWidth;
    if (plot.closed || width === 0 || (wanted === plot.drawn && look === plot.look && width === plot.width)) return;
    [plot.drawn, plot.look, plot.width] = [wanted, look, width];
    const figure = JSON.parse(wanted);
    if (plot.failed) plot.place.textContent = "";
    plot.failed = false;
    await plotly.react(plot.place, figure.data, layoutOf(figure.layout, style, width), CONFIG);
  } catch (error) {
    console.error(error);
    plot.failed = true;
    plot.drawn = null;
    plot.place.textContent = plot.words.failed;
  } finally {
    plot.asked = false;
    if (plot.figure !== wanted) plot.ask();
  }
}

function loaded(address) {
  return (window.holisticPlotly ??= settled()
    .then(() => pause(JUST_OPENED_MS))
    .then(settled)
    .then(() => fetched(address)));
}

// Reading the program and each drawing take a slow machine half a second and more: what somebody presses meanwhile
// goes first, and so does a camera that is connecting, which shares this thread with the page.
async function settled() {
  await idle();
  while (isConnecting()) await pause(JUST_OPENED_MS);
}

const idle = () =>
  window.requestIdleCallback ? new Promise((resolve) => requestIdleCallback(resolve, { timeout: 3000 })) : pause(0);

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function isConnecting() {
  const { frame, atMs } = pressed;
  if (!frame?.isConnected || performance.now() - atMs > CONNECTING_MOST_MS) return false;
  const video = frame.contentDocument?.querySelector("video");
  return !(video?.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA);
}

// The frame, such as the camera's with its START, that took the focus last: no other event tells the page of it.
function watchFrames() {
  const last = { frame: null, atMs: -Infinity };
  window.addEventListener("blur", () => {
    const { activeElement } = document;
    if (activeElement?.tagName === "IFRAME") [last.frame, last.atMs] = [activeElement, performance.now()];
  });
  return last;
}

function fetched(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(address, document.baseURI);
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      delete window.holisticPlotly;
      script.remove();
      reject(new Error(`${script.src} did not load`));
    };
    document.head.append(script);
  });
}

function themed(place) {
  const style = getComputedStyle(place);
  const of = (name) => style.getPropertyValue(name).trim();
  return { text: of("--st-text-color"), ground: of("--st-background-color"), grid: "rgba(128, 128, 128, 0.25)", font: of("--st-font") };
}

function layoutOf(layout, { text, ground, grid, font }, width) {
  const axis = { gridcolor: grid, zerolinecolor: grid, linecolor: grid, color: text };
  const axes = Object.keys(layout).filter((name) => /^[xy]axis/.test(name));
  return {
    ...layout,
    width,
    paper_bgcolor: "rgba(0, 0, 0, 0)",
    plot_bgcolor: "rgba(0, 0, 0, 0)",
    font: { color: text, family: font, size: 12, ...layout.font },
    title: { ...layout.title, font: { size: 16, weight: 600, ...layout.title?.font } },
    hoverlabel: { bgcolor: ground, bordercolor: grid, font: { color: text, family: font }, ...layout.hoverlabel },
    ...Object.fromEntries(axes.map((name) => [name, { ...axis, ...layout[name] }])),
  };
}
