from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.problems import Problem, Span, render_problem
from generator.records import source
from generator.records.model import ID_LENGTH, Kind
from generator.records.source import RecordFolder, read_records, read_text

Written = str | bytes
Read = Callable[..., RecordFolder]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that writes files below `records/` and reads them."""

    def read(**files: Written) -> RecordFolder:
        return read_records(folder_of(tmp_path, files))

    return read


def folder_of(tmp_path: Path, files: dict[str, Written]) -> Path:
    folder = tmp_path / "records"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def told(folder: RecordFolder) -> list[str]:
    """What is wrong with a folder, in short lines without help."""
    return [render_problem(problem).partition("\n  help")[0].replace("\n ", "") for problem in folder.problems]


# ---- which files are records


def test_records(read: Read) -> None:
    """A file's folder says which kind of record it is, its name which id it has; deeper folders are for people."""
    folder = read(
        **{
            "meetings/2024/2024-01-01-talk.md": "m",
            "people/ann-quill.yml": "p",
            "people/mere/bob.yml": "p",
            "districts/mere.yml": "d",
            "issues/dyke.yml": "i",
            "organizations/mere.yml": "o",
            "series/talks.yml": "s",
        }
    )
    assert folder.problems == ()
    assert [(file.kind, file.id, file.path, file.text) for file in folder.files] == [
        (Kind.DISTRICT, "mere", "records/districts/mere.yml", "d"),
        (Kind.ISSUE, "dyke", "records/issues/dyke.yml", "i"),
        (Kind.MEETING, "2024-01-01-talk", "records/meetings/2024/2024-01-01-talk.md", "m"),
        (Kind.ORGANIZATION, "mere", "records/organizations/mere.yml", "o"),
        (Kind.PERSON, "ann-quill", "records/people/ann-quill.yml", "p"),
        (Kind.PERSON, "bob", "records/people/mere/bob.yml", "p"),
        (Kind.SERIES, "talks", "records/series/talks.yml", "s"),
    ]


