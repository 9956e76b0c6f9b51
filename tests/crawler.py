"""What a crawler finds in a page: the data and the tags that are meant for programs, by a parser that others wrote."""

from __future__ import annotations

import json
from typing import Any

from lxml import html


def json_ld(page: str) -> list[Any]:
    """Return the values of all blocks of JSON-LD, in their order."""
    root: Any = html.document_fromstring(page)
    return [json.loads(block.text) for block in root.xpath('//script[@type="application/ld+json"]')]


def open_graph(page: str) -> dict[str, str]:
    """Return what the tags of Open Graph say, each by its name."""
    root: Any = html.document_fromstring(page)
    return {tag.get("property"): tag.get("content") for tag in root.xpath('//meta[starts-with(@property, "og:")]')}
