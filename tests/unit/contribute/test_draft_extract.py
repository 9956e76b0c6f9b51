from __future__ import annotations

import io
import socket
import sys
import zipfile
import zlib
from pathlib import Path

import docx
import pytest

from generator.contribute.draft.extract import MAX_TEXT, ExtractError, read_article
from generator.records.source import MAX_BYTES


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a report was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read_or_refused(path: Path) -> tuple[str, str]:
    """Return the words of a report, or why it was refused."""
    try:
        article = read_article(path)
    except ExtractError as error:
        return "", str(error)
    return " ".join([article.title, *article.paragraphs]), ""


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    """Return a packed file with one of its parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            if entry.filename != name:
                after.writestr(entry.filename, before.read(entry))
        after.writestr(name, content)
    return out.getvalue()


def pdf(*lines: str, stream: bytes | None = None, pages: int = 1) -> bytes:
    """Return a PDF of a few lines of Latin text."""
    words = " ".join(f"({line}) Tj T*".replace("\\", "") for line in lines)
    content = zlib.compress(f"BT /F1 12 Tf 14 TL 50 750 Td {words} ET".encode("latin-1")) if stream is None else stream
    kids = " ".join(f"{5 + n} 0 R" for n in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Length {len(content)} /Filter /FlateDecode >>\nstream\n".encode() + content + b"\nendstream",
        *[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
          b"/Resources << /Font << /F1 3 0 R >> >> >>"] * pages,
    ]  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + head.encode() + tail.encode()


# ---- every kind of file


TITLE, FIRST, SECOND = (
    "Rat berät über Fähren",
    "Am 3. Mai 2024 tagte der Rat von Sumpf.",
    (
        "Er beschloss den Haushalt, nachdem die Fährleute lange über die Preise und den Nebel gesprochen hatten, "
        "und verschob den Antrag über die Glocke auf dem Deich in den Herbst, weil niemand wusste, wem sie gehört, "
        "wer sie läuten soll und wer den Strick bezahlt, an dem sie hängt."
    ),
)
HTML = f"""<html lang="de"><head><title>{TITLE}</title></head><body><nav>Start</nav><article><h1>{TITLE}</h1>
<p>{FIRST}</p><p>{SECOND}</p></article><footer>Impressum</footer></body></html>"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.txt", f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n"),
        ("report.TXT", f"\ufeff{TITLE}\r\n\r\n{FIRST}\r\n\r\n{SECOND}\r\n"),
        ("utf16.txt", f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n".encode("utf-16")),
        (
            "report.md",
            f"# {TITLE}\n\nAm **3. Mai** 2024 tagte der [Rat](https://rat.example/) von Sumpf.\n\n> {SECOND}\n",
        ),
        ("report.html", HTML),
        ("report.htm", HTML),
        ("report.docx", word(TITLE, FIRST, "", SECOND)),
        ("report.pdf", pdf(TITLE, "", FIRST, "", SECOND)),
    ],
)
def test_report_is_read_from_every_kind_of_file(tmp_path: Path, name: str, content: bytes | str) -> None:
    """Headline and paragraphs come out of text, Markdown, a page, a Word document and a PDF alike."""
    article = read_article(written(tmp_path, name, content))
    assert (article.title, " ".join(article.paragraphs)) == (TITLE, f"{FIRST} {SECOND}")


def test_wrapped_lines_are_one_paragraph(tmp_path: Path) -> None:
    """Lines wrapped by hand are joined; long lines are paragraphs by themselves."""
    wrapped = (
        "Kopf\n\nAm 3. Mai 2024 tagte der Rat von Sumpf und Umgebung in der\nalten Schule am Deich.\n\nEnde gut.\n"
    )
    assert read_article(written(tmp_path, "a.txt", wrapped)).paragraphs == (
        "Am 3. Mai 2024 tagte der Rat von Sumpf und Umgebung in der alten Schule am Deich.",
        "Ende gut.",
    )
    long = ("Der Rat tagte. " * 12).strip()
    assert read_article(written(tmp_path, "b.txt", f"Kopf\n{long}\n{long}\n")).paragraphs == (long, long)


def test_address_that_is_given_wins(tmp_path: Path) -> None:
    """The address of the report is the one that was typed, else the page's own."""
    page = HTML.replace("<head>", '<head><link rel="canonical" href="https://paper.example/own">')
    path = written(tmp_path, "report.html", page)
    assert read_article(path).url == "https://paper.example/own"
    assert read_article(path, "https://paper.example/typed").url == "https://paper.example/typed"


# ---- hostile files


def test_larger_than_a_record_is_refused_unread(tmp_path: Path) -> None:
    """More than 8 MB are refused by their size alone."""
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(ExtractError, match="larger than 8 MB"):
        read_article(path)


@pytest.mark.parametrize("name", ["a.docx", "a.pdf"])
@pytest.mark.parametrize("content", [b"", b"\x00" * 99, b"%PDF-1.4\nno", b"PK\x03\x04no", HTML.encode()])
def test_file_that_is_not_what_it_says_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    """A file with a wrong ending, cut off or empty, is refused in words."""
    with pytest.raises(ExtractError, match=name):
        read_article(written(tmp_path, name, content))


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_cut_off_files_are_refused_or_read_in_part(tmp_path: Path, cut: float) -> None:
    """A file of which the end is missing never ends in a traceback."""
    for name, whole in (("a.docx", word(TITLE, FIRST)), ("a.pdf", pdf(TITLE, FIRST)), ("a.html", HTML.encode())):
        words, refusal = read_or_refused(written(tmp_path, name, whole[: int(len(whole) * cut)]))
        assert words or name in refusal


