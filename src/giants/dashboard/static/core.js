// What the parts of the page share: its state, its words, its requests, and how elements are made.
"use strict";
export const SIDES = ["left", "right"];
export const S = { lang: localStorage.getItem("lang") || (navigator.language || "").slice(0, 2), data: null, sides: {}, cursor: 0, playing: false, draw: null };
if (!["en", "es"].includes(S.lang)) S.lang = "en";
export const $ = id => document.getElementById(id);
export function T(key, fields = {}) {
  const text = (S.data ? S.data.texts[S.lang][key] : undefined) ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => name in fields ? fields[name] : whole);
}
export const named = name => S.data.texts[S.lang]["choice." + name] ?? String(name).replaceAll("_", " ");
export function el(tag, attrs = {}, ...children) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attrs)) {
    if (k.startsWith("on")) e[k] = v;
    else if (k === "value" || k === "checked" || k === "disabled" || k === "hidden" || k === "selected") e[k] = v;
    else e.setAttribute(k, v);
  }
  e.append(...children.filter(c => c !== null && c !== undefined));
  return e;
}
export function select(options, value, onchange) {
  const s = el("select", { onchange: () => onchange && onchange(s.value) });
  for (const [v, text] of options) s.append(el("option", { value: v }, text));
  if (value !== undefined) s.value = value;
  return s;
}
export const field = (text, input) => el("label", {}, el("span", {}, text), input);
export function download(name, text, kind) {
  const url = URL.createObjectURL(new Blob([text], { type: kind })), a = el("a", { href: url, download: name });
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
export function complain(text) {
  $("error").textContent = text ? `${T("error")}: ${text}` : "";
  $("error").hidden = !text;
}
// Requests are sent one after the other; a refusal is shown and gives null.
let line = Promise.resolve(), waiting = 0;
export function api(request, body = {}, quiet = false) {
  waiting += 1;
  line = line.then(() => send(request, body, quiet));
  return line;
}
async function send(request, body, quiet) {
  document.body.dataset.busy = "yes";
  if (!quiet) $("busy").textContent = T("wait");
  try {
    const answer = await fetch("/api/" + request, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    const found = await answer.json();
    if (!answer.ok) throw new Error(found.error);
    complain("");
    return found;
  } catch (error) {
    S.playing = false;
    complain(error.message);
    return null;
  } finally {
    waiting -= 1;
    if (!waiting) document.body.dataset.busy = "";
    $("busy").textContent = "";
  }
}
// Takes what the server says of the sides into the state; true if something came.
export function take(found) {
  if (!found) return false;
  const follows = S.cursor >= last();
  for (const [name, told] of Object.entries(found.sides)) {
    const side = told.whole ? { ...told, months: [], log: [] } : { ...S.sides[name], ...told, months: S.sides[name].months.slice(0, told.from), log: S.sides[name].log };
    if (told.whole && told.from) { side.months = S.sides[name].months; side.log = S.sides[name].log; }
    side.months = [...side.months, ...told.months];
    side.log = [...side.log, ...told.log];
    S.sides[name] = side;
  }
  if (follows) S.cursor = last();
  S.draw();
  return true;
}
export const last = () => Math.max(0, ...Object.values(S.sides).map(s => s.done - 1));
export const start = () => Object.values(S.sides)[0]?.start || S.data.start;
export function date(month) {
  const [year, number] = start().split("-").map(Number), at = year * 12 + number - 1 + month;
  return `${Math.floor(at / 12)}-${String(at % 12 + 1).padStart(2, "0")}`;
}
export function spoken(month) {
  const [year, number] = date(month).split("-").map(Number);
  return new Intl.DateTimeFormat(S.lang, { year: "numeric", month: "long", timeZone: "UTC" }).format(new Date(Date.UTC(year, number - 1)));
}
export const sideName = name => `${T("side." + name)}: ${named(S.sides[name].names.mexico)}, ${named(S.sides[name].names.usa)}`;
export const at = name => { const s = S.sides[name]; return s && s.done ? s.months[Math.min(S.cursor, s.done - 1)] : null; };
// The mean of twelve months up to the one shown: an annual rate, of fewer months in the first year.
export function annual(name, read) {
  const s = S.sides[name], end = Math.min(S.cursor, s.done - 1), part = s.months.slice(Math.max(0, end - 11), end + 1).map(read);
  return part.some(v => v === null) || !part.length ? null : part.reduce((a, b) => a + b, 0) / part.length;
}
