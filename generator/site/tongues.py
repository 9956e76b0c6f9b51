"""In which language a record's words are, as markup says it: an attribute where that is not the page's own language.

Screen readers take their voice from it, browsers their hyphens and quotation marks. A meeting says its language; what
the registers call issues, organizations and series is in the language of the records. A name belongs to no language
that a record would say, so people and places are marked only where their letters tell.
"""

from __future__ import annotations

import re
from functools import lru_cache

from generator.records.model import Kind
from generator.site import urls
from generator.site.page import Link

_NAMES = (urls.listing(Kind.PERSON), urls.listing(Kind.DISTRICT))

_VIETNAMESE = re.compile("[ơưạảấầẩẫậắằẳẵặẻếềểễệỉỏốồổỗộớờởỡợủứừửữựỳỵỷỹ]|\\b(?:thị|văn)\\b", re.IGNORECASE)
"""Letters that no other language has (đ is Croatian, ă Romanian, ẹ and ọ are Yoruba, ị and ụ Igbo as well), and the two
middle names that half of all people bear, whose letters others have too."""


@lru_cache(maxsize=1 << 16)
def language_of_name(name: str) -> str:
    """Return the language that a name's letters tell (`vi`), or nothing where any language could write it."""
    return "vi" if _VIETNAMESE.search(name) else ""


class Tongues:
    """Says on pages in one language which words are in another."""

    def __init__(self, page: str, records: str) -> None:
        """Take the codes of the page's language, and of the language of records that do not say theirs."""
        self._page = page
        self._records = records

    def of(self, language: str) -> str:
        """Return the attribute for words in a language, with a space before it; nothing for the page's own."""
        return self._attribute(language or self._records)

    def of_name(self, name: str) -> str:
        """Return the attribute for a name by itself."""
        return self._attribute(language_of_name(name))

    def of_link(self, link: Link) -> str:
        """Return the attribute for the words of a link to a record."""
        return self._attribute(self.language_of(link))

    def language_of(self, link: Link) -> str:
        """Return the language of the words of a link to a record; nothing where any language could write them."""
        if not link.language and link.address.startswith(_NAMES):
            return language_of_name(link.title)
        return link.language or self._records

    def _attribute(self, language: str) -> str:
        return f' lang="{language}"' if language and language != self._page else ""
