from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.exports.xml import element, escaped, text_element

texts = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ["]]>", "<![CDATA[x]]>", "a\r\nb", "\tc", "&amp;", "<!--", "?>", "\x00\x08\x1f", "Le\u0301", "'\"", "\ufffe"]
)


def written(text: str) -> str:
    """A text as XML can hold it: what it has no way to write is replaced."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


@given(texts)
def test_any_text_is_read_back(text: str) -> None:
    """A text comes back from an element and from an attribute with every character that XML can hold."""
    root = etree.fromstring(f'<a b="{escaped(text)}">{escaped(text)}</a>'.encode())
    assert (root.text or "") == root.get("b") == written(text)


def test_element_leaves_out_what_is_empty() -> None:
    """Attributes without a value and elements without a text are not written."""
    assert element("a", attributes={"b": "", "c": "1"}) == '<a c="1"/>'
    assert text_element("a", "") == ""
    assert text_element("a", "<b>", {"c": '"'}) == '<a c="&quot;">&lt;b&gt;</a>'
