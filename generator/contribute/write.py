"""Fields in, the text of a record out: the one way in which the program writes records.

The same fields always give the same bytes, whoever asks for them: a command, the draft of a report, or the form on the
site, whose script (`theme/assets/form-record.js`) does the same and is held to the same cases. Fields come in the
order that `order` gives them, short lists stand in one line, and text is in quotes only where YAML would take it for
something else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pydantic import BaseModel

from generator.archive.names import slug
from generator.contribute.order import field_order, part_of
from generator.records.dates import Date
from generator.records.model import ID_LENGTH, MODELS, Kind

WIDTH = 100
"""So long may a line be into which a list is put whole."""
_LONGEST_ITEM = 40

_BREAKING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that no record may hold: the reader puts a blank for them, and so does this."""
_NOT_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@`=")
"""With these YAML begins something else than text."""
_NOT_IN_LIST = re.compile(r"[,\[\]{}:#'\"]")
"""With one of these, an item is no short word any more: its list stands in lines of its own."""
_NOT_PLAIN = re.compile(r":(\s|$)|\s#|\t")
_MEANS_MORE = re.compile(r"true|false|yes|no|on|off|y|n|null|~|<<|[0-9]{1,2}(:[0-9]{2})+", re.IGNORECASE)
"""What other readers of YAML take for a truth, for nothing, for a merge or for a number to the base of sixty."""


class SpokenPart(NamedTuple):
    """A speech as somebody types it: whose, on which item of the agenda, and the words."""

    label: str
    text: str
    agenda: str = ""


class AgendaPart(NamedTuple):
    """An item of the agenda as somebody types it: its heading, and what is told of it apart from speeches."""

    heading: str
    text: str = ""


def record_text(kind: Kind, fields: Mapping[str, object], body: str = "") -> str:
    """Return the text of a record; fields without a value are left out, unknown ones stand at the end.

    Values are texts, numbers, dates, lists, mappings by the names that records write (`from`, `as`), or parts of
    models. A body belongs to meetings alone.
    """
    text = "".join(f"{line}\n" for line in _mapping(_ordered(fields, MODELS[kind]), ""))
    if kind is not Kind.MEETING:
        return text
    below = _clean(body, strip=False).strip("\n").rstrip()
    return f"---\n{text}---\n{below}\n" if below else f"---\n{text}---\n"


def body_text(opening: str, speeches: Iterable[SpokenPart], agenda: Iterable[AgendaPart] = ()) -> str:
    """Return the body of a meeting: what stands first, then each item of the agenda with the speeches on it.

    Items come in the order of `agenda`, then as speeches name them. A speech without an item belongs to the item of
    the one before; an item is headed once, also where nobody's words on it are known.
    """
    items: dict[str, list[str]] = {"": [_clean(opening)]}
    for part in agenda:
        if heading := _one_line(part.heading):
            items.setdefault(heading, [f"## {heading}"]).append(_clean(part.text))
    at = ""
    for speech in speeches:
        at = _one_line(speech.agenda) or at
        item = items.setdefault(at, [f"## {at}"])
        if words := _clean(speech.text):
            item.append(f"**{_one_line(speech.label.replace('*', ''))}:** {words}")
    return "\n\n".join(part for parts in items.values() for part in parts if part)


def meeting_id(date: str, title: str) -> str:
    """Return the id of a new meeting: its first day as far as it is known, then words of its title."""
    known = re.match(r"(\d{4})?(?:X{4})?(?:-(\d\d))?(?:-(\d\d))?", date, re.ASCII)
    day = "-".join(part for part in known.groups() if part) if known else ""
    words = slug(title).split("-")
    id = "-".join([day, *words] if day else words)
    return id if len(id) <= ID_LENGTH else id[: ID_LENGTH + 1].rpartition("-")[0]


def record_path(kind: Kind, id: str, date: str = "") -> str:
    """Return where a new record lies: meetings in the folder of their year, all others in that of their kind."""
    if kind is not Kind.MEETING:
        return f"records/{kind}/{id}.yml"
    year = date[:4] if re.match(r"\d{4}", date, re.ASCII) else "undated"
    return f"records/{kind}/{year}/{id}.md"


# ── values as they are written ────────────────────────────────────────────────────────────────────────────────────


def _ordered(fields: Mapping[str, object], model: type[BaseModel] | None) -> dict[str, object]:
    """What has a value, in the order of the model, all of it as plain texts, lists and mappings."""
    known = field_order(model) if model else ()
    order = [*(name for name in known if name in fields), *(name for name in fields if name not in known)]
    found = {name: _plain(fields[name], part_of(model, name) if model else None) for name in order}
    return {name: value for name, value in found.items() if not _is_empty(value)}


def _plain(value: object, model: type[BaseModel] | None) -> object:
    if isinstance(value, BaseModel):
        value = _as_mapping(value)
    if isinstance(value, Mapping):
        inner = _ordered(value, model)
        # Somebody of whom nothing but the name is known is written as that.
        return _Whom(inner["person"]) if list(inner) == ["person"] else inner
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str):
        items = (_plain(item, model) for item in value)
        return [item for item in items if not _is_empty(item)]
    return _plain_scalar(value)


def _plain_scalar(value: object) -> str:
    if isinstance(value, bool):
        return _Number("true" if value else "false")
    if isinstance(value, int | float):
        return _Number(value)
    return "" if value is None else _clean(value.text if isinstance(value, Date) else str(value))


def _as_mapping(part: BaseModel) -> dict[str, object]:
    names = ((name, info.alias or name) for name, info in type(part).model_fields.items())
    return {alias: getattr(part, name) for name, alias in names if name in part.model_fields_set}


class _Number(str):
    """Text that is never put in quotes."""

    __slots__ = ()

    def __new__(cls, value: object) -> _Number:
        return super().__new__(cls, value)


class _Whom(str):
    """Somebody in a list of entries: each has a line, also where nothing but the name is known."""

    __slots__ = ()


def _is_empty(value: object) -> bool:
    return value in ("", [], {})


def _clean(text: str, *, strip: bool = True) -> str:
    """Text as the reader would have it: composed letters, plain line feeds, nothing that cannot be in a record."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = _BREAKING.sub(" ", text)
    return text.strip() if strip else text


def _one_line(text: str) -> str:
    return " ".join(_clean(text).split())


# ── YAML ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _mapping(fields: Mapping[str, object], indent: str) -> Iterator[str]:
    for name, value in fields.items():
        yield from _field(f"{indent}{name}:", value, indent)


def _field(start: str, value: object, indent: str) -> Iterator[str]:
    if isinstance(value, str):
        yield from _scalar(f"{start} ", value, indent)
    elif whole := _in_one_line(value, WIDTH - len(start) - 1):
        yield f"{start} {whole}"
    elif isinstance(value, list):
        yield start
        for item in value:
            yield from _item(item, f"{indent}  ")
    elif isinstance(value, dict):
        yield start
        yield from _mapping(value, f"{indent}  ")


def _item(value: object, indent: str) -> Iterator[str]:
    if isinstance(value, str):
        yield from _scalar(f"{indent}- ", value, indent)
    elif isinstance(value, dict):
        lines = _mapping(value, f"{indent}  ")
        yield f"{indent}- {next(lines).lstrip()}"
        yield from lines


def _scalar(start: str, text: str, indent: str) -> Iterator[str]:
    if "\n" not in text:
        yield start + _quoted(text)
        return
    yield f"{start}|-"
    # In a block YAML takes everything as it stands; what follows is indented deeper than the field or the dash.
    for line in text.split("\n"):
        yield f"{indent}  {line}" if line else ""


def _in_one_line(value: object, room: int) -> str:
    """A list of short words as `[a, b]`, a mapping of numbers as `{yes: 31, no: 2}`; else nothing."""
    if isinstance(value, list) and all(_is_short(item) for item in value):
        whole = f"[{', '.join(value)}]"
    elif isinstance(value, dict) and all(isinstance(item, _Number) for item in value.values()):
        whole = "{" + ", ".join(f"{name}: {item}" for name, item in value.items()) + "}"
    else:
        return ""
    return whole if len(whole) <= room else ""


def _is_short(item: object) -> bool:
    if not isinstance(item, str) or isinstance(item, _Whom) or len(item) > _LONGEST_ITEM or "\n" in item:
        return False
    return _quoted(item) == item and not _NOT_IN_LIST.search(item)


def _quoted(text: str) -> str:
    """Return a line of text as YAML takes it for text, in single quotes where it must."""
    plain = isinstance(text, _Number) or not (
        text[0] in _NOT_FIRST or _NOT_PLAIN.search(text) or _MEANS_MORE.fullmatch(text)
    )
    return str(text) if plain else "'" + text.replace("'", "''") + "'"