def test_order_is_that_of_the_names(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order of files is that of their names, whatever order the disk gives them in."""
    files: dict[str, Written] = {f"people/{name}.yml": name for name in ("c", "a", "b/x", "b", "a-a", "a/y")}
    first = read(**files)
    listed = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda self: iter(sorted(listed(self), reverse=True)))
    assert read(**files) == first
    assert [file.id for file in first.files] == ["y", "a-a", "a", "x", "b", "c"]


def test_what_is_left_alone(read: Read) -> None:
    """Hidden files, hidden folders and notes to colleagues are no records, and nobody complains."""
    folder = read(
        **{
            "README.md": "x",
            "people/README.md": "x",
            "people/.ann.yml.swp": "x",
            ".git/config": "x",
            "people/.trash/ann.yml": "x",
        }
    )
    assert folder == RecordFolder()


def test_pictures(read: Read) -> None:
    """Pictures may lie anywhere among the records; their paths are known, and how they begin is looked at."""
    begin = {"a.png": b"\x89PNG\r\n\x1a\n", "b.JPG": b"\xff\xd8\xff\xe0", "c.jpeg": b"\xff\xd8\xff\xe1"}
    begin |= {"d.webp": b"RIFF\x08\x00\x00\x00WEBP", "e.gif": b"GIF89a"}
    folder = read(**{f"meetings/2024/{name}": content + b"\x00\xff" for name, content in begin.items()})
    assert folder.files == ()
    assert folder.problems == ()
    assert folder.pictures == {f"records/meetings/2024/{n}" for n in ("a.png", "b.JPG", "c.jpeg", "d.webp", "e.gif")}


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("people/ann.md", "records of this folder end in .yml"),
        ("people/ann.yaml", "records of this folder end in .yml"),
        ("people/ann", "records of this folder end in .yml"),
        ("people/ann.YML", "records of this folder end in .yml"),
        ("meetings/2024/talk.yml", "records of this folder end in .md"),
        ("ann.yml", "folders are meetings, people, districts, issues, organizations, series"),
        ("persons/ann.yml", "folders are meetings, people, districts, issues, organizations, series"),
        ("People/ann.yml", "folders are meetings, people, districts, issues, organizations, series"),
    ],
)
def test_unexpected_file(read: Read, name: str, hint: str) -> None:
    """A file of another ending or in another folder is left out, with a word on where records lie."""
    folder = read(**{name: "<script>"})
    assert folder.files == ()
    assert folder.problems == (
        Problem("unexpected-file", Span(f"records/{name}"), "this file is no record and is left out", hint),
    )


# ---- ids


@pytest.mark.parametrize(
    "id",
    [
        "Ann",
        "ann quill",
        "ann_quill",
        "ä",
        "a\u0308",
        "lê",
        "-a",
        "a-",
        "a--b",
        "а",
        "a.b",
        "a" * (ID_LENGTH + 1),
        "a'b",
        "x" * 240,
        "\u202egnp",
        "a\nb",
    ],
)
def test_bad_id(read: Read, id: str) -> None:
    """A name that is no id is told, in whatever form its accents are; its text is read all the same."""
    folder = read(**{f"people/{id}.yml": "name: A"})
    (problem,) = folder.problems
    hint = f"lowercase letters a to z, digits and single hyphens, at most {ID_LENGTH}"
    assert (problem.code, problem.span, problem.hint) == ("bad-id", Span(f"records/people/{id}.yml"), hint)
    assert problem.message.startswith(f"“{id}” cannot be an id")
    assert [file.text for file in folder.files] == ["name: A"]


@pytest.mark.parametrize(
    ("id", "named"),
    [
        ("\u0430nn", "“а” is U+0430 (cyrillic small letter a)"),
        ("ann\u200b", "“\\u{200b}” is U+200B (zero width space)"),
        ("ánn", "“á” is U+00E1 (latin small letter a with acute)"),
        ("ﬁn", "“ﬁ” is U+FB01 (latin small ligature fi)"),
        ("абвг", "“а” is U+0430 (cyrillic small letter a), “б” is U+0431 (cyrillic small letter be), "
         "“в” is U+0432 (cyrillic small letter ve)"),
    ],
)  # fmt: skip
def test_letters_that_look_like_others(read: Read, id: str, named: str) -> None:
    """Letters that an id cannot have are named by code point, at most three of them: nobody sees what they are."""
    (problem,) = read(**{f"people/{id}.yml": "name: A"}).problems
    assert problem.message == f"“{id}” cannot be an id: {named}"


def test_ids_that_differ_in_capitals(read: Read) -> None:
    """Two ids that some computers take for one file are told together."""
    (problem,) = read(**{"people/Ann.yml": "name: A", "people/ann.yml": "name: A"}).problems
    assert (problem.code, problem.span.path) == ("bad-id", "records/people/Ann.yml")
    assert [(r.span.path, r.message) for r in problem.related] == [
        ("records/people/ann.yml", "this id differs in capital letters only")
    ]


# ---- pictures, and what only looks like one


@pytest.mark.parametrize("ending", ["svg", "SVGZ", "html", "htm", "xhtml", "js", "xml"])
def test_file_that_can_hold_programs(read: Read, ending: str) -> None:
    """What would run in a reader's browser is refused wherever it lies, not only left out."""
    for folder in ("meetings/2024", "people", "elsewhere"):
        problems = [
            p
            for p in read(**{f"{folder}/map.{ending}": "<script>"}).problems
            if p.span.path.startswith(f"records/{folder}/")
        ]
        assert [p.code for p in problems] == ["unsafe-file"]


@pytest.mark.parametrize(
    "content", [b"", b"<svg onload=alert(1)>", b"\x89PNX", b"GIF87", b"RIFF\0\0\0\0WAVE", b" \x89PNG\r\n\x1a\n"]
)
def test_picture_that_is_none(read: Read, content: bytes) -> None:
    """The first bytes decide whether a file is a picture, not its name."""
    (problem,) = read(**{"meetings/2024/a.png": content}).problems
    assert (problem.code, problem.span.path) == ("not-a-picture", "records/meetings/2024/a.png")


@pytest.mark.parametrize(("more", "codes"), [(0, []), (1, ["picture-too-large"])])
def test_size_of_a_picture(read: Read, more: int, codes: list[str]) -> None:
    """A picture may have five megabytes and not a byte more."""
    begin = b"GIF89a"
    folder = read(**{"meetings/a.gif": begin + b"\0" * (source.MAX_PICTURE_BYTES - len(begin) + more)})
    assert [problem.code for problem in folder.problems] == codes


def test_name_that_is_no_text(tmp_path: Path) -> None:
    """A file name that is not UTF-8 is no id, and can be shown."""
    folder = folder_of(tmp_path, {"people/ann.yml": "x"})
    (folder / os.fsdecode(b"people/\xff.yml")).write_text("x", encoding="utf-8")
    (problem,) = read_records(folder).problems
    assert problem.code == "bad-id"
    assert render_problem(problem).encode()


@pytest.mark.parametrize(
    "id", ["index", "404", "search", "undated", "2024", "0000", "con", "prn", "aux", "nul", "com1", "lpt9"]
)
@pytest.mark.parametrize("kind", [Kind.MEETING, Kind.PERSON])
def test_reserved_id(read: Read, kind: Kind, id: str) -> None:
    """Ids that a page of the site or an operating system has taken are told."""
    name = f"{kind}/{id}.{'md' if kind is Kind.MEETING else 'yml'}"
    assert read(**{name: "x"}).problems == (
        Problem("reserved-id", Span(f"records/{name}"), f"the id “{id}” is taken", "add a word to it"),
    )


@pytest.mark.parametrize("id", ["index-2", "con-air", "20240", "com", "com10", "search-party", "a" * ID_LENGTH])
def test_id_that_is_nearly_reserved(read: Read, id: str) -> None:
    """An id that only begins like a reserved one is free, and so is one of just the greatest length."""
    assert read(**{f"people/{id}.yml": "x"}).problems == ()


def test_duplicate_id(read: Read) -> None:
    """Of two files of one kind with one id the first counts and both are named; other kinds may use it too."""
    folder = read(**{"people/b/ann.yml": "two", "people/a/ann.yml": "one", "issues/ann.yml": "three"})
    assert [(file.path, file.text) for file in folder.files] == [
        ("records/issues/ann.yml", "three"),
        ("records/people/a/ann.yml", "one"),
    ]
    assert told(folder) == [
        "records/people/b/ann.yml:1:1: error[duplicate-id] the id “ann” is used twice",
    ]
    assert [related.span.path for related in folder.problems[0].related] == ["records/people/a/ann.yml"]


def test_file_beside_a_folder_of_its_name(read: Read) -> None:
    """A file in a folder of another record's name clashes with nothing but a page of the site."""
    folder = read(**{"people/foo.yml": "x", "people/foo/index.yml": "x"})
    assert told(folder) == ["records/people/foo/index.yml:1:1: error[reserved-id] the id “index” is taken"]


# ---- links out of the folder


def test_symbolic_links(tmp_path: Path) -> None:
    """A link to a file, to a folder, to nothing or in a circle is told and not followed."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.yml").write_text("name: Secret", encoding="utf-8")
    folder = folder_of(tmp_path, {"people/ann.yml": "x"})
    (folder / "people/bob.yml").symlink_to(outside / "secret.yml")
    (folder / "people/cy.yml").symlink_to(outside / "nothing.yml")
    (folder / "people/map.png").symlink_to(outside / "secret.yml")
    (folder / "people/more").symlink_to(outside)
    (folder / "people/round").symlink_to(folder)
    (folder / "series").symlink_to(outside)
    found = read_records(folder)
    assert [file.path for file in found.files] == ["records/people/ann.yml"]
    assert found.pictures == frozenset()
    names = ("people/bob.yml", "people/cy.yml", "people/map.png", "people/more", "people/round", "series")
    assert found.problems == tuple(
        Problem("symlink", Span(f"records/{name}"), "this is a symbolic link", "put the file itself here")
        for name in names
    )


def test_what_is_neither_file_nor_folder(tmp_path: Path) -> None:
    """Something that would never end to be read is not opened."""
    folder = folder_of(tmp_path, {"people/ann.yml": "x"})
    os.mkfifo(folder / "people/bob.yml")
    assert [file.id for file in read_records(folder).files] == ["ann"]


# ---- what cannot be read


def test_missing_folder(tmp_path: Path) -> None:
    """A folder that is not there is told."""
    assert told(read_records(tmp_path / "records")) == [
        "records:1:1: error[unreadable-file] the folder cannot be read: No such file or directory"
    ]


def refusing(name: str, original: Callable[..., object]) -> Callable[..., object]:
    """A method of paths that refuses one of them, as a disk does whose permissions are wrong."""

    def method(self: Path, *given: object, **named: object) -> object:
        if self.name == name:
            raise PermissionError(13, "Permission denied")
        return original(self, *given, **named)

    return method


def test_unreadable_file(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the computer refuses to open is told, its id counts as known, and the others are read."""
    monkeypatch.setattr(Path, "read_bytes", refusing("ann.yml", Path.read_bytes))
    folder = read(**{"people/ann.yml": "x", "people/bob.yml": "y"})
    assert [(file.id, file.text) for file in folder.files] == [("ann", None), ("bob", "y")]
    assert told(folder) == [
        "records/people/ann.yml:1:1: error[unreadable-file] the file cannot be read: Permission denied"
    ]


def test_unreadable_folder(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be opened is told, and the others are read."""
    opened = refusing("mere", os.scandir)
    monkeypatch.setattr(os, "scandir", lambda folder: opened(Path(folder)))
    folder = read(**{"people/mere/ann.yml": "x", "people/bob.yml": "y"})
    assert [file.id for file in folder.files] == ["bob"]
    assert told(folder) == [
        "records/people/mere:1:1: error[unreadable-file] the folder cannot be read: Permission denied"
    ]


def test_too_large(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record above the limit is refused before it is read; one of just the limit is not."""
    monkeypatch.setattr(source, "MAX_BYTES", 2_500_000)
    monkeypatch.setattr(Path, "read_bytes", refusing("big.yml", Path.read_bytes))
    folder = read(**{"people/big.yml": b"x" * 2_560_000, "people/fits.yml": b"x" * 2_500_000})
    assert [(file.id, file.text is None) for file in folder.files] == [("big", True), ("fits", False)]
    assert folder.problems == (
        Problem(
            "too-large",
            Span("records/people/big.yml"),
            "the file has 2.6 MB; a record may have 2 MB",
            "split it into parts",
        ),
    )


# ---- texts


def text_of(data: bytes, tmp_path: Path) -> tuple[str | None, tuple[Problem, ...]]:
    path = tmp_path / "a.yml"
    path.write_bytes(data)
    problems: list[Problem] = []
    return read_text(path, "a.yml", problems), tuple(problems)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a\nb\n", "a\nb\n"),
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\rb\r", "a\nb\n"),
        (b"\xef\xbb\xbfa\r\nb", "a\nb"),
        ("tab\there – Đỗ 🙂".encode(), "tab\there – Đỗ 🙂"),
        ("👩\u200d🌾 می\u200cخواهم".encode(), "👩\u200d🌾 می\u200cخواهم"),
    ],
)
def test_text(tmp_path: Path, data: bytes, text: str) -> None:
    """Line ends of all systems are plain line feeds, a byte order mark is no text; all letters stay as they are."""
    assert text_of(data, tmp_path) == (text, ())


