"""Tables for spreadsheets and statistics: a cell never begins like a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from generator.archive.archive import Archive, ConclusionKey
from generator.archive.follow_up import answers_of
from generator.exports.export import Export, ExportFile, Publication, years_of
from generator.site import urls
from generator.site.interface import N_


def _planned(archive: Archive, _: Publication) -> Iterator[ExportFile]:
    for name, members in years_of(archive).items():
        keys = [key for year in members for key in archive.years[year].conclusions]
        make = partial(_conclusions_csv, years=members)
        yield ExportFile(f"data/conclusions{name}.csv", make, N_("Conclusions with their status"), len(keys))
        make = partial(_addressees_csv, years=members)
        count = sum(1 for key in keys if archive.standings[key].addressees)
        yield ExportFile(f"data/addressees{name}.csv", make, N_("Addressees of conclusions, one by one"), count)


_COLUMNS = (
    "meeting", "id", "date", "text", "kind", "by", "addressees", "issues", "due", "status", "address",
    "due_note", "silence", "waiting", "reports", "last_report", "reported_in", "repeats", "repeated_by",
)  # fmt: skip


def _conclusions_csv(archive: Archive, years: Sequence[str]) -> bytes:
    keys = (key for year in years for key in archive.years[year].conclusions)
    return _table(_COLUMNS, (_of_conclusion(archive, key) for key in keys))


def _of_conclusion(archive: Archive, key: ConclusionKey) -> Iterable[str]:
    """A line a conclusion; how far it is, and in which way nothing is heard of it, on the latest day of the records."""
    conclusion, standing = archive.conclusions[key], archive.standings[key]
    written, reports = conclusion.written, archive.reports.get(key, ())
    addressees = ["all-districts"] if conclusion.to_all_districts else []
    addressees += [f"{ref.kind}/{ref.id}" for ref in conclusion.addressees]
    by = f"{conclusion.by.kind}/{conclusion.by.id}" if conclusion.by else ""
    return (
        key.meeting, key.id, conclusion.date.text, written.text, written.kind or "", by, " ".join(addressees),
        " ".join(conclusion.issues), str(written.due or ""), standing.status.value, urls.conclusion(key),
        written.due_note or "", " ".join(standing.silence), str(standing.waiting), str(len(reports)),
        reports[-1].date.text if reports else "", reports[-1].meeting if reports else "",
        str(conclusion.repeats or ""), " ".join(map(str, archive.restatements.get(key, ()))),
    )  # fmt: skip


_ADDRESSEES = ("meeting", "id", "addressee", "status", "reported_on", "reported_in", "by", "address")


def _addressees_csv(archive: Archive, years: Sequence[str]) -> bytes:
    keys = (key for year in years for key in archive.years[year].conclusions)
    return _table(_ADDRESSEES, (line for key in keys for line in _of_addressees(archive, key)))


def _of_addressees(archive: Archive, key: ConclusionKey) -> Iterator[Iterable[str]]:
    """A line an addressee; all districts are one line as long as nobody has reported, so that no table explodes."""
    conclusion = archive.conclusions[key]
    place = urls.conclusion(key)
    if conclusion.to_all_districts and not archive.reports.get(key):
        yield key.meeting, key.id, "all-districts", archive.standings[key].status.value, "", "", "", place
        return
    for answer in answers_of(archive, key):
        report, by = answer.report, answer.by
        told = (report.written.status, report.date.text, report.meeting) if report else ("open", "", "")
        addressee = f"{answer.addressee.kind}/{answer.addressee.id}"
        yield key.meeting, key.id, addressee, *told, f"{by.kind}/{by.id}" if by else "", place


def _table(columns: Iterable[str], lines: Iterable[Iterable[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    writer.writerow(columns)
    for line in lines:
        writer.writerow([_cell(cell) for cell in line])
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
