"""Scripts as a site holds them."""

from __future__ import annotations

import pytest

from generator.marks import mark
from generator.site.scripts import marked_scripts

PARTS = {
    "page.js": 'import { ask } from "./asking.js";\nif (asked) import("./other.js").then(run);',
    "asking.js": 'import { plain } from "./words.js";\nexport const ask = plain;',
    "words.js": "export const plain = 1;",
    "other.js": 'export const run = "./words.js"; // no import',
}


def _mark(content: bytes) -> str:
    return mark(content)[:8]


def test_a_change_of_a_part_is_a_change_of_all_that_import_it() -> None:
    """Every part is named by the mark of what it is now, parts of parts too; what imports nothing new stays."""
    before = marked_scripts(PARTS, _mark)
    after = marked_scripts({**PARTS, "words.js": "export const plain = 2;"}, _mark)
    assert f'"./words.js?v={_mark(before["words.js"].encode())}"' in before["asking.js"]
    assert f'import("./other.js?v={_mark(before["other.js"].encode())}")' in before["page.js"]
    assert {name for name in PARTS if before[name] != after[name]} == {"words.js", "asking.js", "page.js"}


def test_only_imports_of_scripts_that_are_there_are_marked() -> None:
    """A name in a text stays a text, and so does what the site does not hold."""
    assert marked_scripts(PARTS, _mark)["other.js"] == PARTS["other.js"]
    assert marked_scripts({"a.js": 'import "./far.js";'}, _mark) == {"a.js": 'import "./far.js";'}


def test_a_circle_is_refused() -> None:
    """Scripts that import each other could have no mark."""
    with pytest.raises(ValueError, match=r"a\.js imports b\.js imports a\.js"):
        marked_scripts({"a.js": 'import "./b.js";', "b.js": 'import "./a.js";'}, _mark)
