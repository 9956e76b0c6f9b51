// Names while somebody types into a search box: people, places, issues, organizations and meetings lead straight to
// their page. Enter without a choice searches the whole archive, as it does without this script.

import { open } from "./search-index.js";
import { plain, words } from "./search-words.js";

const KINDS = ["person", "district", "issue", "organization", "meeting"];
const OF_A_KIND = 3;
const SHORTEST = 2; // letters

const opened = new Map(); // indexes by their address

/** Offers names below a box; its form knows where the index lies, and the words for the kinds. */
export function offerNames(box) {
  const form = box.form;
  const root = new URL(form.dataset.root, document.baseURI);
  const home = new URL("../", new URL(form.getAttribute("action"), document.baseURI));
  const labels = Object.fromEntries(form.dataset.kinds.split("|").map((label, n) => [KINDS[n], label]));
  const list = document.createElement("ul");
  Object.assign(list, { id: `${box.id || "site-search"}-names`, className: "names-offered", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.getAttribute("aria-label") ?? form.dataset.label ?? "");
  form.append(list);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(attributes)) box.setAttribute(name, value);
  let active = -1;
  let turn = 0; // what was typed last, or closed since

  const options = () => [...list.querySelectorAll("a")];
  const choose = (place) => {
    active = place;
    options().forEach((option, n) => option.setAttribute("aria-selected", String(n === place)));
    if (place < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", options()[place].id);
  };
  const show = (found, chosen = -1) => {
    list.replaceChildren(...found.map((row, n) => lineOf(row, `${list.id}-${n}`, labels, home)));
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    choose(chosen);
  };
  const look = async () => {
    const mine = ++turn;
    const isStill = () => mine === turn && document.activeElement === box;
    const patterns = patternsOf(box.value);
    const registers = matching(await rowsOf(root).catch(() => []), patterns); // without names the box still searches
    if (isStill()) show(registers);
    const meetings = await meetingsOf(root, patterns, isStill).catch(() => []);
    if (isStill() && meetings.length) show([...registers, ...meetings], active);
  };
  box.addEventListener("input", look);
  const close = () => {
    turn += 1;
    show([]);
  };
  box.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  box.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(Math.min(active + 1, options().length - 1));
    else if (event.key === "ArrowUp") choose(Math.max(active - 1, -1));
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0) location.assign(options()[active].href);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  if (box.value) look();
}

function lineOf({ name, kind, address, other }, id, labels, home) {
  const line = document.createElement("li");
  line.setAttribute("role", "none"); // the link itself is what is chosen: nothing that can be pressed lies in another
  const link = Object.assign(document.createElement("a"), { id, href: new URL(address, home).href, tabIndex: -1 });
  link.setAttribute("role", "option");
  link.setAttribute("aria-selected", "false");
  const shown = document.createElement("span");
  shown.textContent = other ? `${name} (${other})` : name;
  const label = document.createElement("small");
  label.textContent = labels[kind];
  link.append(shown, " ", label);
  line.append(link);
  return line;
}

function indexOf(root) {
  if (!opened.has(root.href)) {
    const coming = open(root.href);
    coming.catch(() => opened.delete(root.href));
    opened.set(root.href, coming);
  }
  return opened.get(root.href);
}

/** Who and what has a name in the registers, by the address of the index; read once. */
export async function rowsOf(root) {
  const index = await indexOf(root);
  const names = await index.names();
  index.rows ??= KINDS.slice(0, -1).flatMap((kind) => (names[kind] ?? []).map(([name, address, ...others]) => row(kind, name, address, others)));
  return index.rows;
}

// All meetings, year by year from the newest on, as long as somebody still waits for them and there are not enough.
async function meetingsOf(root, patterns, isStill) {
  if (!patterns.length) return [];
  const index = await indexOf(root);
  const found = [];
  for (const bundle of await index.withMeetings(patterns.map(({ word }) => word))) {
    if (found.length >= OF_A_KIND || !isStill()) break;
    const meetings = await bundle.meetings();
    bundle.rows ??= meetings.map(([name, address]) => row("meeting", name, address, []));
    found.push(...matching(bundle.rows, patterns));
  }
  return found.slice(0, OF_A_KIND);
}

/** The newest meetings with a word that begins like this in their title. */
export const meetingsLike = (root, word) => meetingsOf(root, patternsOf(word), () => true);

const row = (kind, name, address, others) => ({ kind, name, address, names: [name, ...others].map((one) => ({ text: one, plain: plain(one) })) });

function patternsOf(typed) {
  const wanted = words(typed);
  if (wanted.join("").length < SHORTEST) return [];
  return wanted.map((word) => ({ word, pattern: new RegExp(`(?<![\\p{L}\\p{N}])${word}`, "u") }));
}

// All words that are typed begin a word of the name; names that begin with them stand first.
function matching(rows, patterns) {
  if (!patterns.length) return [];
  const found = rows.flatMap((one) => {
    const fit = one.names.find((name) => patterns.every(({ pattern }) => pattern.test(name.plain)));
    if (!fit) return [];
    return [{ ...one, other: fit === one.names[0] ? "" : fit.text, rank: fit.plain.startsWith(patterns[0].word) ? 0 : 1 }];
  });
  found.sort((a, b) => a.rank - b.rank);
  return KINDS.flatMap((kind) => found.filter((one) => one.kind === kind).slice(0, OF_A_KIND));
}
