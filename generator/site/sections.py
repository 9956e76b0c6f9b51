"""The ways that every page offers: the navigation at its head and the links at its foot."""

from __future__ import annotations

from generator.records.model import Kind
from generator.site import urls
from generator.site.interface import N_

SECTIONS: tuple[tuple[str, str], ...] = (
    (urls.listing(Kind.MEETING), N_("Meetings")),
    (urls.CONCLUSIONS, N_("Conclusions")),
    (urls.listing(Kind.PERSON), N_("People")),
    (urls.listing(Kind.DISTRICT), N_("Places")),
    (urls.listing(Kind.ISSUE), N_("Issues")),
    (urls.listing(Kind.ORGANIZATION), N_("Organizations")),
    (urls.SEARCH, N_("Search")),
)
"""The navigation: address and message id of each entry."""

FOOTER: tuple[tuple[str, str], ...] = (
    (urls.listing(Kind.SERIES), N_("Series of meetings")),
    ("data/", N_("Data")),
    ("about/", N_("About")),
    ("contribute/", N_("How to contribute")),
    (urls.HELP, N_("Help")),
)
"""Pages that the foot of every page leads to."""

NAMES = dict(SECTIONS) | dict(FOOTER)
"""The message id of each of these pages, by address."""

SINGULAR = {
    Kind.PERSON: "person",
    Kind.DISTRICT: "district",
    Kind.ISSUE: "issue",
    Kind.ORGANIZATION: "organization",
    Kind.SERIES: "series",
}
"""The word for one record of a register."""
