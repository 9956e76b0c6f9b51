"""`site_config.yml`: the one file that a site owner edits, read as strictly as a record."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from generator.problems import Problem
from generator.records.decode import decode_fields
from generator.records.model import Language, Model, Text, WebAddress, fault
from generator.records.nodes import Located

MEETING_KINDS = (
    "conference", "session", "congress", "voter-meeting", "press-conference", "inspection", "working-session",
    "ceremony", "reception", "dialogue", "inaugural-session", "delegation-visit", "announcement",
)  # fmt: skip
"""Kinds of meetings that the interface has words for."""

DISTRICT_KINDS = ("province", "district", "city", "town", "commune", "ward", "township", "region", "country")
"""Kinds of districts that the interface has words for."""

ExportName = Literal[
    "json", "tables", "sqlite", "feeds", "calendars", "citations", "popolo", "oparl", "akoma-ntoso", "tei",
    "schema-org", "pictures",
]  # fmt: skip
"""The formats in which the archive leaves, as `exports/formats.py` lists them."""


def _site_url(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+(?:/[^\s?#]*)?", text):
        raise fault("bad-address", f"“{text}” is not the address of a site", "such as https://example.org/archive/")
    return text.rstrip("/") + "/"


def _service(text: str) -> str:
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(?::\d+)?/\S+", text):
        hint = "such as https://search.example.org/archive/_search"
        raise fault("bad-address", f"“{text}” is not the address of a search service", hint)
    return text


def _colour(text: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise fault("wrong-value", f"“{text}” is not a colour", "six hexadecimal digits in quotes, such as '#8a1c1c'")
    return text.lower()


def _file_pattern(text: str) -> str:
    if not re.match(r"\{url\}|https?://", text):
        hint = "such as '{url}/src/branch/{branch}/{path}'"
        raise fault("bad-address", f"“{text}” does not begin with {{url}} or https://", hint)
    return text


class Licence(Model):
    """Under which terms the records may be used."""

    name: Text = Field(description="its name, such as CC BY 4.0")
    url: WebAddress | None = Field(None, description="where its text is to be read")


class Repository(Model):
    """Where the records are kept, so that pages can lead to their sources."""

    url: WebAddress = Field(description="address of the repository")
    branch: Text = Field("main", description="the branch that is published")
    host: Literal["github", "gitlab", "forgejo"] | None = Field(
        None,
        description="what kind of host it is, for links to its editor; `forgejo` is Gitea and Codeberg, too "
        "(default: told from `url` and `file`, else `github`)",
    )
    file: Annotated[Text, AfterValidator(_file_pattern)] | None = Field(
        None,
        description="pattern of a file's address; `{url}`, `{branch}` and `{path}` are filled in "
        "(default: the pattern of the `host`)",
    )


class SiteConfig(Model):
    """Everything that a site owner can set; every field has a default but the title."""

    title: Text = Field(description="name of the archive, in the header of every page")
    description: Text | None = Field(None, description="one or two sentences that say what the archive is")
    language: Language = Field("de", description="language of the interface: `de`, `en` or `vi`")
    languages: tuple[Language, ...] = Field(
        (), description="all languages in which the interface is to be read (default: `language` alone)"
    )
    records_language: Text | None = Field(
        None,
        description="language of records that do not say theirs, and of the search's word stems (default: `language`)",
    )
    site_url: Annotated[str, AfterValidator(_site_url)] | None = Field(
        None, description="address of the published site, with its sub-path; without it links stay relative"
    )
    accent: Annotated[str, AfterValidator(_colour)] = Field("#8a1c1c", description="the one accent colour")
    licence: Licence | None = Field(None, description="terms under which the records may be used")
    publisher: Text | None = Field(
        None, description="who answers for the archive, named in its citation and its package (default: `title`)"
    )
    repository: Repository | None = Field(None, description="where the records are kept")
    search_service: Annotated[str, AfterValidator(_service)] | None = Field(
        None,
        description="address of a search service that the search page asks, in the place of the site's own index: "
        "of OpenSearch or Elasticsearch, with `/<index>/_search` at its end",
    )
    offline: bool = Field(
        False,
        description="whether browsers keep the pages that were read, for times without a connection",
    )
    meeting_kinds: dict[str, Text] = Field(
        {}, description="further kinds of meetings, each with the word that readers see"
    )
    district_kinds: dict[str, Text] = Field(
        {}, description="further kinds of districts, each with the word that readers see"
    )
    first_level: tuple[Text, ...] = Field(
        ("district", "city", "town"), description="kinds of districts that `all-districts` means"
    )
    exports: dict[ExportName, bool] = Field(
        {}, description="formats in which the archive can be taken along, each `on` or `off` (default: all are on)"
    )
    about: Text | None = Field(None, description="further text of the page “about” (Markdown)")

    @field_validator("first_level")
    @classmethod
    def _known_kinds(cls, kinds: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if "district_kinds" not in info.data:  # broken, and reported itself
            return kinds
        known = (*DISTRICT_KINDS, *info.data["district_kinds"])
        for kind in kinds:
            if kind not in known:
                message = f"there is no kind of district “{kind}”"
                raise fault("unknown-kind", message, f"known are {', '.join(known)}")
        return kinds

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages of the interface, each once: the site's own first."""
        return tuple(dict.fromkeys((self.language, *self.languages)))


def decode_config(
    path: str, text: str, catalogues: Collection[str] = ()
) -> tuple[SiteConfig | None, tuple[Problem, ...]]:
    """Return the configuration that a YAML text holds, or None, and everything that is wrong with it.

    `catalogues` are the languages that the interface has words in; where none are given, any language will do.
    """
    value, located, problems = decode_fields(path, text, SiteConfig)
    config = value if isinstance(value, SiteConfig) else None
    unknown = tuple(_without_words(config, located, catalogues)) if config and located and catalogues else ()
    return (None if unknown else config), (*problems, *_colour_in_comment(text, located), *unknown)


def _without_words(config: SiteConfig, located: Located, catalogues: Collection[str]) -> Iterator[Problem]:
    """Languages that the interface cannot speak."""
    named = [(("language",), config.language), *((("languages", n), name) for n, name in enumerate(config.languages))]
    for way, name in named:
        if name not in catalogues:
            message = f"the interface has no words in “{name}”"
            hint = f"there is a catalogue for {', '.join(sorted(catalogues))}; another can be added"
            yield Problem("wrong-value", located.span(way), message, hint)


def _colour_in_comment(text: str, located: Located | None) -> Iterator[Problem]:
    """A colour without quotes begins with #, which makes a comment of it: it would be left out in silence."""
    span = located.keys.get(("accent",)) if located else None
    if span and re.search(r"accent\s*:\s+#", text.split("\n")[span.line - 1]):
        yield Problem("wrong-value", span, "a # without quotes begins a comment", "put the colour in quotes: '#8a1c1c'")
