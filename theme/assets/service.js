// Asks a search service (OpenSearch, Elasticsearch) in the place of the site's own index; results.js shows what it says.
// The service's address comes from the page; its documents are those of `archive export --opensearch`.

(() => {
  const address = document.currentScript.dataset.service;
  const FIELDS = ["title^3", "names^3", "text", "meeting", "role"];
  const VALUES = 300;

  const chosen = (choice, but = "") => Object.entries(choice)
    .filter(([facet]) => facet !== but)
    .map(([facet, values]) => ({ terms: { [facet]: values } }));

  // All words must occur; quotation marks make a phrase. Nothing else that is typed is taken for a command.
  function words(asked) {
    if (!asked) return { match_all: {} };
    const plain = asked.replace(/[“”„«»]/g, '"');
    return { simple_query_string: { query: plain, fields: FIELDS, default_operator: "and", flags: "PHRASE|WHITESPACE" } };
  }

  async function ask({ words: asked, choice, facets, limit }) {
    const counted = (facet) => ({ filter: { bool: { filter: chosen(choice, facet) } }, aggs: { values: { terms: { field: facet, size: VALUES } } } });
    const body = {
      size: limit,
      track_total_hits: true,
      query: words(asked),
      post_filter: { bool: { filter: chosen(choice) } },
      aggs: Object.fromEntries(facets.map((facet) => [facet, counted(facet)])),
      sort: asked ? ["_score", { date: { order: "desc", unmapped_type: "keyword" } }] : [{ date: { order: "desc", unmapped_type: "keyword" } }],
    };
    const answer = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    const { hits, aggregations } = await answer.json();
    const results = hits.hits.map(({ _source: found }) => ({
      meeting: "", role: "", text: "", date: "", language: "", ...found, kind: [found.kind].flat()[0],
    }));
    const counts = (facet) => Object.fromEntries(aggregations[facet].values.buckets.map(({ key, doc_count: count }) => [key, count]));
    return { total: hits.total.value, results, counts: Object.fromEntries(facets.map((facet) => [facet, counts(facet)])) };
  }

  const link = (home, target) => home + target;

  window.archiveSearch = { ask, link };
})();
