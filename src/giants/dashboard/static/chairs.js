// A chair at the table: what is asked, what each choice is worth, and how the game went.
"use strict";
import { S, SIDES, $, T, named, el, select, field, api, take } from "./core.js";
import { show } from "./draw.js";
import { scaled } from "./panels.js";

const pct = v => Math.round(100 * v);
const name = code => S.data.economies[S.lang][S.data.codes.indexOf(code)];

async function decide(side, body) {
  delete S.considered;
  if (take(await api("decide", { side, ...body }))) await S.resume();
}
function answers(side, q) {
  const w = q.words[S.lang], they = w.sender, rows = ["concede", "share", "refuse", "wait", "rule"].map(a => {
    const none = a === "share" && !q.deal, send = () => decide(side, { chair: q.chair, sender: q.sender, choice: a });
    return el("tr", {}, el("td", {}, el("button", { class: a === "rule" ? "" : "main", onclick: send, disabled: none, "data-answer": a }, T("a." + a))), el("td", {}, T(none ? "a.share.none" : `a.${a}.about`)),
      el("td", { class: "n", "data-l": T("q.you", { name: w.target }) }, none ? "–" : show(q.worth[a][0])), el("td", { class: "n", "data-l": T("q.you", { name: they }) }, none ? "–" : show(q.worth[a][1])));
  });
  const matters = w.matters.map(([m, asked, offered]) => el("tr", {}, el("td", {}, m), el("td", { class: "n" }, show(asked)), el("td", { class: "n" }, q.deal ? show(offered) : "–")));
  const unknown = q.in_force ? [] : [T("q.belief", { h: pct(q.belief) }), T("q.in_spite", { x: pct(q.in_spite) }), T("q.extend", { x: pct(q.extend) })];
  if (q.passes < 1) unknown.push(T("q.passes", { x: pct(q.passes) }));
  return [el("h2", {}, T("q.demand", w)),
    el("table", {}, el("thead", {}, el("tr", {}, el("th", {}, T("q.matter")), el("th", { class: "n" }, T("q.asked")), el("th", { class: "n" }, T("q.offered")))), el("tbody", {}, ...matters)),
    el("p", {}, T(q.in_force ? "q.force" : "q.threat", w) + " " + (q.in_force ? "" : T("would.cost", { ...w, a: show(q.loss), b: show(q.loss_sender), h: pct(q.belief) }))),
    el("table", { class: "choices" }, el("thead", {}, el("tr", {}, el("th", {}, T("q.answer")), el("th", {}, ""), el("th", { class: "n" }, T("q.you", { name: w.target })), el("th", { class: "n" }, T("q.you", { name: they })))), el("tbody", {}, ...rows)),
    el("p", { class: "faint" }, T("q.gdp")), el("p", {}, T("q.rule", { now: pct(q.rule_now), all: pct(q.rule_in_all) })), el("h3", {}, T("q.unknown")), el("p", {}, unknown.join("; ") || "–"),
    q.line ? el("p", {}, T("q.red", { matter: q.line[S.lang], line: show(q.red_line), policy: show(q.policy) })) : null, ...before(q)];
}
function before(q) {
  return [el("h3", {}, T("q.last")), q.last ? el("p", {}, `${q.last.date}: ${q.last.text[S.lang]} (${T("q.last.cost", { cost: show(q.last.cost), loss: show(q.last.loss) })})`) : el("p", { class: "faint" }, T("q.never"))];
}
function proposal(side, q) {
  const send = (choice, order) => decide(side, { chair: q.chair, sender: q.chair, choice, order });
  const head = [el("h2", {}, T("p.title", { date: q.date[S.lang] })), el("p", {}, q.rule ? T("p.rule", { ...q.rule[S.lang], h: pct(q.rule_carried_out), q: pct(q.rule_concede) }) : T("p.norule"))];
  const row = el("p", { class: "row" }, q.rule ? el("button", { class: "main", onclick: () => send("rule"), "data-answer": "rule" }, T("p.do")) : null, q.rule ? el("button", { onclick: () => send("silence"), "data-answer": "silence" }, T("p.silence")) : null,
    q.rule ? null : el("button", { onclick: () => { delete S.considered; S.draw(); } }, T("cancel")));
  if (!q.options.length) return [...head, row];
  const issues = [...new Map(q.options.map(o => [o.issue, o.words[S.lang][0]]))], worth = el("p", {}), tool = el("span", {}), deadline = el("input", { type: "number", min: 1, max: 24, value: 3 });
  let one = q.options[0];
  const tell = () => {
    const [low, high] = q.red_lines[one.class];
    worth.textContent = T("p.worth", { worth: show(one.worth), cost: show(one.cost), q: pct(one.concede), h: pct(one.carried_out), lt: show(one.loss_target), ls: show(one.loss_sender), value: show(one.value) }) + " " + T("p.red", { low: show(low), high: show(high) });
  };
  const tools = () => {
    const found = q.options.filter(o => o.issue === issue.value);
    one = found[0];
    tool.replaceChildren(field(T("p.tool"), select(found.map((o, k) => [k, o.words[S.lang][1]]), 0, k => { one = found[k]; tell(); })));
    tell();
  };
  const issue = select(issues, undefined, tools), make = () => send("make", { issue: one.issue, instrument: one.instrument, size: one.size, deadline: +deadline.value });
  tools();
  return [...head, row, el("h3", {}, T("p.own")), el("div", { class: "row" }, field(T("p.issue"), issue), tool, field(T("p.deadline"), deadline), el("button", { class: "main", onclick: make, "data-answer": "make" }, T("p.make"))), worth, ...before(q)];
}
export function questions() {
  const boxes = SIDES.flatMap(side => {
    const s = S.sides[side], q = s && (s.question || (S.considered?.side === side ? S.considered.question : null));
    return q ? [el("div", { class: "question", "data-question": side }, el("b", { class: side === "left" ? "a" : "b" }, `${T("side." + side)} · ${T("chair." + q.chair)}`), ...(q.kind === "answer" ? answers(side, q) : proposal(side, q)).filter(Boolean))] : voluntary(side);
  });
  $("questions").replaceChildren(...boxes);
}
function voluntary(side) {
  const s = S.sides[side];
  if (!s || !s.chairs.length || !s.left) return [];
  const consider = async (chair, sender) => {
    const found = await api("consider", { side, chair, sender });
    if (found) S.considered = { side, question: found.question };
    S.draw();
  };
  const open = s.done ? s.months[s.done - 1].disputes.filter(d => d.in_force) : [];
  const settle = open.flatMap(d => s.chairs.filter(c => c === (d.code === "MEX" ? "USA" : "MEX")).map(c => el("button", { onclick: () => consider(c, d.code) }, T("act.settle", { name: name(d.code) }))));
  return [el("p", { class: "row" }, el("b", { class: side === "left" ? "a" : "b" }, T("side." + side)), ...s.chairs.map(c => el("button", { onclick: () => consider(c, c), "data-consider": c }, T("act.demand", { name: name(c) }))), ...settle)];
}
export function scores() {
  for (const side of SIDES) {
    const s = S.sides[side], box = $("score-" + side);
    if (!s) { box.replaceChildren(); box.dataset.of = ""; continue; }
    if (box.dataset.of === `${S.lang}|${s.chairs}|${s.seed}`) continue;
    box.dataset.of = `${S.lang}|${s.chairs}|${s.seed}`;
    const chairs = s.chairs.length ? s.chairs : ["MEX"];
    box.replaceChildren(el("h3", { class: side === "left" ? "a" : "b" }, `${T("score")} ${T("side." + side)}`), el("p", { class: "faint" }, T("score.about")), ...chairs.map(c => el("button", { onclick: e => compare(side, c, e.target.nextElementSibling), "data-score": c }, `${T("score.go")}: ${T("chair." + c)}`)), el("div", { class: "scroll" }));
  }
}
async function compare(side, chair) {
  const box = $("score-" + side).querySelector(".scroll"), found = await api("score", { side, chair });
  if (!found) return;
  const body = el("tbody"), measures = Object.entries(found.how);
  box.replaceChildren(el("table", {}, el("thead", {}, el("tr", {}, el("th", {}, T("chair." + chair)), ...measures.map(([m, how]) => el("th", { class: "n" }, `${T("m." + m)} (${T("how." + how)})`)))), body));
  box.querySelectorAll("th.n").forEach(t => { t.style.whiteSpace = "normal"; });
  for (const row of found.rows) {
    const one = await api("score", { side, chair, row });
    if (!one) return;
    const label = row === "played" || row === "rule" ? T("score." + row) : named(row);
    body.append(el("tr", { "data-row": row }, el("td", {}, row === "played" ? el("b", {}, label) : label), ...measures.map(([m]) => el("td", { class: "n" }, show(scaled(m, one.outcomes[m]))))));
  }
}
