"""The search entries for OpenSearch or Elasticsearch: settings of an index, and files for its bulk interface.

For archives that a browser's index no longer holds. The fields are those of the site's own search, so the search page
finds there what it would find here (`theme/assets/service.js`). Bulk files are newline-delimited JSON, an action and a
document for each entry, every line ended by a line feed: https://docs.opensearch.org/api-reference/document-apis/bulk/
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from generator.site.bundles import FACETS
from generator.site.page import SearchEntry

BULK_BYTES = 10_000_000
"""So large is a bulk file at most, but for one document alone: servers advise 5 to 15 MB a request."""
_STEMMERS = {"de": "light_german", "en": "english", "fr": "light_french", "ru": "russian", "es": "light_spanish"}
"""Stemmers of Lucene by language; a language without one is searched by whole words."""
_WORDS = ("title", "names", "text", "meeting", "role")
"""Fields in which words are looked for."""


def index_settings(language: str) -> bytes:
    """Return the body of the request that makes the index, for records in a language (`PUT /<index>`)."""
    stemmer = _STEMMERS.get(language[:2])
    filters = ["lowercase", "asciifolding", *(["stems"] if stemmer else [])]
    analysis: dict[str, object] = {
        "analyzer": {"words": {"type": "custom", "tokenizer": "standard", "filter": filters}},
    }
    analysis |= {"filter": {"stems": {"type": "stemmer", "language": stemmer}}} if stemmer else {}
    keyword, words = {"type": "keyword"}, {"type": "text", "analyzer": "words"}
    properties: dict[str, object] = dict.fromkeys(_WORDS, words)
    properties |= dict.fromkeys((*FACETS, "date", "language"), keyword)
    properties["address"] = {"type": "keyword", "index": False, "doc_values": False}
    body = {"settings": {"analysis": analysis}, "mappings": {"dynamic": "strict", "properties": properties}}
    return json.dumps(body, ensure_ascii=False, indent=1).encode() + b"\n"


def bulk_files(entries: Iterable[SearchEntry], index: str) -> Iterator[tuple[str, bytes]]:
    """Yield the bulk files by name, each ready to be sent as it is (`POST /_bulk`)."""
    number, lines, size = 1, list[bytes](), 0
    for entry in entries:
        line = _lines(entry, index)
        if lines and size + len(line) > BULK_BYTES:
            yield f"bulk-{number:04}.ndjson", b"".join(lines)
            number, lines, size = number + 1, [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield f"bulk-{number:04}.ndjson", b"".join(lines)


def document(entry: SearchEntry) -> dict[str, object]:
    """Return an entry as a document: what is empty is left out, facets are lists."""
    fields: dict[str, object] = {
        "address": entry.address,
        "title": entry.title,
        "text": entry.text,
        "names": list(entry.names),
        "meeting": entry.meeting,
        "role": entry.role,
        "date": entry.date,
        "language": entry.language,
    }
    fields |= {name: list(dict.fromkeys(values_of(entry))) for name, values_of in FACETS.items()}
    return {name: value for name, value in fields.items() if value}


def _lines(entry: SearchEntry, index: str) -> bytes:
    action = {"index": {"_index": index, "_id": entry.address}}
    return b"".join(
        json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
        for part in (action, document(entry))
    )
