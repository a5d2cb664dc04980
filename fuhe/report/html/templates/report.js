(() => {
"use strict";
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const cards = all(".finding");
const marks = new Map(all("[data-mark]").map((mark) => [mark.dataset.mark, mark]));
const left = document.querySelector(".left");
let active = null;
let piece = 0;

document.documentElement.classList.add("js");
for (const held of all(".held")) held.open = false;

const seen = (card) => all("figcaption [data-see]", card).map((link) => link.dataset.see);
const cell = (mark) => mark.closest("td");

function clear() {
  for (const lit of all(".on, .now")) lit.classList.remove("on", "now");
  for (const lit of all(".lit-cell")) lit.classList.remove("lit-cell");
  left?.classList.remove("lit");
  active = null;
}

function light(number) {
  const mark = marks.get(number);
  if (!mark) return;
  for (const lit of all(".now")) lit.classList.remove("now");
  mark.classList.add("now");
  for (const link of all(`.piece [data-see="${number}"]`, active || document)) link.closest(".piece").classList.add("now");
  (cell(mark) || mark).scrollIntoView({ block: "center", inline: "center" });
}

function select(card, at = 0, focus = true) {
  clear();
  active = card;
  card.classList.add("on");
  const numbers = seen(card);
  for (const number of numbers) {
    const mark = marks.get(number);
    mark?.classList.add("on");
    if (mark) cell(mark)?.classList.add("lit-cell");
  }
  if (numbers.length) {
    left?.classList.add("lit");
    piece = (at + numbers.length) % numbers.length;
    light(numbers[piece]);
  }
  if (focus) card.querySelector(".head").focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

const visible = () => cards.filter((card) => !card.hidden);

function step(by) {
  const list = visible();
  if (!list.length) return;
  const at = list.indexOf(active);
  select(list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + by))]);
}

function filter() {
  const wanted = new Set(all(".count").filter((b) => b.getAttribute("aria-pressed") === "true").map((b) => b.dataset.severity));
  const rule = document.querySelector("[data-rule]:is(select)")?.value || "";
  for (const card of cards) card.hidden = !wanted.has(card.dataset.severity) || (rule !== "" && card.dataset.rule !== rule);
  const shown = visible();
  const numbers = new Set(shown.map((card) => card.id.slice(1)));
  for (const mark of marks.values()) mark.classList.toggle("off", !mark.dataset.findings.split(" ").some((n) => numbers.has(n)));
  const told = document.querySelector(".shown");
  if (told) told.value = told.dataset.text.replace("#", shown.length);
  const none = document.querySelector(".none-left");
  if (none) none.hidden = shown.length > 0;
  if (active?.hidden) clear();
}

function zoom(by) {
  const style = left.style;
  const now = Number(style.getPropertyValue("--zoom") || 1);
  style.setProperty("--zoom", by === 0 ? 1 : Math.min(4, Math.max(0.5, now * (by > 0 ? 1.25 : 0.8))));
}

function open(mark) {
  const list = mark.dataset.findings.split(" ").map((n) => document.getElementById(`f${n}`)).filter((card) => card && !card.hidden);
  if (!list.length) return;
  const card = list[(list.indexOf(active) + 1) % list.length];
  select(card, Math.max(0, seen(card).indexOf(mark.dataset.mark)));
}

document.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest(selector);
  const head = on(".head");
  if (head) {
    const card = head.closest(".finding");
    select(card, card === active ? piece + 1 : 0);
  } else if (on("[data-see]")) {
    const card = on(".finding");
    select(card, seen(card).indexOf(on("[data-see]").dataset.see), false);
  } else if (on("[data-mark]")) open(on("[data-mark]"));
  else if (on(".count")) {
    const button = on(".count");
    button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true");
    filter();
    return;
  } else if (on("[data-zoom]")) {
    zoom(Number(on("[data-zoom]").dataset.zoom));
    return;
  } else {
    const card = on(".finding:not(.on)");
    if (card) select(card);
    return;
  }
  event.preventDefault();
});

document.querySelector("select[data-rule]")?.addEventListener("change", filter);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, input, textarea")) return;
  const keys = { j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1), Escape: clear };
  if (active) {
    keys.ArrowRight = () => select(active, piece + 1);
    keys.ArrowLeft = () => select(active, piece - 1);
    if (event.target === document.body) keys.Enter = keys.ArrowRight;
  }
  const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

function arrive() {
  const target = /^#[fm]\d+$/.test(location.hash) ? document.getElementById(location.hash.slice(1)) : null;
  if (target?.matches(".finding")) select(target);
  else if (target) open(target);
}
addEventListener("hashchange", arrive);
arrive();
})();
