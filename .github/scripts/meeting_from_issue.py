"""Writes the record of a meeting from the answers of the issue form `meeting.yml`.

Run by a workflow, with the folder to write into as its only word; the issue is read from the file that
`GITHUB_EVENT_PATH` names, so that no word of it passes through a shell. What the answers leave open is not guessed:
names stay names, and the check of the pull request says which of them nobody bears.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from generator.archive.names import slug
from generator.contribute.write import meeting_id, record_path, record_text
from generator.records.model import Kind

FORM = Path(__file__).resolve().parents[1] / "ISSUE_TEMPLATE/meeting.yml"

_PLAIN = ("title", "date", "kind", "status", "series", "language")
_LISTS = ("places", "districts", "organizations", "issues")
_PEOPLE = ("chairs", "attendees", "absent", "speakers")
_NOTHING = "_No response_"


class NewFile(NamedTuple):
    """A file that the pull request adds."""

    path: str
    text: str


def questions(form: Mapping[str, object]) -> dict[str, str]:
    """Return the questions of a form, in order: the words above each answer by the name of its field."""
    body = form["body"]
    assert isinstance(body, list)  # noqa: S101 - a test holds the form
    return {element["id"]: element["attributes"]["label"] for element in body if "id" in element}


def answers(text: str, asked: Mapping[str, str]) -> dict[str, str]:
    """Return the answers of an issue by field; each lasts until the next question, the last one to the end."""
    text = text.replace("\r\n", "\n")
    at = 0
    found: list[tuple[str, int, int]] = []
    for name, label in asked.items():
        if heading := re.compile(rf"^### {re.escape(label)}[ \t]*$", re.MULTILINE).search(text, at):
            found.append((name, heading.start(), at := heading.end()))
    ends = [*(start for _, start, _ in found[1:]), len(text)]
    return {name: _answer(text[begin:end]) for (name, _, begin), end in zip(found, ends, strict=False)}


def _answer(text: str) -> str:
    """An answer without the fence that the form puts around long ones."""
    fenced = re.fullmatch(r"(`{3,}|~{3,})[a-z]*\n(.*?)\n?\1", text.strip(), re.DOTALL)
    words = (fenced[2] if fenced else text).strip()
    return "" if words == _NOTHING else words


def new_files(given: Mapping[str, str], taken: Iterable[str] = ()) -> Iterator[NewFile]:
    """Yield the record of the meeting, and one of each new person; `taken` are paths that must not be written."""
    known = set(taken)
    for file in (_meeting(given), *_people(given)):
        path = _free(file.path, known)
        known.add(path)
        yield file._replace(path=path)


def _free(path: str, taken: set[str]) -> str:
    """The path, numbered where its id is taken: nothing that is there is written over."""
    ids = {(other.split("/")[1], Path(other).stem) for other in taken}
    kind, stem = path.split("/")[1], Path(path).stem
    free = next(id for id in _numbered(stem) if (kind, id) not in ids)
    return str(Path(path).with_stem(free))


def _numbered(id: str) -> Iterator[str]:
    yield id
    number = 2
    while True:
        yield f"{id[:76].rstrip('-')}-{number}"
        number += 1


def _meeting(given: Mapping[str, str]) -> NewFile:
    fields: dict[str, object] = {name: given.get(name, "") for name in _PLAIN}
    fields |= {name: _listed(given.get(name, "")) for name in _LISTS}
    fields |= {name: [_entry(line) for line in _lines(given, name)] for name in _PEOPLE}
    fields["conclusions"] = [_conclusion(n, line) for n, line in enumerate(_lines(given, "conclusions"), 1)]
    fields["follow_ups"] = [_named(line, ("conclusion", "status", "note")) for line in _lines(given, "follow_ups")]
    fields["sources"] = [_source(n, line) for n, line in enumerate(_lines(given, "sources"), 1)]
    fields["notes"] = list(_lines(given, "notes"))
    date = given.get("date", "")
    path = record_path(Kind.MEETING, meeting_id(date, given.get("title", "")), date)
    return NewFile(path, record_text(Kind.MEETING, fields, given.get("text", "")))


def _people(given: Mapping[str, str]) -> Iterator[NewFile]:
    for name in _lines(given, "new_people"):
        yield NewFile(record_path(Kind.PERSON, slug(name)), record_text(Kind.PERSON, {"name": name}))


def _lines(given: Mapping[str, str], name: str) -> Iterator[str]:
    """The lines of an answer without the signs of a list."""
    for line in given.get(name, "").split("\n"):
        if words := re.sub(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+", "", line).strip():
            yield words


def _listed(text: str) -> list[str]:
    return [words for part in re.split(r"[,;\n]", text) if (words := part.strip())]


def _named(line: str, names: Sequence[str]) -> dict[str, str]:
    """The parts of a line, between upright strokes, by name; what is left over stays with the last."""
    parts = [part.strip() for part in line.split("|", len(names) - 1)]
    return {name: part for name, part in zip(names, parts, strict=False) if part}


def _entry(line: str) -> dict[str, str]:
    group = re.match(r"group\s*:\s*", line, re.IGNORECASE)
    return _named(line[group.end() :], ("group", "role")) if group else _named(line, ("person", "role"))


def _conclusion(number: int, line: str) -> dict[str, object]:
    parts = _named(line, ("text", "addressees", "due"))
    return {"id": f"k{number}", **parts, "addressees": _listed(parts.get("addressees", ""))}


def _source(number: int, line: str) -> dict[str, str]:
    address = re.search(r"https?://\S+", line)
    title = (line[: address.start()] + line[address.end() :] if address else line).strip(" |-–,;")
    return {"id": f"s{number}", "title": title, "url": address[0] if address else ""}


def main() -> None:
    """Write the files of the issue that started the workflow below the folder that is named."""
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text("utf-8"))
    asked = questions(yaml.safe_load(FORM.read_text("utf-8")))
    given = answers(event["issue"]["body"] or "", asked)
    if not given.get("title") or not given.get("date"):
        sys.exit("the issue does not hold the answers of the form: no title, or no date")
    taken = [path.as_posix() for path in Path("records").rglob("*.*")]
    for file in new_files(given, taken):
        target = Path(sys.argv[1], file.path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file.text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
