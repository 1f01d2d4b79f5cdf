// Figures of the page as SVG: lines of both sides, their difference, tiles of the states, bars.
"use strict";
export const COLOUR = { left: "#12436d", right: "#ae5a08" }, DASH = { left: "", right: "7 4" };
export function svg(name, attrs, text) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const k in attrs) e.setAttribute(k, attrs[k]);
  if (text !== undefined) e.textContent = text;
  return e;
}
export function show(v) {
  if (v === null || v === undefined || Number.isNaN(v)) return "–";
  const a = Math.abs(v), digits = a >= 100 ? 0 : a >= 10 ? 1 : a >= 1 ? 2 : a >= .001 ? 3 : 4;
  if (a < 5e-5) return "0";
  return (a >= 1000 ? Math.round(v).toLocaleString("en") : v.toFixed(digits)).replace("-", "−");
}
// Narrow screens get a narrow drawing, so that its letters stay as large as those of the page.
const wide = () => innerWidth < 760 ? 370 : 600;
function frame(W, H, label) {
  const g = svg("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": label, xmlns: "http://www.w3.org/2000/svg" });
  g.append(svg("title", {}, label));
  return g;
}
function scale(values, zero) {
  let low = Math.min(...values), high = Math.max(...values);
  if (zero) { low = Math.min(low, 0); high = Math.max(high, 0); }
  if (low === high) { low -= Math.abs(low) * 0.02 || 0.5; high += Math.abs(high) * 0.02 || 0.5; }
  return [low, high];
}
// Round numbers within a range, three to six of them.
function ticks(low, high) {
  const rough = (high - low) / 5, ten = 10 ** Math.floor(Math.log10(rough)), step = ten * [1, 2, 5, 10].find(k => k * ten >= rough);
  return Array.from({ length: 9 }, (_, k) => +((Math.ceil(low / step) + k) * step).toPrecision(9)).filter(v => v <= high);
}
// series: [{name, side, points: [[month, value]], colour?, dash?, sign?}], marks: [[month, text]]; a sign stands along its line
export function lines(series, { label, year0, cursor, marks = [], height = 260, zero = false }) {
  const W = wide(), H = height, L = 62, B = 24, R = 12, T = 10, g = frame(W, H, label);
  const all = series.flatMap(s => s.points).filter(p => p[1] !== null);
  if (!all.length) return g;
  const [y0, y1] = scale(all.map(p => p[1]), zero), x0 = Math.min(...all.map(p => p[0])), x1 = Math.max(x0 + 1, ...all.map(p => p[0]));
  const X = x => L + (x - x0) / (x1 - x0) * (W - L - R), Y = y => T + (1 - (y - y0) / (y1 - y0)) * (H - T - B);
  for (const v of ticks(y0, y1)) g.append(svg("line", { x1: L, x2: W - R, y1: Y(v), y2: Y(v), stroke: "#e3e3e3" }), svg("text", { x: L - 6, y: Y(v) + 4, "text-anchor": "end" }, show(v)));
  const years = (x1 - x0) / 12, step = Math.max(1, Math.ceil(years / (W < 600 ? 4 : 6)));
  for (let y = Math.ceil(year0 + x0 / 12); y <= year0 + x1 / 12; y += step) {
    const x = X((y - year0) * 12);
    g.append(svg("line", { x1: x, x2: x, y1: H - B, y2: H - B + 4, stroke: "#999" }), svg("text", { x, y: H - 6, "text-anchor": "middle" }, y));
  }
  if (zero) g.append(svg("line", { x1: L, x2: W - R, y1: Y(0), y2: Y(0), stroke: "#555" }));
  for (const [x, side] of marks) g.append(svg("line", { x1: X(x), x2: X(x), y1: T, y2: H - B, stroke: COLOUR[side], "stroke-dasharray": "2 3" }));
  if (cursor >= x0) g.append(svg("line", { x1: X(cursor), x2: X(cursor), y1: T, y2: H - B, stroke: "#777" }));
  for (const s of series) {
    const points = s.points.filter(p => p[1] !== null);
    const line = svg("polyline", { points: points.map(p => `${X(p[0]).toFixed(1)},${Y(p[1]).toFixed(1)}`).join(" "), fill: "none", stroke: s.colour || COLOUR[s.side], "stroke-width": 2.2, "stroke-dasharray": s.dash ?? DASH[s.side] });
    line.append(svg("title", {}, s.name));
    g.append(line);
    for (const p of s.sign ? points.filter((_, k) => k % 12 === 6) : []) g.append(svg("text", { x: X(p[0]), y: Y(p[1]) + 4, "text-anchor": "middle", style: `fill:${s.colour}` }, s.sign));
    const at = points.filter(p => p[0] <= cursor).pop();
    if (at) g.append(svg("circle", { cx: X(at[0]), cy: Y(at[1]), r: 3.5, fill: s.colour || COLOUR[s.side] }));
  }
  return g;
}
export function tiles(places, values, { label, top, low, digits }) {
  const g = frame(446, 212, label);
  places.forEach(([abbr, row, column, name], k) => {
    const q = values ? values[k] : null, p = q === null || top === low ? 0 : Math.max(0, Math.min(1, (q - low) / (top - low)));
    const w = Math.round(250 - 200 * p), t = svg("g", {});
    t.append(svg("rect", { x: column * 40.5, y: row * 42, width: 38.5, height: 40, fill: q === null ? "#fff" : `rgb(${w},${Math.round(w + (235 - w) * .22)},${Math.round(w + (235 - w) * .4)})`, stroke: "#bbb" }));
    const ink = p > .8 ? "fill:#fff" : "fill:#000"; // at least 4.5 to 1 on each tint
    t.append(svg("text", { x: column * 40.5 + 19, y: row * 42 + 17, "text-anchor": "middle", class: "small", style: ink }, abbr),
      svg("text", { x: column * 40.5 + 19, y: row * 42 + 32, "text-anchor": "middle", class: "small", style: ink }, q === null ? "–" : Math.abs(q) >= 1000 ? `${(q / 1000).toFixed(1)}k` : q.toFixed(digits)),
      svg("title", {}, `${name}: ${show(q)}`));
    g.append(t);
  });
  return g;
}
// rows: [{name, left: {left, right}, right: {left, right}}]: bars to both sides of the names, one for each run
export function bars(rows, { label, both }) {
  const sides = ["left", "right"].filter(s => rows.some(r => r[s])), H = rows.length * (14 * sides.length + 8) + 6, W = wide(), M = both ? W / 2 : W < 600 ? 128 : 190, g = frame(W, H, label);
  const most = Math.max(1e-9, ...rows.flatMap(r => sides.flatMap(s => [Math.abs(r[s]?.out ?? 0), Math.abs(r[s]?.in ?? 0)])));
  const gap = both ? 92 : 0, room = both ? W / 2 - gap - 44 : W - M - 50;
  rows.forEach((r, k) => {
    const y = k * (14 * sides.length + 8) + 4;
    g.append(svg("text", both ? { x: M, y: y + 7 * sides.length + 4, "text-anchor": "middle", class: "small" } : { x: M - 8, y: y + 7 * sides.length + 4, "text-anchor": "end" }, r.name));
    sides.forEach((s, n) => {
      const v = r[s], top = y + 14 * n, fill = COLOUR[s], o = n ? .75 : 1;
      const w = Math.abs(v.out) / most * room, x = M + gap;
      g.append(svg("rect", { x, y: top, width: w, height: 11, fill, opacity: o }), svg("text", { x: x + w + 4, y: top + 10, class: "small" }, show(v.out)));
      if (both) {
        const u = Math.abs(v.in) / most * room;
        g.append(svg("rect", { x: M - gap - u, y: top, width: u, height: 11, fill, opacity: o }), svg("text", { x: M - gap - u - 4, y: top + 10, "text-anchor": "end", class: "small" }, show(v.in)));
      }
    });
  });
  return g;
}
export function key(names) {
  const p = document.createElement("p");
  p.className = "faint";
  for (const [name, colour, dash, sign] of names) {
    const g = svg("svg", { viewBox: "0 0 30 8", width: 30, height: 8, style: "display:inline;overflow:visible;width:30px;height:8px;margin:0 .3rem 0 0" });
    g.append(svg("line", { x1: 0, x2: 30, y1: 4, y2: 4, stroke: colour, "stroke-width": 2.4, "stroke-dasharray": dash }));
    if (sign) g.append(svg("text", { x: 15, y: 8, "text-anchor": "middle", style: `fill:${colour}` }, sign));
    const span = document.createElement("span");
    span.className = "key";
    span.append(g, name);
    p.append(span);
  }
  return p;
}