@pytest.mark.parametrize(
    ("data", "line", "column", "message"),
    [
        ("name: ü".encode("utf-16"), 1, 1, "the file is UTF-16 text"),
        ("\ufeffname: ü".encode("utf-16-be"), 1, 1, "the file is UTF-16 text"),
        (
            "name: Grün".encode("latin-1"),
            1,
            9,
            "byte 0xfc is not UTF-8 text; the file is probably Windows-1252 or Latin-1",
        ),
        (
            "é\r\nb\rüx".encode() + b"\x93",
            3,
            3,
            "byte 0x93 is not UTF-8 text; the file is probably Windows-1252 or Latin-1",
        ),
        (
            b"\xef\xbb\xbfname: \xfc\n",
            1,
            7,
            "byte 0xfc is not UTF-8 text; the file is probably Windows-1252 or Latin-1",
        ),
        (
            b"a\n\xed\xa0\x80",
            2,
            1,
            "byte 0xed is not UTF-8 text; the file is probably Windows-1252 or Latin-1",
        ),
    ],
)
def test_not_utf8(tmp_path: Path, data: bytes, line: int, column: int, message: str) -> None:
    """A text in another encoding is refused with a guess which, at the first byte that shows it."""
    assert text_of(data, tmp_path) == (
        None,
        (Problem("not-utf8", Span("a.yml", line, column), message, "save it as UTF-8"),),
    )


