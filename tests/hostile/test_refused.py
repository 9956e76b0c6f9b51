"""Records that are refused: each with its code at its line and column, and nothing is built of them."""

# ruff: noqa: E501 - what is expected stands beside what is wrong

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from generator.cli import GOOD, PROBLEMS, main
from tests.hostile.conftest import Check, Written, write

M = "meetings/2024/m.md"
P = "people/orin.yml"
ORIN = {P: "name: Orin Vale\n"}
HEAD = "---\ntitle: Weir talk\ndate: 2024-05-01\n"


def meeting(fields: str = "", body: str = "") -> str:
    """A whole meeting with these fields, from line 4 on, and this text."""
    return f"{HEAD}{fields}---\n{body}"


class Case(NamedTuple):
    """An archive, what is told of it, and words that must be among those told."""

    name: str
    files: dict[str, Written]
    told: list[tuple[str, str, int, int]]
    words: tuple[str, ...] = ()


def bombs() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(lines) + "\n"


RM, RP = f"records/{M}", f"records/{P}"
CASES = (
    Case("v18 address that is a script", {M: meeting('sources:\n  - url: "javascript:alert(1)"\n')}, [("bad-address", RM, 5, 10)]),
    Case("v19 address that hides its host", {M: meeting('sources:\n  - url: "https://weir.example@evil.invalid/"\n')}, [("bad-address", RM, 5, 10)]),
    Case("v20 address of a file", {M: meeting('sources:\n  - url: "file:///etc/passwd"\n')}, [("bad-address", RM, 5, 10)]),
    Case("v21 markup as an issue", {"issues/fog.yml": 'name: "<b onmouseover=alert(1)>fog</b>"\n'}, [("wrong-value", "records/issues/fog.yml", 1, 7)]),
    Case("v22 misspelt field", {M: meeting("charis: [orin]\n"), **ORIN}, [("unknown-field", RM, 4, 1)], ("did you mean “chairs”?",)),
    Case("v23 misspelt person", {M: meeting("chairs: [orni]\n"), **ORIN}, [("unknown-reference", RM, 4, 10)], ("did you mean “orin” (Orin Vale)?",)),
    Case(
        "v24 district far from all",
        {M: meeting("districts: [qwxyz]\n"), "districts/mereside.yml": "name: Mereside\n"},
        [("unknown-reference", RM, 4, 13)],
        ("a new district: add records/districts/qwxyz.yml",),
    ),
    Case("v25 no date", {M: "---\ntitle: Weir talk\n---\n"}, [("missing-field", RM, 2, 1)], ("“date” is missing",)),
    Case("v26 day first", {M: "---\ntitle: T\ndate: 19.04.2024\n---\n"}, [("bad-date", RM, 3, 7)], ("write 2024-04-19",)),
    Case("v26 day or month first", {M: "---\ntitle: T\ndate: 04/05/2024\n---\n"}, [("bad-date", RM, 3, 7)], ("write 2024-05-04 or 2024-04-05",)),
    Case("v27 month 13", {M: "---\ntitle: T\ndate: 2024-13-01\n---\n"}, [("bad-date", RM, 3, 7)], ("there is no month 13",)),
    Case("v27 30 February", {M: "---\ntitle: T\ndate: 2024-02-30\n---\n"}, [("bad-date", RM, 3, 7)], ("that month has 29 days",)),
    Case("v29 end before start", {M: "---\ntitle: T\ndate: 2024-05-02/2024-05-01\n---\n"}, [("end-before-start", RM, 3, 7)]),
    Case("v29 post that ends before it begins", {P: "name: Orin Vale\nposts:\n  - {role: Reeve, from: 2024, until: 2021}\n"}, [("end-before-start", RP, 3, 38)]),
    Case("v30 doubled field", {M: meeting("title: Again\n")}, [("duplicate-key", RM, 4, 1)], (f"see {RM}:2:1",)),
    Case("v31 tab", {M: meeting("sources:\n\t- title: x\n")}, [("yaml-syntax", RM, 5, 1)], ("use spaces",)),
    Case("v32 colon without quotes", {M: "---\ntitle: Talk: the weir\ndate: 2024\n---\n"}, [("yaml-syntax", RM, 2, 12)], ("write title: 'Talk: the weir'",)),
    Case("v36 bomb of aliases", {"issues/fog.yml": bombs()}, [("yaml-feature", "records/issues/fog.yml", 1, 5)]),
    Case("v37 tag of Python", {P: "name: !!python/object/apply:os.system ['touch secret']\n"}, [("yaml-feature", RP, 1, 7)]),
    Case("v38 tag of the environment", {P: "name: !ENV HOME\n"}, [("yaml-feature", RP, 1, 7)]),
    Case("v39 nested without end", {P: "name: Orin\naliases: " + "[" * 5000 + "\n"}, [("too-deep", RP, 2, 1009)]),
    Case("v40 second document", {P: "name: Orin\n---\nname: Vale\n"}, [("yaml-feature", RP, 2, 1)]),
    Case("v40 second meeting", {M: f"{meeting()}\n{meeting()}"}, [("yaml-feature", RM, 6, 1)]),
    Case("v42 UTF-16", {P: "name: Orin\n".encode("utf-16")}, [("not-utf8", RP, 1, 1)], ("UTF-16",)),
    Case("v43 Latin-1", {P: "name: Örin\n".encode("latin-1")}, [("not-utf8", RP, 1, 7)], ("Latin-1",)),
    Case("v44 NUL", {P: b"name: Or\x00in\n"}, [("control-character", RP, 1, 9)], ("\\u{0}",)),
    Case("v45 invisible blank in an id", {M: meeting("chairs: [or\u200bin]\n"), **ORIN}, [("control-character", RM, 4, 12)], ("\\u{200b} (zero width space)",)),
    Case("v45 invisible blank in a file name", {"people/or\u200bin.yml": "name: Orin\n"}, [("bad-id", "records/people/or\u200bin.yml", 1, 1)], ("U+200B (zero width space)",)),
    Case("v46 text that runs backwards", {M: "---\ntitle: \u202eklat\ndate: 2024\n---\n"}, [("control-character", RM, 2, 8)], ("right-to-left override",)),
    Case("v47 Cyrillic letter in a reference", {M: meeting("chairs: [\u043erin]\n"), **ORIN}, [("unknown-reference", RM, 4, 10)], ("U+043E (cyrillic small letter o)", "did you mean “orin”")),
    Case("v47 Cyrillic letter in a file name", {"people/\u043erin.yml": "name: Orin\n"}, [("bad-id", "records/people/\u043erin.yml", 1, 1)], ("U+043E (cyrillic small letter o)",)),
    Case("v48 accents apart in a file name", {"people/o\u0302rin.yml": "name: Orin\n"}, [("bad-id", "records/people/o\u0302rin.yml", 1, 1)], ("U+0302",)),
    Case("v50 more than 8 MB", {M: meeting(body="x" * 8_000_001)}, [("too-large", RM, 1, 1)]),
    Case("v53 way out as a reference", {M: meeting("chairs: [../../x]\n")}, [("unknown-reference", RM, 4, 10)]),
    Case("v54 path as an address", {M: meeting("documents:\n  - {title: x, url: /etc/passwd}\n")}, [("bad-address", RM, 5, 21)]),
    Case("v54 path as a picture", {M: meeting(body="![x](/etc/passwd)\n\n![y](../../../secret.png)\n")}, [("missing-picture", RM, 5, 6), ("missing-picture", RM, 7, 6)], ("leads out of the records",)),
    Case("v55 one id twice", {"people/a/orin.yml": "name: A\n", "people/b/orin.yml": "name: B\n"}, [("duplicate-id", "records/people/b/orin.yml", 1, 1)], ("see records/people/a/orin.yml:1:1",)),
    Case("v56 file and folder of one name", {"meetings/weir.md": meeting(), "meetings/weir/index.md": meeting()}, [("reserved-id", "records/meetings/weir/index.md", 1, 1)]),
    *(
        Case(f"v57 {name}", {f"meetings/{name}.md": meeting()}, [("reserved-id", f"records/meetings/{name}.md", 1, 1)])
        for name in ("con", "index", "404", "search", "nul", "2024")
    ),
    Case("v58 long name", {f"people/{'x' * 81}.yml": "name: Orin\n"}, [("bad-id", f"records/people/{'x' * 81}.yml", 1, 1)]),
    Case("v58 longest name", {f"people/{'x' * 251}.yml": "name: Orin\n"}, [("bad-id", f"records/people/{'x' * 251}.yml", 1, 1)]),
    Case("v59 SVG", {"meetings/2024/map.svg": "<svg onload=alert(1)>"}, [("unsafe-file", "records/meetings/2024/map.svg", 1, 1)]),
    Case("v59 HTML", {"people/orin.html": "<script>alert(1)</script>"}, [("unsafe-file", "records/people/orin.html", 1, 1)]),
    Case("v59 HTML called a picture", {"meetings/2024/map.png": "<script>alert(1)</script>"}, [("not-a-picture", "records/meetings/2024/map.png", 1, 1)]),
    Case("v61 empty register", {P: ""}, [("empty-record", RP, 1, 1)]),
    Case("v61 empty meeting", {M: ""}, [("empty-record", RM, 1, 1)]),
    Case("v61 front matter without fields", {M: "---\n---\n"}, [("empty-record", RM, 2, 1)]),
    Case("v61 no end of the front matter", {M: "---\ntitle: T\ndate: 2024\n"}, [("unclosed-front-matter", RM, 4, 1)]),
    Case(
        "v64 removed record that others name",
        {M: meeting("chairs: [orin]\n"), "meetings/2024/n.md": meeting("attendees: [orin]\n"), "meetings/2024/o.md": meeting("absent: [orin]\n")},
        [("unknown-reference", RM, 4, 10)],
        ("see records/meetings/2024/n.md:4:13: it is named here, too", "see records/meetings/2024/o.md:4:10: it is named here, too"),
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_refused(check: Check, case: Case) -> None:
    """One cause is one report at its place, the exit code says so, and what to type is among the words."""
    told = check(case.files)
    assert list(told.problems) == case.told
    assert told.exit_code == PROBLEMS
    for words in case.words:
        assert words in told.words


@pytest.mark.parametrize("case", [CASES[0], CASES[23], CASES[37]], ids=lambda case: case.name)
def test_nothing_is_built(tmp_path: Path, case: Case) -> None:
    """Of refused records no site is built, and the last good one stays as it was."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/.konferenzarchiv").write_text("", encoding="utf-8")
    (tmp_path / "site/index.html").write_text("the last good site", encoding="utf-8")
    write(tmp_path, case.files)
    result = CliRunner().invoke(main, ["build", "--config", str(tmp_path / "site_config.yml")])
    assert result.exit_code == PROBLEMS
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == [".konferenzarchiv", "index.html"]
    assert (tmp_path / "site/index.html").read_text(encoding="utf-8") == "the last good site"


def test_v28_future(check: Check) -> None:
    """A meeting more than five years ahead is a warning, announced or not."""
    told = check({M: "---\ntitle: T\ndate: 2924-05-01\nstatus: announced\n---\n"})
    assert told.problems == (("future-date", RM, 3, 7),)
    assert told.exit_code == GOOD


def test_v38_value_is_never_printed(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable of the environment is neither read nor shown."""
    monkeypatch.setenv("WEIR", "hunter2")
    told = check({P: "name: !ENV WEIR\n", M: meeting("chairs: [$WEIR]\n", "${WEIR}\n")})
    assert "hunter2" not in told.words


@pytest.mark.parametrize("whole", [False, True])
def test_v51_v52_links(check: Check, tmp_path: Path, whole: bool) -> None:
    """A symbolic link to a file or a folder elsewhere is refused, and what it leads to is not even opened."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "orin.yml").write_text("name: The secret\n", encoding="utf-8")
    (tmp_path / "records/people").mkdir(parents=True)
    link = tmp_path / "records/people" / ("x" if whole else "orin.yml")
    link.symlink_to(secret if whole else secret / "orin.yml")
    told = check({M: meeting()})
    assert told.problems == (("symlink", f"records/people/{link.name}", 1, 1),)
    assert told.exit_code == PROBLEMS
    assert "The secret" not in told.words


def test_name_that_is_no_text(check: Check, tmp_path: Path) -> None:
    """A file name of bytes that are no text is refused and can be shown."""
    (tmp_path / "records/people").mkdir(parents=True)
    Path(os.fsdecode(os.fsencode(tmp_path / "records/people") + b"/or\xffin.yml")).write_text(
        "name: O\n", encoding="utf-8"
    )
    told = check({})
    assert [code for code, *_ in told.problems] == ["bad-id"]


def test_v62_speaker_who_was_not_there(check: Check) -> None:
    """A speaker who is missing among those who were there is a warning."""
    files = {
        M: meeting("attendees: [ida]\nspeakers: [orin]\n", "**Orin Vale:** Yes.\n"),
        **ORIN,
        "people/ida.yml": "name: Ida Moss\n",
    }
    told = check(files)
    assert told.problems == (("speaker-not-listed", RM, 5, 12),)
    assert told.exit_code == GOOD
