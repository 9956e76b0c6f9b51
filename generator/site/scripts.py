"""Scripts as a site holds them: each names the parts that it imports with marks of their content.

Browsers keep scripts for a while. Without marks, one that kept half of a program would run it with the new other half
after a publication. A part's mark covers the parts that it imports itself, so a change goes up to the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_IMPORTED = re.compile(r'(?:(?<=\bfrom )|(?<=\bimport\()|(?<=\bimport ))"\./([\w-]+\.js)"')


def marked_scripts(scripts: Mapping[str, str], mark: Callable[[bytes], str]) -> dict[str, str]:
    """Return scripts by name in which every import of another of them (`"./other.js"`) bears its mark (`?v=…`).

    Raises:
        ValueError: where scripts import each other in a circle, for then no mark can be said.
    """
    finished: dict[str, str] = {}

    def finish(name: str, above: tuple[str, ...]) -> str:
        if name in above:
            raise ValueError(" imports ".join((*above, name)))
        if name not in finished:
            finished[name] = _IMPORTED.sub(lambda found: marked(found, (*above, name)), scripts[name])
        return finished[name]

    def marked(found: re.Match[str], above: tuple[str, ...]) -> str:
        if found[1] not in scripts:
            return found[0]
        return f'"./{found[1]}?v={mark(finish(found[1], above).encode())}"'

    return {name: finish(name, ()) for name in scripts}