@pytest.mark.parametrize(
    ("character", "name", "stands"),
    [
        ("\x00", "\\u{0} (control character)", False),
        ("\x1b", "\\u{1b} (control character)", False),
        ("\x85", "\\u{85} (control character)", False),
        ("\u2028", "\\u{2028} (line separator)", False),
        ("\ufeff", "\\u{feff} (zero width no-break space)", False),
        ("\uffff", "\\u{ffff} (control character)", False),
        ("\u200b", "\\u{200b} (zero width space)", True),
        ("\u00ad", "\\u{ad} (soft hyphen)", True),
        ("\u202e", "\\u{202e} (right-to-left override)", True),
        ("\u2066", "\\u{2066} (left-to-right isolate)", True),
        ("\u200f", "\\u{200f} (right-to-left mark)", True),
        ("\u2060", "\\u{2060} (word joiner)", True),
    ],
)
def test_hidden_character(tmp_path: Path, character: str, name: str, stands: bool) -> None:
    """A character that nobody can see is told with its code point; one that would break lines becomes a blank."""
    text, problems = text_of(f"name: Ann\nnote: x{character}y\n".encode(), tmp_path)
    assert text == f"name: Ann\nnote: x{character if stands else ' '}y\n"
    message = f"an invisible character stands here: {name}"
    assert problems == (Problem("control-character", Span("a.yml", 2, 8), message, "delete it"),)


def test_many_hidden_characters(tmp_path: Path) -> None:
    """Ten of them are enough to say what is wrong with a file."""
    _, problems = text_of("\u200b\n".encode() * 500, tmp_path)
    assert [problem.span.line for problem in problems] == list(range(1, 11))


@pytest.mark.parametrize("name", [".", ""])
def test_folder_without_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Read from within, the records are shown as from without."""
    folder = folder_of(tmp_path, {"people/ann.yml": "x", "people/map.png": "x", "odd.txt": "x"})
    monkeypatch.chdir(folder)
    assert read_records(Path(name)) == read_records(folder)


@given(st.binary(max_size=200))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Whatever bytes a file holds, its text comes back without what breaks lines, or the reason why not."""
    text, problems = text_of(data, tmp_path_factory.getbasetemp())
    if text is None:
        assert len(problems) == 1
    else:
        assert text.splitlines() == (text.removesuffix("\n").split("\n") if text else [])
