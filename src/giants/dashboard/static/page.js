// The page: loads what can be chosen, plays the runs, and draws what it is told.
"use strict";
import { S, SIDES, $, T, api, take, last, date, spoken } from "./core.js";
import { setup, begin, levers, keeping } from "./setup.js";
import { headline, over_time, maps, flows, treaty, threats, log } from "./panels.js";
import { questions, scores } from "./chairs.js";

const waiting = () => Object.values(S.sides).some(s => s.question), left = () => Math.max(0, ...Object.values(S.sides).map(s => s.left));
function words() {
  document.documentElement.lang = S.lang;
  document.title = T("title");
  for (const e of document.querySelectorAll("[data-t]")) e.textContent = T(e.dataset.t);
}
S.draw = () => {
  const any = Object.values(S.sides), played = any.some(s => s.done);
  $("controls").hidden = !any.length;
  $("nothing").hidden = any.length > 0;
  $("main").hidden = !played;
  $("play").textContent = T(S.playing ? "pause" : "play");
  for (const id of ["play", "one", "year", "go"]) $(id).disabled = !S.playing && (waiting() || !left());
  $("cursor").max = last();
  $("cursor").value = S.cursor;
  $("shown").textContent = `${T("shown")}: ${played ? spoken(S.cursor) : T("before")}` + (any.length && !left() ? ` (${T("ended")})` : "");
  if (any.length) { $("to").min = date(0); $("to").max = date(last() + left()); }
  questions();
  levers();
  if (!played) return;
  for (const part of [headline, over_time, maps, flows, treaty, threats, log, keeping, scores]) part();
};
async function step(months) {
  const found = take(await api("step", { months }, true));
  return found && !waiting() && left() > 0;
}
// What a person has decided holds for the month ahead: it is played, and whatever was asked for before goes on.
S.resume = async () => {
  if (waiting()) return;
  await step(1);
  if (S.wanted > 1 && !waiting()) await advance(S.wanted - 1);
};
async function advance(months) {
  const before = last() + 1;
  S.wanted = months;
  await step(months);
  S.wanted = months - (last() + 1 - before);
}
async function play() {
  S.playing = !S.playing;
  S.wanted = 0;
  S.draw();
  while (S.playing) {
    const rate = +$("speed").value, began = performance.now(), batch = rate > 10 ? 3 : 1;
    if (!await step(batch)) S.playing = false;
    await new Promise(r => setTimeout(r, Math.max(0, 1000 * batch / rate - (performance.now() - began))));
  }
  S.draw();
}
async function go() {
  if (!/^\d{4}-\d{2}$/.test($("to").value)) return;
  const count = (t => +t.slice(0, 4) * 12 + +t.slice(5)), target = count($("to").value) - count(date(0));
  if (target <= last() && last() > 0) { S.cursor = Math.max(0, target); return S.draw(); }
  while (last() < target && await step(Math.min(24, Math.max(1, target - last()))));
}
function bind() {
  $("play").onclick = play;
  $("one").onclick = () => advance(1);
  $("year").onclick = () => advance(12);
  $("go").onclick = go;
  let narrow = innerWidth < 760;
  onresize = () => { if (narrow !== innerWidth < 760) { narrow = !narrow; S.draw(); } };
  $("cursor").oninput = () => { S.cursor = +$("cursor").value; S.draw(); };
  $("start-both").onclick = async () => { for (const side of SIDES) if (!await begin(side)) return; $("setup").open = false; };
  $("language").onclick = () => { S.lang = S.lang === "en" ? "es" : "en"; localStorage.setItem("lang", S.lang); words(); setup(); S.draw(); };
}
async function main() {
  bind();
  S.data = await api("choices");
  if (!S.data) return;
  words();
  setup();
  take(await api("state"));
  document.body.dataset.ready = "yes";
}
main();
