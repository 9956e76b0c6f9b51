from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config import DISTRICT_KINDS, Licence, Repository, SiteConfig, decode_config
from generator.problems import in_order, render_problem


def config_of(text: str) -> SiteConfig:
    config, problems = decode_config("site_config.yml", text)
    assert problems == ()
    assert config is not None
    return config


def told(text: str) -> str:
    """Everything that is wrong, as a terminal shows it."""
    _, problems = decode_config("site_config.yml", text, ("de", "en", "vi"))
    return "\n".join(render_problem(problem, text.split("\n")) for problem in in_order(problems))


def test_title_is_enough() -> None:
    """A title makes a configuration; everything else has a default."""
    assert config_of("title: Archive of Mere\n") == SiteConfig(title="Archive of Mere")
    assert config_of("title: A\n").model_dump() == {
        "title": "A",
        "description": None,
        "language": "de",
        "languages": (),
        "records_language": None,
        "site_url": None,
        "accent": "#8a1c1c",
        "licence": None,
        "publisher": None,
        "repository": None,
        "search_service": None,
        "offline": False,
        "meeting_kinds": {},
        "district_kinds": {},
        "first_level": ("district", "city", "town"),
        "exports": {},
        "about": None,
    }


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("description: Talks of Mere.", {"description": "Talks of Mere."}),
        ("language: vi", {"language": "vi"}),
        ("languages: [en, vi]", {"languages": ("en", "vi")}),
        ("offline: on", {"offline": True}),
        ("exports: {sqlite: off, json: yes}", {"exports": {"sqlite": False, "json": True}}),
        ("records_language: no", {"records_language": "no"}),
        ("site_url: https://mere.example", {"site_url": "https://mere.example/"}),
        ("site_url: http://mere.example/a/b//", {"site_url": "http://mere.example/a/b/"}),
        ("accent: '#0A5F3C'", {"accent": "#0a5f3c"}),
        ("licence: {name: CC BY 4.0}", {"licence": Licence(name="CC BY 4.0", url=None)}),
        (
            "licence: {name: X, url: https://x.example/by}",
            {"licence": Licence(name="X", url="https://x.example/by")},
        ),
        (
            "repository: {url: https://git.example/mere}",
            {"repository": Repository(url="https://git.example/mere", branch="main", file=None)},
        ),
        (
            "repository: {url: https://git.example/mere, branch: 1.0, file: '{url}/src/{branch}/{path}'}",
            {"repository": Repository(url="https://git.example/mere", branch="1.0", file="{url}/src/{branch}/{path}")},
        ),
        ("meeting_kinds: {moot: Thing}", {"meeting_kinds": {"moot": "Thing"}}),
        (
            "district_kinds: {shire: Grafschaft}\nfirst_level: [shire, town]",
            {"district_kinds": {"shire": "Grafschaft"}, "first_level": ("shire", "town")},
        ),
        ("first_level: []", {"first_level": ()}),
        ("about: |\n  # Us\n\n  We are.", {"about": "# Us\n\n  We are.".replace("\n  ", "\n")}),
        ("description:", {}),
    ],
)
def test_key(line: str, expected: dict[str, object]) -> None:
    """Each key is read as it is written; one without a value counts as not given."""
    assert config_of(f"title: A\n{line}\n") == SiteConfig(title="A", **expected)


def wrong(column: int, length: int, code: str, message: str, hint: str = "") -> tuple[int, int, str, str, str]:
    return column, length, code, message, hint


