// What is shown of the month: headline, figures, treaty, threats and the log.
"use strict";
import { S, SIDES, $, T, el, select, api, download, date, spoken, sideName, at, annual, start } from "./core.js";
import { lines, tiles, bars, key, show, COLOUR, DASH } from "./draw.js";

const HEAD = ["index", "structural", "agency", "relations", "sovereignty", "disposable_mex", "homicide_rate", "us_tariff", "approval_mex", "approval_usa", "real_income_usa", "value_at_risk_reference", "break_loss", "counter_leverage", "export_share_usa", "import_share_chn", "preference_use_mex", "concession_cost_usa", "fdi_total", "members_total", "overdose_deaths_fentanyl"];
const LINES = [...HEAD.slice(0, 1), "pillars", ...HEAD.slice(1), "real_income_chn", "import_share_usa", "expected_coercion", "migration"];
const PERCENT = ["approval_mex", "approval_usa", "export_share_usa", "import_share_usa", "import_share_chn", "preference_use_mex", "concession_cost_usa"];
const PILLARS = ["structural", "agency", "relations", "sovereignty"];
const V = { measure: "index", layer: "homicides" };
const there = () => SIDES.filter(s => S.sides[s]?.done);
export const scaled = (m, v) => v === null || v === undefined ? null : PERCENT.includes(m) ? 100 * v : v;
const value = (side, m) => m === "homicide_rate" ? annual(side, q => q.measures[m]) : scaled(m, at(side).measures[m]);
const signed = v => (v >= 5e-5 ? "+" : "") + show(v);
const REGIMES = ["hollow", "captured", "estranged", "subordinated", "calibrated", "contested"];

