// Lighthouse on a built site, served as hosts do it (gzip, ten minutes of cache): node run.mjs SITE FOLDER [RUNS]
// SITE is a folder that `archive build` has written, FOLDER one in which `npm install lighthouse@12` was run. Prints a
// Markdown table of the medians, and what was below 90 of 100 in some run.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [site, folder, runs = "1"] = process.argv.slice(2);
const module = (path) => import(pathToFileURL(resolve(folder, "node_modules", path)));
const { default: lighthouse, desktopConfig } = await module("lighthouse/core/index.js");
const { launch } = await module("chrome-launcher/dist/index.js");

const PAGES = [
  ["home", ""], ["meeting", "meetings/2024-04-19-innere-angelegenheiten/"], ["search", "search/"],
  ["search with results", "search/?q=Korruption"], ["home, in Vietnamese", "vi/"],
];
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
  ".svg": "image/svg+xml", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8", ".gz": "application/gzip",
};
const PACKED = new Set([".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"]);

const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
  const file = join(site, normalize(path), path.endsWith("/") ? "index.html" : "");
  const body = await readFile(file).catch(() => null);
  const found = body ?? (await readFile(join(site, "404.html")));
  const type = body ? extname(file) : ".html";
  const headers = { "Content-Type": TYPES[type] ?? "application/octet-stream", "Cache-Control": "max-age=600" };
  if (PACKED.has(type)) headers["Content-Encoding"] = "gzip";
  response.writeHead(body ? 200 : 404, headers);
  response.end(PACKED.has(type) ? gzipSync(found) : found);
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const host = `http://127.0.0.1:${server.address().port}/`;

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const chrome = await launch({ chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu"] });
console.log("| page | screen | performance | accessibility | best practices | SEO | LCP | CLS | blocked | transferred |");
console.log("|---|---|---|---|---|---|---|---|---|---|");
const missed = new Set();
for (const [name, address] of PAGES) {
  for (const [screen, config] of [["phone", undefined], ["desk", desktopConfig]]) {
    const found = [];
    for (let run = 0; run < Number(runs); run += 1) {
      const { lhr } = await lighthouse(host + address, { port: chrome.port, output: "json", logLevel: "error", onlyCategories: CATEGORIES }, config);
      found.push(lhr);
      for (const category of CATEGORIES) {
        for (const { id, weight } of lhr.categories[category].auditRefs) {
          const { score, title } = lhr.audits[id];
          if (weight && score !== null && score < 0.9) missed.add(`${name}, ${screen}: ${category}: ${title} (${lhr.audits[id].displayValue ?? score})`);
        }
      }
    }
    const scores = CATEGORIES.map((category) => Math.round(100 * median(found.map((lhr) => lhr.categories[category].score))));
    const of = (id) => median(found.map((lhr) => lhr.audits[id].numericValue));
    console.log(`| ${name} | ${screen} | ${scores.join(" | ")} | ${(of("largest-contentful-paint") / 1000).toFixed(2)} s | ${of("cumulative-layout-shift").toFixed(3)} | ${Math.round(of("total-blocking-time"))} ms | ${Math.round(of("total-byte-weight") / 1000)} kB |`);
  }
}
for (const line of missed) console.log(`\n- ${line}`);
await chrome.kill();
server.close();
