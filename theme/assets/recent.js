// What somebody read last, kept in their browser and nowhere else: noted on the pages of records, shown on the first
// page with a button that forgets it. A browser that keeps nothing shows nothing.

const MOST = 8;
const root = new URL(document.querySelector(".site-name").href);
const KEY = `recent:${root.pathname}`;
const RECORD = /^(meetings|people|districts|issues|organizations|series)\/(?!\d{4}\/|undated\/)[^/]+\/$/;

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(([address, title, lang = ""]) => RECORD.test(address) && typeof title === "string" && typeof lang === "string") : [];
  } catch {
    return [];
  }
}

function keep(entries) {
  try {
    if (entries.length) localStorage.setItem(KEY, JSON.stringify(entries));
    else localStorage.removeItem(KEY);
  } catch {
    // Nothing can be kept here: then nothing is.
  }
}

const here = location.pathname.slice(root.pathname.length);
if (RECORD.test(here) && location.pathname.startsWith(root.pathname)) {
  const heading = document.querySelector("h1");
  keep([[here, heading.textContent.trim(), heading.lang], ...read().filter(([address]) => address !== here)].slice(0, MOST));
}

const shelf = document.querySelector(".recent");
const entries = read();
if (shelf && entries.length) {
  for (const [address, title, lang = ""] of entries) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = new URL(address, root).href;
    link.textContent = title;
    if (lang) link.lang = lang;
    line.append(link);
    shelf.querySelector("ul").append(line);
  }
  shelf.querySelector("button").addEventListener("click", () => {
    keep([]);
    shelf.hidden = true;
  });
  shelf.hidden = false;
}
