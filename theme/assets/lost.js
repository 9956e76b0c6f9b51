// The page for addresses that are not there: in the language of the address, with what it said in the search box, and
// with the pages whose addresses or names are most like it. Without this script the lists lead on.

import { decoded } from "./decoded.js";
import { meetingsLike, rowsOf } from "./search-quick.js";
import { plain, words } from "./search-words.js";

const OFFERED = 6;
const LIKE = 0.4; // of all pairs of letters

/** Hosts have one page for what is missing, in the site's own language: speak that of the address. */
async function speakAsAddressed() {
  const languages = [...document.querySelectorAll(".site-languages a")].map((link) => ({ path: link.pathname, own: link.hasAttribute("aria-current") }));
  const addressed = languages.filter(({ path }) => location.pathname.startsWith(path)).sort((a, b) => b.path.length - a.path.length)[0];
  if (!addressed || addressed.own) return;
  const page = await documentAt(`${addressed.path}404.html`).catch(() => null);
  if (!page) return;
  document.documentElement.lang = page.documentElement.lang;
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
  await import(document.querySelector('script[src*="assets/site.js"]').src); // the menu of the new header, too
}

function documentAt(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () => (request.status === 200 ? resolve(request.response) : reject(new Error(request.status)));
    request.onerror = reject;
    request.send();
  });
}

/** What the address says below the site's root: its last part that has words, as somebody would write them. */
function askedFor(root) {
  const below = location.pathname.slice(root.length).split("/").map(decoded).filter(Boolean);
  const last = below.at(-1)?.replace(/^index$|\.(?:html?|php|md|json)$/i, "") || below.at(-2) || "";
  const parts = last.split(/[-_+.\s]+/).filter(Boolean);
  const spoken = parts.filter((part) => !/^\d+$/.test(part));
  return { folder: below.length > 1 ? below.at(-2) : "", id: last, text: (spoken.length ? spoken : parts).join(" ") };
}

/** How alike two texts are: the share of pairs of letters that they have in common (L. R. Dice, 1945). */
function alike(one, other) {
  const [ours, theirs] = [pairs(one), pairs(other)];
  const shared = [...ours].filter((pair) => theirs.has(pair)).length;
  return (2 * shared) / (ours.size + theirs.size || 1);
}

const pairs = (text) => new Set([...text].map((letter, n) => letter + (text[n + 1] ?? " ")));

function nearest(rows, { folder, id, text }) {
  const wanted = words(text).join(" ");
  const once = new Map(rows.map((row) => [row.address, row]));
  const found = [...once.values()].map((row) => {
    const [kind, own] = row.address.split("/");
    const score = Math.max(alike(plain(id), own), ...row.names.map((name) => alike(wanted, name.plain)));
    return { row, score: score + (kind === folder ? 0.1 : 0) };
  });
  return found.filter(({ score }) => score >= LIKE).sort((a, b) => b.score - a.score).slice(0, OFFERED).map(({ row }) => row);
}

async function offer() {
  const box = document.getElementById("lost-search");
  const form = box.form;
  const root = new URL(form.dataset.root, document.baseURI);
  const home = new URL("../", new URL(form.getAttribute("action"), document.baseURI));
  const asked = askedFor(home.pathname);
  if (!asked.text) return;
  box.value = asked.text;
  const longest = words(asked.text).sort((a, b) => b.length - a.length).slice(0, 2);
  const asking = [rowsOf(root), ...longest.map((word) => meetingsLike(root, word))];
  const rows = (await Promise.all(asking.map((coming) => coming.catch(() => [])))).flat();
  const labels = Object.fromEntries(["person", "district", "issue", "organization", "meeting"].map((kind, n) => [kind, form.dataset.kinds.split("|")[n]]));
  const found = nearest(rows, asked);
  const section = document.getElementById("lost-near");
  section.querySelector("ul").replaceChildren(...found.map((row) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    const label = document.createElement("small");
    link.href = new URL(row.address, home).href;
    link.textContent = row.name;
    label.textContent = labels[row.kind];
    line.append(link, " ", label);
    return line;
  }));
  section.hidden = !found.length;
}

await speakAsAddressed();
await offer();
