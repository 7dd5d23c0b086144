"""How a report looks and how its charts are drawn: style sheet and program, both without anything from outside."""

from typing import Final

# The colours are those of the dashboard's two themes.
STYLE: Final = """
:root { color-scheme: light dark; --bg: #ffffff; --card: #f2f5f9; --fg: #0e141b; --soft: #4a5563; --line: #d5dce5;
  --accent: #0068a3; --warn: #8a4b00; }
@media (prefers-color-scheme: dark) { :root { --bg: #0e1117; --card: #1b222c; --fg: #e8edf2; --soft: #a9b4c0;
  --line: #323c49; --accent: #7cc5f0; --warn: #f0b35a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--fg); font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
header p { margin: 0; color: var(--soft); }
h1 { font-size: clamp(1.4rem, 4vw, 2rem); line-height: 1.2; margin: 0.15rem 0 0.35rem; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 2.75rem 0 0.75rem; }
.kind { font-size: 0.85rem; font-weight: 600; letter-spacing: 0.06em; text-transform: uppercase;
  color: var(--accent) !important; }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 0.75rem;
  margin: 1.75rem 0 0; }
.numbers div { background: var(--card); border-radius: 0.6rem; padding: 0.8rem 1rem; }
.numbers dt { color: var(--soft); font-size: 0.85rem; }
.numbers dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums;
  overflow-wrap: anywhere; }
.note { border-left: 0.25rem solid var(--warn); background: var(--card); padding: 0.7rem 1rem; margin: 1rem 0;
  border-radius: 0 0.4rem 0.4rem 0; }
figure { margin: 1rem 0 1.75rem; }
figcaption, .soft { color: var(--soft); font-size: 0.9rem; max-width: 46rem; }
.chart { width: 100%; }
.scroll { overflow-x: auto; margin: 0.75rem 0; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.42rem 0.7rem; text-align: right; border-bottom: 1px solid var(--line); vertical-align: top;
  white-space: nowrap; }
th { color: var(--soft); font-weight: 600; }
thead th { white-space: normal; vertical-align: bottom; }
.text { text-align: left; white-space: normal; overflow-wrap: break-word; }
td.text { min-width: 15rem; }
th[scope=row] { text-align: left; color: var(--fg); font-weight: 500; }
.settings th[scope=row] { color: var(--soft); width: 14rem; }
.settings td { text-align: left; white-space: normal; overflow-wrap: anywhere; }
li { margin: 0.35rem 0; max-width: 46rem; }
ul { padding-left: 1.2rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft);
  font-size: 0.85rem; }
@media (max-width: 40rem) { main { padding: 1.25rem 0.9rem 3rem; } .numbers { grid-template-columns: 1fr 1fr; }
  .settings th[scope=row] { width: 8rem; white-space: normal; } }
@media print { figure, tr { break-inside: avoid; } main { max-width: none; } }
"""

# Charts take their colours from the style sheet, again whenever the browser's theme changes.
PROGRAM: Final = """
"use strict";
const figures = JSON.parse(document.getElementById("figures").textContent);
const dark = matchMedia("(prefers-color-scheme: dark)");
function coloured(layout) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const result = structuredClone(layout);
  Object.assign(result, { paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", autosize: true });
  result.font = { ...result.font, color: colour("--fg"), family: getComputedStyle(document.body).fontFamily };
  result.hoverlabel = { ...result.hoverlabel, bgcolor: colour("--card"), bordercolor: colour("--line"),
    font: { color: colour("--fg") } };
  for (const key of Object.keys(result).filter((name) => /^[xy]axis/.test(name))) {
    Object.assign(result[key], { gridcolor: colour("--line"), linecolor: colour("--line"),
      zerolinecolor: colour("--line") });
  }
  return result;
}
function draw() {
  for (const element of document.querySelectorAll(".chart")) {
    const figure = figures[Number(element.dataset.figure)];
    const config = { responsive: true, displaylogo: false, displayModeBar: false };
    Plotly.react(element, figure.data, coloured(figure.layout), config);
  }
}
draw();
dark.addEventListener("change", draw);
"""
