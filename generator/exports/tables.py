"""Tables for spreadsheets and statistics: a cell never begins like a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from functools import partial

from generator.archive.archive import Archive
from generator.archive.follow_up import status_of
from generator.exports.export import Export, ExportFile, Publication, years_of
from generator.site import urls
from generator.site.interface import N_


def _planned(archive: Archive, _: Publication) -> Iterator[ExportFile]:
    for name, members in years_of(archive).items():
        count = sum(len(archive.years[year].conclusions) for year in members)
        make = partial(_conclusions_csv, years=members)
        yield ExportFile(f"data/conclusions{name}.csv", make, N_("Conclusions with their status"), count)


_COLUMNS = ("meeting", "id", "date", "text", "kind", "by", "addressees", "issues", "due", "status", "address")


def _conclusions_csv(archive: Archive, years: Sequence[str]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    writer.writerow(_COLUMNS)
    for key in (key for year in years for key in archive.years[year].conclusions):
        conclusion = archive.conclusions[key]
        written = conclusion.written
        addressees = ["all-districts"] if conclusion.to_all_districts else []
        addressees += [f"{ref.kind}/{ref.id}" for ref in conclusion.addressees]
        by = f"{conclusion.by.kind}/{conclusion.by.id}" if conclusion.by else ""
        cells = (
            key.meeting, key.id, conclusion.date.text, written.text, written.kind or "", by, " ".join(addressees),
            " ".join(conclusion.issues), str(written.due or ""), status_of(archive, key).value, urls.conclusion(key),
        )  # fmt: skip
        writer.writerow([_cell(cell) for cell in cells])
    # A byte order mark, since spreadsheets take a CSV without one for Latin-1.
    return out.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    """A cell that begins like a formula is given an apostrophe, which spreadsheets do not show."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


EXPORT = Export(
    name="tables",
    title="CSV",
    use=N_("Tables for spreadsheets and statistics"),
    plan=_planned,
    standard="https://www.rfc-editor.org/rfc/rfc4180",
)
