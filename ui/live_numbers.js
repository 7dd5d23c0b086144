// Numbers in tiles, which parts are found, and advice: drawn from what the page or the visitor's feed says, and only
// where it has changed.

const panels = (window.holisticNumbers ??= new WeakMap());
const TONE_HZ = 880;
const TONE_S = 0.18;

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector("div");
  const panel = panels.get(place) ?? { heard: null };
  panels.set(place, panel);
  panel.wants = () => true;
  panel.take = (newest) => {
    draw(place, newest);
    if (newest.heard !== undefined) {
      if (panel.heard !== null && newest.heard > panel.heard) beep();
      panel.heard = newest.heard;
    }
    if (newest.over && !panel.over) setTriggerValue("over", true);
    panel.over = newest.over;
  };
  panel.take(data.newest);
  panel.unfollow?.();
  panel.unfollow = data.feed && follow(data.feed, data.every_ms, data.name, panel);
  return () => {
    if (!place.isConnected) panel.unfollow?.();
  };
}

function draw(place, { tiles, caption = "", parts = [], alerts = [] }) {
  const wanted = [
    list("holistic-tiles", tiles, tile),
    caption && element("p", "holistic-caption", caption),
    parts.length && list("parts", parts, part),
    ...alerts.map(alert),
  ].filter(Boolean);
  place.className = "holistic-numbers";
  for (const [at, node] of wanted.entries()) {
    const there = place.children[at];
    if (!there) place.append(node);
    else if (!there.isEqualNode(node)) there.replaceWith(node);
  }
  while (place.children.length > wanted.length) place.lastElementChild.remove();
}

function element(tag, name, words, ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (words) made.textContent = words;
  made.append(...children);
  return made;
}

function list(name, entries, make) {
  const made = element("div", name, "", ...entries.map(make));
  made.setAttribute("role", "list");
  return made;
}

function tile({ name, label, value, help }) {
  const made = element("div", "holistic-tile", "", element("span", "label", label), element("span", "value", value));
  made.setAttribute("role", "listitem");
  made.dataset.name = name;
  made.title = help;
  return made;
}

function part({ colour, found, words }) {
  const dot = element("span", "dot");
  dot.style.borderColor = colour;
  dot.style.background = found ? colour : "transparent";
  const made = element("div", "", "", dot, words);
  made.setAttribute("role", "listitem");
  return made;
}

function alert({ level, text, items }) {
  const made = element("div", `holistic-alert ${level}`, "", element("p", "", text));
  made.setAttribute("role", "status");
  if (items.length) made.append(element("ul", "", "", ...items.map((words) => element("li", "", words))));
  return made;
}

function beep() {
  // Made at the first repetition: by then the visitor has pressed START, without which browsers stay silent.
  const audio = (window.holisticAudio ??= new AudioContext());
  const tone = audio.createOscillator();
  const loudness = audio.createGain();
  const [from, to] = [audio.currentTime, audio.currentTime + TONE_S];
  tone.frequency.value = TONE_HZ;
  loudness.gain.setValueAtTime(0, from);
  loudness.gain.linearRampToValueAtTime(0.4, (from + to) / 2);
  loudness.gain.linearRampToValueAtTime(0, to);
  tone.connect(loudness).connect(audio.destination);
  tone.start(from);
  tone.stop(to);
}