CATALOGUES = "there is a catalogue for de, en, vi; another can be added"


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        (
            "langauge: en",
            wrong(1, 8, "unknown-field", "there is no field “langauge” here", "did you mean “language”?"),
        ),
        (
            "language: fr",
            wrong(11, 2, "wrong-value", "the interface has no words in “fr”", CATALOGUES),
        ),
        (
            "languages: [de, fr]",
            wrong(17, 2, "wrong-value", "the interface has no words in “fr”", CATALOGUES),
        ),
        ("language: [de]", wrong(11, 1, "wrong-value", "“language” expects text")),
        ("description: [a]", wrong(14, 1, "wrong-value", "“description” expects text")),
        ("description: ' '", wrong(14, 3, "wrong-value", "“description” is empty")),
        ("records_language: ''", wrong(19, 2, "wrong-value", "“records_language” is empty")),
        ("about: {a: b}", wrong(8, 1, "wrong-value", "“about” expects text")),
        (
            "site_url: mere.example",
            wrong(
                11,
                12,
                "bad-address",
                "“mere.example” is not the address of a site",
                "such as https://example.org/archive/",
            ),
        ),
        (
            "site_url: https://mere.example/?a",
            wrong(
                11,
                23,
                "bad-address",
                "“https://mere.example/?a” is not the address of a site",
                "such as https://example.org/archive/",
            ),
        ),
        (
            "accent: red",
            wrong(
                9,
                3,
                "wrong-value",
                "“red” is not a colour",
                "six hexadecimal digits in quotes, such as '#8a1c1c'",
            ),
        ),
        (
            "accent: #8a1c1c",
            wrong(1, 6, "wrong-value", "a # without quotes begins a comment", "put the colour in quotes: '#8a1c1c'"),
        ),
        ("licence: CC BY", wrong(10, 5, "wrong-value", "“licence” expects fields of its own")),
        (
            "licence: {url: https://x.example}",
            wrong(10, 1, "missing-field", "“name” is missing", "add a line `name: …`"),
        ),
        (
            "licence: {name: X, url: 'javascript:1'}",
            wrong(
                25,
                14,
                "bad-address",
                "“javascript:1” is not an address that readers can open",
                "http://…, https://… or mailto:…",
            ),
        ),
        (
            "repository: {url: https://g.example, brnach: x}",
            wrong(38, 6, "unknown-field", "there is no field “brnach” here", "did you mean “branch”?"),
        ),
        (
            "repository: {branch: x}",
            wrong(13, 1, "missing-field", "“url” is missing", "add a line `url: …`"),
        ),
        (
            "repository: {url: https://g.example, file: 'javascript:1'}",
            wrong(
                44,
                14,
                "bad-address",
                "“javascript:1” does not begin with {url} or https://",
                "such as '{url}/src/branch/{branch}/{path}'",
            ),
        ),
        ("meeting_kinds: [moot]", wrong(16, 1, "wrong-value", "“meeting_kinds” expects fields of its own")),
        ("district_kinds: {shire: []}", wrong(25, 1, "wrong-value", "“shire” expects text")),
        (
            "first_level: town",
            wrong(14, 4, "wrong-value", "“first_level” expects a list", "write [town], or one line `- town` each"),
        ),
        (
            "first_level: [town, shire]",
            wrong(
                14,
                1,
                "unknown-kind",
                "there is no kind of district “shire”",
                f"known are {', '.join(DISTRICT_KINDS)}",
            ),
        ),
        (
            "first_level: [shire]\ndistrict_kinds: x",
            wrong(17, 1, "wrong-value", "“district_kinds” expects fields of its own"),
        ),
        (
            "title: B",
            wrong(1, 5, "duplicate-key", "“title” is given twice", "keep one of the two"),
        ),
        (
            "description: Mere: its talks",
            wrong(
                18,
                1,
                "yaml-syntax",
                "a colon stands in text without quotes",
                "write description: 'Mere: its talks'",
            ),
        ),
    ],
)
def test_mistake(line: str, mistake: tuple[int, int, str, str, str]) -> None:
    """Each mistake is told once, at its place, with what to type instead."""
    _, (problem,) = decode_config("site_config.yml", f"title: A\n{line}\n", ("de", "en", "vi"))
    assert (problem.span.column, problem.span.length, problem.code, problem.message, problem.hint) == mistake
    assert problem.span.path == "site_config.yml"


def test_all_mistakes_at_once() -> None:
    """One run tells everything that is wrong, each with its line."""
    assert told("accent: blue\nlicence:\n  url: x\n") == (
        "site_config.yml:1:1: error[missing-field]\n"
        "    1 | accent: blue\n"
        "      | ^ “title” is missing\n"
        "  help: add a line `title: …`\n"
        "site_config.yml:1:9: error[wrong-value]\n"
        "    1 | accent: blue\n"
        "      |         ^^^^ “blue” is not a colour\n"
        "  help: six hexadecimal digits in quotes, such as '#8a1c1c'\n"
        "site_config.yml:3:3: error[missing-field]\n"
        "    3 |   url: x\n"
        "      |   ^ “name” is missing\n"
        "  help: add a line `name: …`\n"
        "site_config.yml:3:8: error[bad-address]\n"
        "    3 |   url: x\n"
        "      |        ^ “x” is not an address that readers can open\n"
        "  help: http://…, https://… or mailto:…"
    )


@pytest.mark.parametrize(("text", "code"), [("", "empty-record"), ("# later\n", "empty-record"), ("A", "wrong-value")])
def test_no_fields(text: str, code: str) -> None:
    """A configuration without fields is none, and says so."""
    config, (problem,) = decode_config("site_config.yml", text)
    assert config is None
    assert problem.code == code


def test_unquoted_comment_behind_a_colour() -> None:
    """A comment behind a quoted colour is a comment."""
    assert config_of("title: A\naccent: '#0a5f3c' # green\n").accent == "#0a5f3c"


def test_configuration_cannot_be_changed() -> None:
    """What was read stays as it was read."""
    with pytest.raises(ValueError, match="frozen"):
        config_of("title: A\n").title = "B"  # type: ignore[misc]


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    """No text makes the reader fail: it is a configuration or has problems."""
    config, problems = decode_config("site_config.yml", text)
    assert config is not None or problems


@pytest.mark.parametrize(
    "address", ["mailto:a@b.example", "https://x.example", "https://x.example/a b", "https://x;y/z"]
)
def test_a_search_service_is_an_address_that_can_be_asked(address: str) -> None:
    """What could not be asked, or would say something else in the site's policy, is refused."""
    _, problems = decode_config("site_config.yml", f"title: A\nsearch_service: '{address}'\n")
    assert [problem.code for problem in problems] == ["bad-address"]


def test_the_interface_speaks_its_own_language_first() -> None:
    """The site's own language comes first, whether `languages` names it or not, and no language comes twice."""
    assert config_of("title: A\n").spoken == ("de",)
    assert config_of("title: A\nlanguage: vi\nlanguages: [en, vi, de, en]\n").spoken == ("vi", "en", "de")
    assert config_of("title: A\nlanguages: [en]\n").spoken == ("de", "en")
