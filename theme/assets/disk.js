// Finds on the disk: the index of a copy lies in scripts (generator/package/words.py), which are loaded as they are needed.

(() => {
  const { fold } = archiveResults;
  const waiting = new Map();
  const loaded = new Map();

  // Browsers with trusted types run only what this policy lets through: parts of the index.
  const policy = window.trustedTypes?.createPolicy("archive", {
    createScriptURL: (address) => {
      if (/^(\.\.\/){1,2}search\/disk\/[a-z0-9_-]+\.js$/.test(address)) return address;
      throw new TypeError("not a part of the index");
    },
  });
  const trusted = (address) => policy?.createScriptURL(address) ?? address;

  const folder = document.getElementById("search-form").dataset.root.replace(/[^/]*$/, "disk/");

  window.archiveDisk = (name, data) => waiting.get(name)?.resolve(data);

  function load(name) {
    if (!loaded.has(name)) {
      loaded.set(name, new Promise((resolve, reject) => {
        waiting.set(name, { resolve });
        const script = document.createElement("script");
        script.src = trusted(`${folder}${name}.js`);
        script.onerror = () => reject(new Error(name));
        document.head.append(script);
      }));
    }
    return loaded.get(name);
  }

  const shardOf = (word) => word.slice(0, 2).replace(/[^a-z0-9]/g, "_");

  function places(steps, into) {
    let at = 0;
    for (const step of steps) {
      at += step;
      const entry = at >> 1;
      into.set(entry, Math.max(into.get(entry) ?? 0, (at & 1) + 1));
    }
  }

  // The entries that hold a word, a longer one that begins with it, or a compound that it is a part of.
  async function holding(word, about) {
    const found = new Map();
    const shards = word.length > 1 ? [shardOf(word)] : about.shards.filter((name) => name.startsWith(shardOf(word)));
    const wholes = new Set();
    for (const shard of shards.filter((name) => about.shards.includes(name))) {
      const { words, parts } = await load(`w-${shard}`);
      const fits = (other) => (word.length > 2 ? other.startsWith(word) : other === word);
      for (const other in words) if (fits(other)) places(words[other], found);
      for (const part in parts) if (fits(part)) for (const whole of parts[part]) wholes.add(whole);
    }
    for (const whole of wholes) {
      const { words } = await load(`w-${shardOf(whole)}`);
      if (words[whole]) places(words[whole], found);
    }
    return found;
  }

  async function textOf(entry, about) {
    const rows = await load(`t-${Math.floor(entry / about.texts)}`);
    return rows[entry % about.texts];
  }

  // Words in quotation marks have to stand side by side.
  async function withPhrases(hits, phrases, about) {
    if (!phrases.length) return hits;
    const kept = new Map();
    for (const [entry, score] of hits) {
      const [, title, text] = await textOf(entry, about);
      const plain = ` ${(fold(`${title} ${text}`).match(/[\p{L}\p{N}]+/gu) ?? []).join(" ")} `;
      if (phrases.every((phrase) => plain.includes(` ${phrase} `))) kept.set(entry, score);
    }
    return kept;
  }

  async function found(asked, about) {
    const tokens = fold(asked).match(/[\p{L}\p{N}]+/gu) ?? [];
    if (!tokens.length) return null;
    let hits = null;
    for (const word of new Set(tokens)) {
      const own = await holding(word, about);
      const both = new Map();
      for (const [entry, score] of own) if (!hits || hits.has(entry)) both.set(entry, score + (hits?.get(entry) ?? 0));
      hits = both;
    }
    const phrases = [...asked.matchAll(/["“„«]([^"”“»]+)["”“»]/gu)].map((m) => (fold(m[1]).match(/[\p{L}\p{N}]+/gu) ?? []).join(" "));
    return withPhrases(hits, phrases.filter(Boolean), about);
  }

  const list = (value) => (Array.isArray(value) ? value : [value]);

  async function ask({ words, choice, facets, limit }) {
    const about = await load("about");
    const hits = await found(words, about);
    const columns = await Promise.all(Array.from({ length: Math.ceil(about.entries / about.rows) }, (_, n) => load(`c-${n}`)));
    const row = (entry) => columns[Math.floor(entry / about.rows)][entry % about.rows];
    const wanted = facets.map((facet) => (choice[facet] ? new Set(choice[facet].map((value) => about.facets[facet].indexOf(value))) : null));
    const counts = facets.map(() => new Map());
    const left = [];
    const column = facets.map((facet) => 1 + Object.keys(about.facets).indexOf(facet));
    const every = hits ? [...hits.keys()].sort((a, b) => a - b) : Array.from({ length: about.entries }, (_, n) => n);
    for (const entry of every) {
      const values = column.map((place) => list(row(entry)[place]));
      const missed = facets.flatMap((_, n) => (!wanted[n] || values[n].some((value) => wanted[n].has(value)) ? [] : [n]));
      facets.forEach((_, n) => {
        if (missed.every((other) => other === n)) for (const value of values[n]) counts[n].set(value, (counts[n].get(value) ?? 0) + 1);
      });
      if (!missed.length) left.push(entry);
    }
    if (hits) left.sort((a, b) => hits.get(b) - hits.get(a) || a - b);
    const results = [];
    for (const entry of left.slice(0, limit)) {
      const [address, title, text, meeting, role, language] = await textOf(entry, about);
      const kind = about.facets.kind[list(row(entry)[column[facets.indexOf("kind")]])[0]];
      results.push({ address, title, text, meeting, role, language, kind, date: row(entry)[0] });
    }
    const named = facets.map((facet, n) => [facet, Object.fromEntries([...counts[n]].map(([value, count]) => [about.facets[facet][value], count]))]);
    return { total: left.length, results, counts: Object.fromEntries(named) };
  }

  // No server finds the page of a folder here.
  function link(home, address) {
    const [page, place] = address.split("#");
    const file = page === "" || page.endsWith("/") ? `${page}index.html` : page;
    return home.replace(/index\.html$/, "") + file + (place ? `#${place}` : "");
  }

  window.archiveSearch = { ask, link };
})();