def test_word_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """A document that unpacks to far more than a report is refused by what its parts say of their size."""
    bomb = repacked(word(TITLE, FIRST), "word/media/zeros.bin", bytes(70_000_000))
    assert len(bomb) < 1_000_000
    with pytest.raises(ExtractError, match="unpacks to more"):
        read_article(written(tmp_path, "bomb.docx", bomb))


def test_entities_of_a_word_document_are_not_resolved(tmp_path: Path) -> None:
    """A document that names a file of this machine, or an entity of entities, shows neither."""
    secret = written(tmp_path, "secret", "a secret of this machine")
    with zipfile.ZipFile(io.BytesIO(word(TITLE, "here", FIRST))) as packed:
        xml = packed.read("word/document.xml").decode()
    head, _, rest = xml.partition("?>")
    kind = f'<!DOCTYPE d [<!ENTITY e SYSTEM "{secret.as_uri()}"><!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'
    hostile = f"{head}?>{kind}{rest.replace('here', 'here &e; &b;')}".encode()
    path = written(tmp_path, "a.docx", repacked(word(TITLE, "here", FIRST), "word/document.xml", hostile))
    words, _ = read_or_refused(path)
    assert "secret" not in words
    assert "lol" not in words


def test_pdf_bomb_is_refused(tmp_path: Path) -> None:
    """A PDF whose packed text is hundreds of megabytes of nothing is refused or read as nothing."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(10_000_000)) for _ in range(30)) + packer.flush()
    with pytest.raises(ExtractError):
        read_article(written(tmp_path, "bomb.pdf", pdf(stream=packed)))


def test_pdf_of_too_many_pages_is_refused(tmp_path: Path) -> None:
    """A book is no report."""
    with pytest.raises(ExtractError, match="more than 200 pages"):
        read_article(written(tmp_path, "book.pdf", pdf(TITLE, FIRST, pages=201)))


def test_scripts_of_a_page_are_no_text(tmp_path: Path) -> None:
    """Scripts, styles and hidden frames of a page are left out, and nothing that it names is fetched."""
    hostile = HTML.replace(
        f"<p>{SECOND}</p>",
        "<script>evil()</script><style>p {evil: 1}</style><iframe src='https://evil.example/'></iframe>"
        f"<img src='https://evil.example/p.gif'><p>{SECOND}</p>",
    )
    article = read_article(written(tmp_path, "a.html", hostile))
    assert article.paragraphs == (FIRST, SECOND)


def test_deeply_nested_page_is_read_or_refused(tmp_path: Path) -> None:
    """Thousands of elements within each other end in no traceback."""
    page = f"<html><body>{'<div>' * 20_000}<p>{FIRST}</p>{'</div>' * 20_000}</body></html>"
    words, refusal = read_or_refused(written(tmp_path, "a.html", page))
    assert FIRST in words or "a.html" in refusal


def test_text_that_no_report_has_is_refused(tmp_path: Path) -> None:
    """More letters than any report of a meeting has are refused."""
    with pytest.raises(ExtractError, match="cut out the part of one meeting"):
        read_article(written(tmp_path, "a.txt", f"Kopf\n\n{'Der Rat tagte. ' * (MAX_TEXT // 15 + 10)}"))


@pytest.mark.parametrize(("name", "content"), [("a.txt", b""), ("a.txt", b" \n\n "), ("a.html", b"<html></html>")])
def test_file_without_text_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    """Where there is no text there is no draft."""
    with pytest.raises(ExtractError, match="no text"):
        read_article(written(tmp_path, name, content))


def test_other_encodings_are_refused_in_words(tmp_path: Path) -> None:
    """Text in an old encoding is refused with what to do."""
    with pytest.raises(ExtractError, match="save it as UTF-8"):
        read_article(written(tmp_path, "a.txt", "Fähre".encode("latin-1")))


def test_other_endings_are_refused_with_those_that_are_read(tmp_path: Path) -> None:
    """A picture is no report, and the kinds of files that are read are told."""
    with pytest.raises(ExtractError, match=r"a report ends in \.txt, \.md, \.html"):
        read_article(written(tmp_path, "scan.png", b"\x89PNG"))


@pytest.mark.parametrize(
    ("name", "module", "package"),
    [("a.html", "trafilatura", "trafilatura"), ("a.docx", "docx", "python-docx"), ("a.pdf", "pypdf", "pypdf")],
)
def test_missing_library_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str, package: str
) -> None:
    """Without the extra, what is missing is told with the command that installs it; plain text needs nothing."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ExtractError, match=rf"{package} is needed .* pip install 'konferenzarchiv\[draft\]'"):
        read_article(written(tmp_path, name, b"x"))
    assert read_article(written(tmp_path, "a.txt", f"{TITLE}\n\n{FIRST}\n")).title == TITLE
