"""What the API hands out, as JSON Schema (2020-12): made from the record models, with what is linked beside them.

These describe what is written; the schemas for editors (`contribute/schema.py`) describe what may be typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from generator.records.model import MODELS, Kind

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"

NAMES: Mapping[Kind, str] = {kind: model.__name__ for kind, model in MODELS.items()}
"""What one record of each kind is called."""

_TEXT: Schema = {"type": "string"}


def _object(description: str, required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    found: Schema = {"type": "object", "description": description, "properties": properties}
    return found | {"additionalProperties": False} | ({"required": list(required)} if required else {})


def _text(description: str) -> Schema:
    return _TEXT | {"description": description}


def _texts(description: str) -> Schema:
    return {"type": "array", "items": _TEXT, "description": description}


def _list(name: str, description: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}, "description": description}


_STATUSES = ["open", "not_started", "in_progress", "done", "dropped", "restated", "recorded"]

_LINKED_PARTS: Mapping[str, Schema] = {
    "Participation": _object(
        "Somebody's entry in a meeting: who is meant.",
        ("part", "name"),
        part={"enum": ["chairs", "attendees", "absent", "speakers"], "type": "string", "description": "the list"},
        name=_text("the name as this meeting prints it, or the group in words"),
        person=_text("id of the person; none for a group"),
        district=_text("id of the district that they came for"),
        organization=_text("id of the organization that they came for"),
    ),
    "Item": _object(
        "An agenda item.",
        ("id", "title"),
        id=_text("its fragment on the meeting's page"),
        title=_text("its heading"),
        issues=_texts("ids of issues"),
        districts=_texts("ids of districts"),
        continues=_text("the item that it goes on from"),
    ),
    "SpeechSpeaker": _object("Who speaks.", ("name",), person=_text("id of the person"), name=_text("as printed")),
    "Speech": _object(
        "What somebody said in one go.",
        ("id", "speakers", "text"),
        id=_text("its fragment on the meeting's page, by which it is cited"),
        also=_texts("further fragments, of a joint speech"),
        speakers=_list("SpeechSpeaker", "who speaks"),
        text=_text("the words (Markdown)"),
        item=_text("id of its agenda item"),
        issues=_texts("ids of issues"),
        continued={"type": "boolean", "description": "the same speaker goes on after a heading"},
    ),
    "Report": _object(
        "What a later meeting reported on a conclusion.",
        ("meeting", "date", "status"),
        meeting=_text("id of the meeting that reported"),
        date=_text("its date (EDTF)"),
        status={"enum": ["done", "in_progress", "not_started", "dropped"], "type": "string", "description": "how far"},
        addressee=_text("the one addressee that it is about, such as districts/sam-son"),
    ),
    "LinkedConclusion": _object(
        "Who is meant in a conclusion, and how far it is.",
        ("id", "status"),
        id=_text("its id within the meeting"),
        status={"enum": _STATUSES, "type": "string", "description": "how far it is after the last meeting"},
        by=_text("who concluded it, such as people/nguyen-van-an"),
        addressees=_texts("whom it addresses, such as districts/sam-son"),
        all_districts={"type": "boolean", "description": "addressed to all districts of the first level"},
        issues=_texts("ids of issues"),
        repeats=_text("the earlier conclusion that it says again: meeting#id"),
        repeated_by=_texts("later conclusions that say it again"),
        item=_text("id of its agenda item"),
        speech=_text("id of the speech that it came from"),
        reports=_list("Report", "what was reported, oldest first"),
    ),
    "LinkedFollowUp": _object(
        "Which conclusion a report of this meeting is about.",
        ("conclusion",),
        conclusion=_text("meeting#id"),
        addressee=_text("the one addressee that it is about"),
        speech=_text("id of the speech that reported it"),
    ),
}

_LINKED_MEETING = _object(
    "What the archive has found out about a meeting.",
    series=_text("id of its series"),
    previous=_text("id of the meeting before it in its series"),
    next=_text("id of the meeting after it in its series"),
    organizations=_texts("ids of those who held it"),
    concerns=_texts("all who take part in it or that it is about, such as people/nguyen-van-an"),
    mentions=_texts("further records that its text names"),
    participations=_list("Participation", "who was there, spoke or was absent, in order"),
    items=_list("Item", "its agenda items, in order"),
    speeches=_list("Speech", "its speeches, in order"),
    conclusions=_list("LinkedConclusion", "its conclusions, in order"),
    follow_ups=_list("LinkedFollowUp", "its reports on earlier conclusions, in order"),
)
_LINKED_REGISTER = _object(
    "Where a record comes up.",
    meetings=_texts("ids of meetings that it takes part in or that are about it, oldest first"),
    mentioned_in=_texts("ids of further meetings whose text names it"),
    concluded=_texts("conclusions by it, or about an issue: meeting#id"),
    predecessors=_texts("ids of what became it"),
    children=_texts("ids of what lies in it, or is narrower"),
    people=_texts("ids of people who held a post there"),
    seats=_texts("ids of organizations in a district, or of an organization's series"),
    merged=_texts("ids of records that became part of it"),
)


@cache
def definitions() -> dict[str, Schema]:
    """Return every schema by name; references among them are `#/$defs/…`."""
    found: dict[str, Schema] = {name: dict(schema) for name, schema in _LINKED_PARTS.items()}
    found["LinkedMeeting"], found["LinkedRecord"] = _LINKED_MEETING, _LINKED_REGISTER
    for kind, model in MODELS.items():
        schema = _tidy(model.model_json_schema(by_alias=True))
        found |= schema.pop("$defs", {})
        found[NAMES[kind]] = _record(kind, schema)
    found["Entries"] = _object(
        "The records of a kind.",
        ("records",),
        records=_list("ListedRecord", "meetings by date, all others by id"),
    )
    found["ListedRecord"] = _object(
        "A record as lists name it.",
        ("id", "title", "address"),
        id=_text("its id"),
        title=_text("what readers call it"),
        date=_text("the date of a meeting (EDTF)"),
        address=_text("its page within the site"),
    )
    return dict(sorted(found.items()))


def schema_of(name: str) -> Schema:
    """Return one schema that stands for itself, with the definitions that it needs."""
    known = definitions()
    needed: dict[str, Schema] = {}
    todo = list(_references(known[name]))
    while todo:
        part = todo.pop()
        if part not in needed:
            needed[part] = known[part]
            todo += _references(known[part])
    return {"$schema": DIALECT, "title": name, **known[name], "$defs": dict(sorted(needed.items()))}


def moved(value: Any, to: str) -> Any:
    """Return a schema whose references lead elsewhere."""
    if isinstance(value, dict):
        return {
            key: f"{to}{inner.rpartition('/')[2]}" if key == "$ref" else moved(inner, to)
            for key, inner in value.items()
        }
    return [moved(inner, to) for inner in value] if isinstance(value, list) else value


def _record(kind: Kind, schema: Schema) -> Schema:
    linked = "LinkedMeeting" if kind is Kind.MEETING else "LinkedRecord"
    own: Schema = {"id": _text("its id"), "address": _text("its page within the site")}
    body = {"body": _text("its text (Markdown)")} if kind is Kind.MEETING else {}
    further = {"linked": {"$ref": f"#/$defs/{linked}"}}
    required = ["id", "address", *schema["required"], *body, "linked"]
    return schema | {"properties": own | schema["properties"] | body | further, "required": required}


def _tidy(value: Any) -> Any:
    """Without empty values, defaults and titles: what a record does not say is not written."""
    if isinstance(value, list):
        return [_tidy(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if {"type": "null"} in value.get("anyOf", ()):
        (only,) = (choice for choice in value["anyOf"] if choice != {"type": "null"})
        value = {key: inner for key, inner in value.items() if key != "anyOf"} | only
    named = {"properties", "$defs"}
    return {
        key: {name: _tidy(schema) for name, schema in inner.items()} if key in named else _tidy(inner)
        for key, inner in value.items()
        if key not in {"default", "title"} or key in named
    }


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"].rpartition("/")[2]] if "$ref" in value else []
        return own + [name for inner in value.values() for name in _references(inner)]
    return [name for inner in value for name in _references(inner)] if isinstance(value, list) else []