export function headline() {
  const on = there(), body = el("tbody");
  const row = (name, cells) => body.append(el("tr", {}, el("td", {}, name), ...cells.map(c => el("td", { class: "n" }, c))));
  row(el("b", {}, T("m.regime")), [...on.map(s => { const r = REGIMES[at(s).measures.regime]; return el("span", { title: T("regime.about." + r) }, T("regime." + r)); }), ...(on.length > 1 ? [""] : [])]);
  for (const m of HEAD) {
    const v = on.map(s => value(s, m));
    row(T("m." + m), [...v.map(show), ...(on.length > 1 ? [v.includes(null) ? "–" : signed(v[1] - v[0])] : [])]);
  }
  const head = el("thead", {}, el("tr", {}, el("th", {}, spoken(S.cursor)), ...on.map(s => el("th", { class: "n " + (s === "left" ? "a" : "b") }, T("side." + s))), ...(on.length > 1 ? [el("th", { class: "n" }, T("difference"))] : [])));
  const notes = on.map(s => el("p", { class: s === "left" ? "a" : "b" }, sideName(s) + `, ${T("seed").toLowerCase()} ${S.sides[s].seed}`));
  const regimes = [...new Set(on.map(s => REGIMES[at(s).measures.regime]))].map(r => el("p", { class: "faint" }, `${T("regime." + r)}: ${T("regime.about." + r)}`));
  const sweeps = on.filter(s => S.sides[s].headline).map(s => { const h = S.sides[s].headline; return el("p", { class: "faint" }, `${T("side." + s)}: ` + T("sweep.says", { ...h, mean: show(h.mean), low: show(h.low), high: show(h.high) })); });
  const young = S.cursor < 11 ? [el("p", { class: "faint" }, `${T("m.homicide_rate")}: ${T("of.months", { n: S.cursor + 1 })}`)] : [];
  $("headline").replaceChildren(...notes, el("div", { class: "scroll" }, el("table", {}, head, body)), ...regimes, ...young, ...sweeps);
}
function points(side, m) {
  const all = S.sides[side].months.map((q, k) => [k, scaled(m, q.measures[m])]);
  return m !== "homicide_rate" ? all : all.map(([k]) => { const part = all.slice(Math.max(0, k - 11), k + 1); return [k, part.reduce((a, b) => a + b[1], 0) / part.length]; });
}
function put(id, name, ...nodes) {
  const figure = nodes.find(n => n.tagName === "svg");
  $(id).replaceChildren(...nodes, ...(figure ? [el("button", { class: "link faint", onclick: () => download(`${name}.svg`, new XMLSerializer().serializeToString(figure), "image/svg+xml") }, T("figure"))] : []));
}
export function over_time() {
  const pick = select(LINES.map(m => [m, m === "pillars" ? PILLARS.map(p => T("m." + p)).join(", ") : T("m." + m)]), V.measure, v => { V.measure = v; S.draw(); });
  pick.id = "measure";
  $("measure").replaceWith(pick);
  const [year, month] = start().split("-").map(Number), on = there(), common = { year0: year + (month - 1) / 12, cursor: S.cursor };
  const marks = on.flatMap(s => S.sides[s].parts.filter(p => p[0] > S.sides[s].start).map(p => { const [y, m] = p[0].split("-").map(Number); return [y * 12 + m - year * 12 - month, s]; }));
  if (V.measure === "pillars") {
    const tint = ["#12436d", "#8a6500", "#3f7f72", "#a0522d"], sign = ["●", "■", "▲", "◆"];
    const series = on.flatMap(s => PILLARS.map((p, k) => ({ name: `${T("side." + s)} ${T("m." + p)}`, side: s, colour: tint[k], sign: sign[k], points: points(s, p) })));
    put("lines", "pillars", key([...PILLARS.map((p, k) => [T("m." + p), tint[k], "", sign[k]]), ...(on.length > 1 ? [[T("side.left"), "#222", ""], [T("side.right"), "#222", "7 4"]] : [])]), lines(series, { ...common, label: T("over.time"), marks }));
    $("gap").replaceChildren();
    return;
  }
  const name = T("m." + V.measure), series = on.map(s => ({ name: T("side." + s), side: s, points: points(s, V.measure) }));
  put("lines", V.measure, key(on.map(s => [sideName(s), COLOUR[s], DASH[s]])), lines(series, { ...common, label: name, marks }));
  if (on.length < 2) return $("gap").replaceChildren();
  const b = new Map(series[1].points), gap = series[0].points.filter(p => b.has(p[0]) && p[1] !== null && b.get(p[0]) !== null).map(p => [p[0], b.get(p[0]) - p[1]]);
  put("gap", V.measure + "-difference", key([[`${T("difference")}: ${name}`, "#222", ""]]), lines([{ name: T("difference"), side: "left", colour: "#222", dash: "", points: gap }], { ...common, label: T("difference"), height: 150, zero: true }));
}
function layer(side, name) {
  const s = S.sides[side], k = Math.min(S.cursor, s.done - 1), now = s.months[k].states[name];
  if (name === "jobs") return now.map((v, i) => v === null ? null : 100 * (v / s.months[0].states.jobs[i] - 1));
  return name === "homicides" ? now.map((_, i) => annual(side, q => q.states.homicides[i])) : now;
}
export function maps() {
  const pick = select(S.data.layers.map(l => [l, T("layer." + l)]), V.layer, v => { V.layer = v; S.draw(); });
  pick.id = "layer";
  $("layer").replaceWith(pick);
  const on = there(), found = on.map(s => layer(s, V.layer)), flat = found.flat().filter(v => v !== null).sort((a, b) => a - b);
  const top = flat.length ? Math.max(flat[Math.floor(.97 * (flat.length - 1))], 1e-9) : 1, low = Math.min(0, flat[0] ?? 0), digits = top >= 30 ? 0 : top >= 3 ? 1 : 2;
  put("maps", V.layer, ...on.flatMap((s, k) => [el("p", { class: s === "left" ? "a" : "b" }, T("side." + s) + (V.layer === "homicides" && S.cursor < 11 ? `, ${T("of.months", { n: S.cursor + 1 })}` : "")), tiles(S.data.tiles, found[k], { label: `${T("side." + s)}: ${T("layer." + V.layer)}`, top, low, digits })]));
}
export function flows() {
  const codes = S.data.codes, economies = S.data.economies[S.lang], on = there();
  const rows = codes.map((c, k) => [c, k]).filter(([c]) => c !== "MEX").map(([, k]) => ({ name: economies[k][0].toUpperCase() + economies[k].slice(1), ...Object.fromEntries(on.map(s => [s, { out: at(s).partners.exports[k], in: at(s).partners.imports[k] }])) }));
  put("trade", "trade", bars(rows, { label: T("trade"), both: true }));
  put("duties", "duties", bars(S.data.goods.map((g, k) => ({ name: T("s." + g), ...Object.fromEntries(on.map(s => [s, { out: at(s).duties[k] }])) })), { label: T("duties"), both: false }));
}
export function treaty() {
  const rows = there().map(s => {
    const q = at(s), m = q.measures, now = q.month, [, month] = date(now).split("-").map(Number), review = now + ((7 - month + 11) % 12) + 1;
    const say = [[T("treaty.name"), T(m.treaty_in_force ? "treaty.in_force" : "treaty.gone")], [T("treaty.ends"), m.treaty_in_force ? spoken(now + Math.round(12 * m.treaty_horizon)) : "–"], [T("treaty.review"), m.treaty_in_force ? spoken(review) : "–"],
      ...(m.treaty_notice ? [[T("treaty.notice"), show(m.treaty_notice)]] : []), ...["MEX", "USA"].map(c => [T("election." + c), spoken(now + Math.round(q.elections[c]))])];
    return [el("h3", { class: s === "left" ? "a" : "b" }, T("side." + s)), el("table", {}, ...say.map(([a, b]) => el("tr", {}, el("td", {}, a), el("td", {}, b))))];
  });
  $("treaty").replaceChildren(...rows.flat());
}
export function threats() {
  $("threats").replaceChildren(...there().flatMap(s => {
    const open = at(s).disputes;
    return [el("h3", { class: s === "left" ? "a" : "b" }, T("side." + s)), ...(open.length ? open.flatMap(d => [el("p", {}, T(d.in_force ? "force.line" : "threat.line", d[S.lang])), ...(d.in_force ? [] : [el("p", { class: "faint" }, T("would.cost", { ...d[S.lang], a: show(d.loss_target), b: show(d.loss_sender), h: Math.round(100 * d.belief) }))])]) : [el("p", { class: "faint" }, T("threats.none"))])];
  }));
}
export function log() {
  const all = there().flatMap(s => S.sides[s].log.filter(l => l.month <= S.cursor).map((l, k) => ({ ...l, s, k }))).sort((a, b) => b.month - a.month || (a.s < b.s ? -1 : 1) || b.k - a.k);
  const sum = `${all.length}|${S.cursor}|${S.lang}`;
  if ($("log").dataset.sum === sum) return;
  $("log").dataset.sum = sum;
  $("log").replaceChildren(...all.map(l => {
    const text = el("div", {}, l[S.lang] + " ");
    if (l.episode) text.append(el("button", { class: "link faint", onclick: e => explain(l, text, e.target) }, T("why")));
    return el("div", { class: "entry" }, el("b", {}, date(l.month)), el("b", { class: l.s === "left" ? "a" : "b" }, T("side." + l.s)), text);
  }));
}
async function explain(line, text, button) {
  if (text.querySelector("pre")) { text.querySelector(".wide-pre").remove(); button.textContent = T("why"); return; }
  const found = await api("explain", { side: line.s, episode: line.episode, language: S.lang });
  if (found) { text.append(el("div", { class: "wide-pre" }, el("pre", {}, found.lines.join("\n")))); button.textContent = T("close"); }
}
