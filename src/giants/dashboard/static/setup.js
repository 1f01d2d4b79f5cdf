// Who governs, the levers on the way, and what is kept.
"use strict";
import { S, SIDES, $, T, named, el, select, field, api, take, download, date, last } from "./core.js";

const FIRST = ["mexico", "usa", "scenario"], REST = ["china", "latam", "politics", "states", "cartels", "firms"];
const CHOSEN = { left: {}, right: { mexico: "calibrated_autonomy" } }, CHAIRS = { left: "none", right: "none" }, WORLD = {}, MOVED = { left: {}, right: {} };
export const names = { left: "game-a", right: "game-b" };
const about = (group, name) => S.data.groups[group].find(g => g[0] === name)?.[1][S.lang] ?? "";

function choice(side, group) {
  const first = CHOSEN[side][group] ?? S.data.first[group], note = el("span", { class: "faint" }, about(group, first));
  const s = select(S.data.groups[group].map(([n]) => [n, named(n)]), first, v => { CHOSEN[side][group] = v; note.textContent = about(group, v); });
  s.dataset.group = group;
  return el("label", {}, el("span", {}, T("group." + group)), s, note);
}
export function setup() {
  for (const side of SIDES) {
    const chairs = select(["none", "MEX", "USA", "both"].map(c => [c, T("chairs." + c)]), CHAIRS[side], v => { CHAIRS[side] = v; });
    chairs.dataset.chairs = side;
    const more = el("details", {}, el("summary", {}, T("more")), ...REST.map(g => choice(side, g)), worlds(side), loading(side));
    $("setup-" + side).replaceChildren(el("h3", { class: side === "left" ? "a" : "b" }, T("side." + side)), ...FIRST.map(g => choice(side, g)), field(T("chairs"), chairs), more,
      el("button", { type: "button", onclick: () => begin(side), "data-start": side }, T("start") + " " + T("side." + side)));
    $("setup-" + side).onsubmit = e => e.preventDefault();
  }
}
function worlds() {
  const box = el("details", {}, el("summary", {}, T("uncertain")));
  box.ontoggle = () => {
    if (!box.open || box.children.length > 1) return;
    for (const lever of S.data.uncertain) box.append(slider(lever, WORLD[lever.key], v => { WORLD[lever.key] = v; }));
  };
  return box;
}
function slider(lever, moved, change) {
  const id = `lever-${lever.key}`, shown = el("output", {}, String(+(moved ?? lever.value).toPrecision(3)));
  const input = el("input", { type: "range", min: lever.low, max: lever.high, step: (lever.high - lever.low) / 200, "aria-label": T("lever." + lever.key), "data-key": lever.key });
  input.value = moved ?? lever.value;
  input.oninput = () => { const v = Math.min(lever.high, Math.max(lever.low, +(+input.value).toPrecision(4))); shown.textContent = String(+v.toPrecision(3)); change(v); };
  return el("div", { class: "lever", id }, el("span", {}, T("lever." + lever.key)), input, shown, el("small", {}, `${+lever.low.toPrecision(3)} – ${+lever.high.toPrecision(3)}; ${T("basis")}: ${lever.basis[S.lang]}`));
}
function loading(side) {
  const runs = select([["", "–"], ...S.data.runs.map(r => [r, r])]), sweeps = select([["", "–"], ...S.data.sweeps.map(r => [r, r])]), id = el("input", { type: "number", min: 0, value: 0 });
  const open = async () => {
    if (S.sides[side] && !confirm(T("again"))) return;
    const body = runs.value ? { side, run: runs.value } : { side, sweep: sweeps.value, run_id: +id.value };
    if (runs.value || sweeps.value) take(await api("load", body));
  };
  return el("details", {}, el("summary", {}, T("load")), field(T("load.run"), runs), field(T("load.sweep"), sweeps), field(T("load.id"), id), el("button", { type: "button", onclick: open }, T("open")));
}
export async function begin(side) {
  if (S.sides[side]?.done && !confirm(T("again"))) return false;
  const chairs = { none: [], MEX: ["MEX"], USA: ["USA"], both: ["MEX", "USA"] }[CHAIRS[side]];
  MOVED[side] = {};
  const found = await api("start", { side, chosen: { ...CHOSEN[side] }, levers: WORLD, seed: +$("seed").value, months: +$("months").value, chairs });
  if (found && S.sides[side]) S.cursor = 0;
  return take(found);
}
export function levers() {
  for (const side of SIDES) {
    const s = S.sides[side], box = $("levers-" + side);
    if (!s) { box.replaceChildren(); continue; }
    if (box.dataset.of === `${s.done ? date(s.parts.length) : 0}|${s.parts.length}|${s.names.mexico}|${s.names.usa}|${S.lang}|${s.seed}` && box.children.length) {
      box.querySelector("[data-apply]").textContent = T("levers.apply", { date: s.ahead });
      continue;
    }
    box.dataset.of = `${s.done ? date(s.parts.length) : 0}|${s.parts.length}|${s.names.mexico}|${s.names.usa}|${S.lang}|${s.seed}`;
    const chosen = {};
    MOVED[side] = {};
    const groups = ["mexico", "usa", "china", "latam"].map(g => {
      const pick = select([...(S.data.groups[g].some(([n]) => n === s.names[g]) ? [] : [[s.names[g], named(s.names[g])]]), ...S.data.groups[g].map(([n]) => [n, named(n)])], s.names[g], v => { chosen[g] = v; });
      const own = s.levers.filter(l => l.key.startsWith(g + "."));
      return el("details", { "data-lever-group": g }, el("summary", {}, T("group." + g)), field(T("group." + g), pick), ...own.map(l => slider(l, undefined, v => { MOVED[side][l.key] = v; })));
    });
    const apply = el("button", { "data-apply": side, onclick: async () => {
      if (!Object.keys(chosen).length && !Object.keys(MOVED[side]).length) return;
      take(await api("branch", { side, chosen, levers: MOVED[side] }));
    } }, T("levers.apply", { date: s.ahead }));
    const parts = s.parts.filter(p => Object.keys(p[1]).length && p[0] > s.start).map(p => el("p", { class: "faint" }, `${p[0]}: ${Object.entries(p[1]).map(([k, v]) => `${k}=${v}`).join(", ")}`));
    box.replaceChildren(el("h3", { class: side === "left" ? "a" : "b" }, T("side." + side)), ...groups, apply, ...parts);
  }
}
export function keeping() {
  for (const side of SIDES) {
    const s = S.sides[side], box = $("keep-" + side);
    if (!s) { box.replaceChildren(); continue; }
    if (box.children.length && box.dataset.lang === S.lang) continue;
    box.dataset.lang = S.lang;
    const said = el("div", { "data-said": side }), name = el("input", { type: "text", value: names[side], maxlength: 60, "data-name": side });
    name.onchange = () => { names[side] = name.value; };
    const tell = (...lines) => said.replaceChildren(...lines);
    const save = async () => {
      const f = await api("save", { side, name: name.value });
      if (!f) return;
      S.data.runs = [f.folder.split(/[\\/]/).pop(), ...S.data.runs];
      tell(el("p", { "data-saved": f.digest }, T("saved", f)), el("pre", {}, f.commands.join("\n")), el("button", { onclick: () => replay(f) }, T("replay")));
    };
    const replay = async f => {
      const r = await api("replay", { run: f.folder.split(/[\\/]/).pop() });
      if (r) said.append(el("p", { "data-replayed": r.digest }, T(r.same ? "replay.same" : "replay.other", r)));
    };
    const command = async () => {
      const f = await api("command", { side, name: name.value });
      if (!f) return;
      const text = f.commands.join("\n");
      await navigator.clipboard?.writeText(text).catch(() => {});
      tell(el("p", { class: "faint" }, T("copied") + (text.includes("answers=") ? "; " + T("command.save") : "")), el("pre", {}, text));
    };
    const data = async () => { const f = await api("export", { side }); if (f) download(`${name.value}.csv`, f.csv, "text/csv"); };
    const on = async () => take(await api("go_on", { side, to: "right", month: S.cursor + 1, months: +$("months").value }));
    box.replaceChildren(el("h3", { class: side === "left" ? "a" : "b" }, T("side." + side)), el("div", { class: "row" }, field(T("name"), name), el("button", { onclick: save, "data-save": side }, T("save")),
      el("button", { onclick: command, "data-command": side }, T("command")), el("button", { onclick: data }, T("export")), side === "left" ? el("button", { onclick: on }, T("go_on")) : null), said);
  }
}
