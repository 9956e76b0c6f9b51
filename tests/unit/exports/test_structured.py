from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.archive import Archive
from generator.archive.names import Ref
from generator.check import Checked
from generator.exports.structured import (
    Step,
    json_in_html,
    linking,
    linking_within,
    page_data,
    record_thing,
    site_thing,
)
from generator.problems import Problem
from generator.records.model import Kind
from generator.site import urls
from tests.crawler import json_ld
from tests.unit.exports.conftest import Leaving

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]
SITE = "https://example.org/archiv/"


@pytest.fixture(scope="module")
def shapes() -> jsonschema.Draft202012Validator:
    """Return the shapes of what pages say."""
    text = Path(__file__).with_name("schema_org.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


def found_in(data: str) -> Any:
    """What a crawler finds in a page with a block of data."""
    page = f'<!doctype html><title>x</title><script type="application/ld+json">{data}</script><p>y</p>'
    (found,) = json_ld(page)
    return found


def all_data(archive: Archive, site: str) -> Iterator[str]:
    refs = [Ref(Kind.MEETING, id) for id in archive.meetings]
    refs += [Ref(kind, id) for kind in Kind if kind is not Kind.MEETING for id in archive.registers(kind)]
    for ref in refs:
        page = urls.record(ref)
        trail = [Step("", "Start"), Step(urls.listing(ref.kind), "Liste"), Step(page, archive.title(ref))]
        yield page_data(linking_within(site, page, ""), trail, [record_thing(archive, linking(site, page), ref, "de")])
    yield page_data(
        linking(site, ""), [Step("", "Start")], [site_thing(linking(site, ""), "Archiv", "Was es ist", "de")]
    )


@pytest.mark.parametrize("site", [SITE, ""])
def test_every_record_has_the_shape_of_its_type(
    either: Leaving, shapes: jsonschema.Draft202012Validator, site: str
) -> None:
    """What a crawler finds in each page has the types and properties of schema.org, and nothing else."""
    for data in all_data(either.archive, site):
        shapes.validate(found_in(data))


def test_shapes_refuse_what_is_wrong(checked: Checked, shapes: jsonschema.Draft202012Validator) -> None:
    """The shapes notice a property that its type does not have, and one that is missing."""
    page = urls.record(Ref(Kind.MEETING, next(iter(checked.archive.meetings))))
    thing = record_thing(checked.archive, linking("", page), Ref(Kind.MEETING, page.split("/")[1]), "de")
    for wrong in (
        thing | {"jobTitle": "x"},
        {k: v for k, v in thing.items() if k != "name"},
        thing | {"startDate": "4.5."},
    ):
        assert not shapes.is_valid({"@context": "https://schema.org", "@graph": [wrong]})


def test_meeting_is_an_event_with_its_speeches(checked: Checked) -> None:
    """A meeting names who spoke as they are printed, and each speech and conclusion with its address."""
    archive = checked.archive
    id, meeting = next((id, m) for id, m in archive.meetings.items() if m.speeches and m.conclusions)
    page = urls.record(Ref(Kind.MEETING, id))
    thing = record_thing(archive, linking(SITE, page), Ref(Kind.MEETING, id), "de")
    parts = thing["recordedIn"]["hasPart"]
    assert [part["@id"] for part in parts] == [
        *(SITE + urls.speech(speech) for speech in meeting.speeches),
        *(SITE + urls.conclusion(conclusion.key) for conclusion in meeting.conclusions),
    ]
    assert [part["@type"] for part in parts[: len(meeting.speeches)]] == ["Quotation"] * len(meeting.speeches)
    assert thing["name"] == meeting.record.title


@pytest.mark.parametrize(
    ("fields", "start", "end"),
    [
        ("date: 2024-04-19", "2024-04-19", None),
        ("date: 2024-04-19\nstart: '14:00'\nend: '17:30'", "2024-04-19T14:00", "2024-04-19T17:30"),
        ("date: 2024-04-19\nstart: '22:00'\nend: '01:30'", "2024-04-19T22:00", None),
        ("date: 2024-04-19/2024-04-20", "2024-04-19", "2024-04-20"),
        ("date: 2024-11-XX", "2024-11", None),
        ("date: XXXX-03-07", None, None),
    ],
)
def test_dates_say_no_more_than_is_known(
    archive_of: ArchiveOf, fields: str, start: str | None, end: str | None
) -> None:
    """No day or year is made up."""
    archive, _ = archive_of({"meetings/m.md": f"---\ntitle: M\n{fields}\n---\n"})
    thing = record_thing(archive, linking("", "meetings/m/"), Ref(Kind.MEETING, "m"), "de")
    assert (thing.get("startDate"), thing.get("endDate")) == (start, end)


def test_breadcrumbs_lead_from_home_to_the_page() -> None:
    """Each step has its number, words and address."""
    found = found_in(page_data(linking(SITE, "a/b/"), [Step("", "Start"), Step("a/", "A"), Step("a/b/", "B")], []))
    (crumbs,) = found["@graph"]
    assert [(s["position"], s["name"], s["item"]) for s in crumbs["itemListElement"]] == [
        (1, "Start", SITE),
        (2, "A", f"{SITE}a/"),
        (3, "B", f"{SITE}a/b/"),
    ]


def test_page_that_says_nothing_has_no_data() -> None:
    """A page without a way to it and without a subject has no empty block."""
    assert page_data(linking(SITE, ""), [Step("", "Start")], []) == ""


@given(
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.sampled_from(["</script>", "</SCRIPT >", "<!--", "<script>", "]]>", "\u2028", "&lt;/script&gt;", "Le\u0301"])
)
def test_any_text_comes_back_from_a_page(text: str) -> None:
    """No text ends the element or is changed by the reading of HTML: what is found is what was said."""
    data = json_in_html({"name": text})
    assert not set(data) & {"<", ">", "&"}
    assert found_in(data) == {"name": text}
