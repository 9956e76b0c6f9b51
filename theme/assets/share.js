// Taking a place along: a link at every heading, a button that shares the page, arrow keys to the page before and after.
// Every page is whole without this script; what it says stands on the button in the page's own language.

const share = document.querySelector(".share");
const words = share?.dataset ?? {};

/** Copy an address and say so where it was asked for; where the browser does not let us, say the address itself. */
async function copy(address, place) {
  const copied = await navigator.clipboard?.writeText(address).then(() => true, () => false);
  const note = document.createElement("span");
  note.className = "copied";
  note.setAttribute("role", "status");
  note.textContent = copied ? words.copied : address;
  document.querySelector(".copied")?.remove();
  place.after(note);
  setTimeout(() => note.remove(), copied ? 2000 : 20000);
}

/** The address of a place on this page, without what brought somebody here. */
const addressOf = (id) => `${location.origin}${location.pathname}${id ? `#${id}` : ""}`;

if (share) {
  share.hidden = false;
  share.addEventListener("click", async () => {
    if (!navigator.share) return copy(addressOf(""), share);
    // Somebody who closes the window of their system has not made a mistake.
    await navigator.share({ title: document.title, url: addressOf("") }).catch(() => {});
  });
}

// Speeches and conclusions bring their own link, which opens the box for quoting. Items bring one beside their heading,
// for what opens and closes an item holds nothing else that can be pressed.
for (const link of document.querySelectorAll(".item__cite")) {
  link.addEventListener("click", () => copy(addressOf(link.hash.slice(1)), link));
}
for (const heading of document.querySelectorAll("main :is(h2, h3)[id]:not(summary *)")) {
  const link = document.createElement("a");
  link.className = "anchor";
  link.href = `#${heading.id}`;
  link.textContent = "#";
  link.title = words.link;
  link.setAttribute("aria-label", `${words.link}: ${heading.textContent.trim()}`);
  heading.append(" ", link);
  link.addEventListener("click", () => copy(addressOf(heading.id), link));
}

addEventListener("keydown", (event) => {
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (!way || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.target.closest("input, textarea, select, dialog, summary, [contenteditable], .table-wrap")) return;
  const link = document.querySelector(`main a[rel="${way}"]`);
  if (link) location.assign(link.href);
});
