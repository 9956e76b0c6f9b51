"""Tables for spreadsheets and statistics: CSV (RFC 4180), described by one `datapackage.json` (Frictionless, v1).

A cell never begins like a formula, which a spreadsheet would run: it is given an apostrophe, and so is one that
begins with an apostrophe itself. Whoever takes one apostrophe away from the beginning of a cell has the words.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from functools import partial

from generator.archive.archive import Archive
from generator.exports.export import Export, ExportFile, Publication, parts_of, years_in
from generator.exports.fields import Plain, json_text
from generator.exports.linked import filled
from generator.exports.rows import TABLES, Cell, Column, Row, Table
from generator.site.interface import N_

_FOLDER = "data/"
_PACKAGE = f"{_FOLDER}datapackage.json"
_ROWS_OF_A_PIECE = 2_000


def _planned(archive: Archive, publication: Publication) -> Iterator[ExportFile]:
    for table in TABLES:
        for part in parts_of(archive) if table.yearly else ("",):
            count = table.count(archive, years_in(archive, part))
            make = partial(_table_csv, table=table, part=part)
            yield ExportFile(f"{_FOLDER}{table.name}{part}.csv", make, table.title, count)
    describe = partial(_package, publication=publication)
    yield ExportFile(_PACKAGE, describe, N_("Description of the tables (Data Package)"))


# ── one table ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _table_csv(archive: Archive, table: Table, part: str) -> Iterator[bytes]:
    """The table in pieces; it begins with a byte order mark, since spreadsheets take one without for Latin-1."""
    yield b"\xef\xbb\xbf" + _csv([tuple(column.name for column in table.columns)])
    piece: list[Row] = []
    for row in table.rows(archive, years_in(archive, part) if table.yearly else ()):
        piece.append(row)
        if len(piece) == _ROWS_OF_A_PIECE:
            yield _csv(piece)
            piece = []
    yield _csv(piece)


def _csv(rows: Sequence[Row]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([tuple(map(_cell, row)) for row in rows])
    return out.getvalue().encode()


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def _cell(value: Cell) -> Cell:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


# ── what describes them ───────────────────────────────────────────────────────────────────────────────────────────


def _package(archive: Archive, publication: Publication) -> bytes:
    config = publication.config
    licence = config.licence
    about = filled(
        title=config.title,
        description=config.description,
        homepage=publication.site_url,
        licenses=[{"path": licence.url, "title": licence.name}] if licence and licence.url else None,
    )
    resources = [
        _resource(table, part, publication)
        for table in TABLES
        for part in (parts_of(archive) if table.yearly else ("",))
    ]
    return json_text({"profile": "tabular-data-package", "name": "archive"} | about | {"resources": resources})


def _resource(table: Table, part: str, publication: Publication) -> Plain:
    """A table, or a year of it. Keys into other tables are told where those are one file."""
    keys: list[Plain] = [
        {"fields": column.name, "reference": {"resource": column.of if column.of != table.name else "", "fields": "id"}}
        for column in table.columns
        if column.of and column.of not in _YEARLY
    ]
    schema: Plain = {
        "fields": [_field(column, table) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    return {
        "name": f"{table.name}{part.replace('/', '-')}",
        "title": publication.interface.text(table.title),
        "path": f"{table.name}{part}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema | ({"foreignKeys": keys} if keys else {}),
    }


_YEARLY = frozenset(table.name for table in TABLES if table.yearly)


def _field(column: Column, table: Table) -> Plain:
    found: Plain = {"name": column.name, "type": column.type, "description": column.description}
    return found | ({"constraints": {"required": True}} if column.name in table.key else {})


EXPORT = Export(
    name="tables",
    title="CSV",
    use=N_("Tables for spreadsheets and statistics"),
    plan=_planned,
    standard="https://specs.frictionlessdata.io/tabular-data-package/",
    example=_PACKAGE,
)
