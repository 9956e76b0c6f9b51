// A meeting's page, made easy to read through where scripts run: one speaker alone, items folded, the next meeting by
// key. Without it every link leads to the same words: “all speeches” to the list of them among the participants.

import { decoded } from "./decoded.js";

const ONLY = "#_only-";
const LONG = 6;   // so many speeches, and ways through them are offered above

/** Whose speech an address means, without its number. */
const voiceOf = (id) => id.slice(0, id.lastIndexOf("."));

/** All voices of a record with their speeches, in the order in which they are first heard. */
function voicesOf(record) {
  const voices = new Map();
  for (const speech of record.querySelectorAll(".speech")) {
    const ids = [speech.id, ...[...speech.querySelectorAll(":scope > span[id]")].map((span) => span.id)];
    const names = [...speech.querySelectorAll(".speech__name")].map((name) => name.textContent.trim());
    ids.forEach((id, place) => {
      const voice = voiceOf(id);
      const known = voices.get(voice) ?? { name: names[place] ?? names[0], speeches: [] };
      known.speeches.push(speech);
      voices.set(voice, known);
    });
  }
  return voices;
}

/** A button in the words of the page. */
function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

/** Show the speeches of one voice alone, or with none everything. */
function show(record, bar, voices, voice) {
  const chosen = voices.get(voice);
  record.classList.toggle("record--only", Boolean(chosen));
  for (const speech of record.querySelectorAll(".speech--shown")) speech.classList.remove("speech--shown");
  bar.querySelector("output").replaceChildren();
  if (!chosen) return;
  for (const speech of chosen.speeches) {
    speech.classList.add("speech--shown");
    const item = speech.closest("details");
    if (item) item.open = true;
  }
  const words = record.dataset.only
    .replace("{n}", chosen.speeches.length)
    .replace("{total}", record.querySelectorAll(".speech").length)
    .replace("{name}", chosen.name);
  const back = button(record.dataset.all, () => {
    history.replaceState(null, "", location.pathname + location.search);
    show(record, bar, voices, "");
  });
  bar.querySelector("output").append(words, " ", back);
}

/** A list of speakers that leads to the first speech of whoever is chosen. */
function jumpList(record, voices) {
  const list = document.createElement("select");
  list.setAttribute("aria-label", record.dataset.jump);
  list.append(new Option(record.dataset.jump, ""));
  for (const [voice, { name, speeches }] of voices) list.append(new Option(`${name} (${speeches.length})`, voice));
  list.addEventListener("change", () => {
    if (!list.value) return;
    const first = voices.get(list.value).speeches[0];
    first.closest("details")?.setAttribute("open", "");
    location.hash = first.id;
  });
  return list;
}

/** The bar above a record. It takes its place only once somebody asked for it, unless the record is long. */
function barOf(record, voices) {
  const bar = document.createElement("div");
  bar.className = "reading";
  const items = [...record.querySelectorAll(":scope > .item")];
  const speeches = record.querySelectorAll(".speech").length;
  if (speeches >= LONG && voices.size > 1) bar.append(jumpList(record, voices));
  if (speeches >= LONG && items.length > 1) {
    const fold = button(record.dataset.fold, () => {
      const open = !items.some((item) => item.open);
      for (const item of items) item.open = open;
      fold.textContent = open ? record.dataset.fold : record.dataset.unfold;
    });
    bar.append(fold);
  }
  bar.append(document.createElement("output"));
  record.prepend(bar);
  return bar;
}

const record = document.querySelector(".record");
if (record?.querySelector(".speech")) {
  const voices = voicesOf(record);
  const bar = barOf(record, voices);
  const follow = () => {
    const asked = location.hash.startsWith(ONLY) ? decoded(location.hash.slice(ONLY.length)) : "";
    show(record, bar, voices, asked);
    if (voices.has(asked)) bar.scrollIntoView();
    // A place inside a folded item is unfolded.
    const place = document.getElementById(decoded(location.hash.slice(1)));
    for (let item = place?.closest("details"); item; item = item.parentElement.closest("details")) item.open = true;
  };
  addEventListener("hashchange", follow);
  follow();
}
