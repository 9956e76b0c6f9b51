"""Where everything lies, and how pages link to it."""

from __future__ import annotations

from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.archive import ConclusionKey
from generator.archive.names import Ref
from generator.config import Repository, SiteConfig
from generator.records.dates import parse_date
from generator.records.model import Kind
from generator.site import urls

HOST = "http://site.invalid/sub/"

segments = st.from_regex(r"[a-zđ0-9][a-zđ0-9 .:?%&+-]{0,6}", fullmatch=True)
folders = st.lists(segments, max_size=5).map(lambda parts: "".join(f"{part}/" for part in parts))
pages = st.one_of(folders, st.tuples(folders, segments).map("".join))
fragments = st.one_of(st.just(""), st.from_regex(r"#[a-z0-9.-]{1,8}", fullmatch=True))


@given(page=pages, target=pages, fragment=fragments)
def test_a_link_lands_from_any_page(page: str, target: str, fragment: str) -> None:
    """A browser that follows the link from any depth comes to the address, whatever letters it has."""
    here = urljoin(HOST, urls.relative(page, ""))
    assert unquote(here) == HOST + page
    assert unquote(urljoin(here, urls.relative(target + fragment, page))) == HOST + target + fragment


@given(page=pages, target=pages, fragment=fragments)
def test_a_link_is_neither_empty_nor_absolute(page: str, target: str, fragment: str) -> None:
    """The site works at a domain's root, in a sub-path and from a disk: no link begins at the root or with a scheme."""
    link = urls.relative(target + fragment, page)
    assert link
    assert not link.startswith("/")
    assert ":" not in link.partition("#")[0]


@pytest.mark.parametrize(
    ("target", "page", "link"),
    [
        ("", "", "./"),
        ("", "people/x/", "../../"),
        ("people/", "", "people/"),
        ("people/", "people/", "../people/"),
        ("people/x/", "people/", "../people/x/"),
        ("people/x/", "people/y/", "../../people/x/"),
        ("issues/z/", "people/y/", "../../issues/z/"),
        ("people/x/#a.1", "people/x/", "#a.1"),
        ("people/x/#a.1", "people/y/", "../../people/x/#a.1"),
        ("search/", "404.html", "search/"),
        ("media/meetings/2024/a b.png", "meetings/m/", "../../media/meetings/2024/a%20b.png"),
    ],
)
def test_links_go_by_way_of_the_root(target: str, page: str, link: str) -> None:
    """Pages of one depth have the same link to the same place; within a page it is the fragment alone."""
    assert urls.relative(target, page) == link


def test_each_thing_has_its_address() -> None:
    """Records, lists, conclusions and years lie where published links expect them."""
    assert urls.record(Ref(Kind.PERSON, "ann-quill")) == "people/ann-quill/"
    assert urls.record(Ref(Kind.MEETING, "m"), "ann-quill.1") == "meetings/m/#ann-quill.1"
    assert urls.conclusion(ConclusionKey("m", "k1")) == "meetings/m/#k1"
    assert urls.listing(Kind.ISSUE) == "issues/"


@pytest.mark.parametrize(
    ("date", "address"),
    [
        ("2024-04-19", "meetings/2024/"),
        ("2023-12-31/2024-01-01", "meetings/2023/"),
        ("0987", "meetings/0987/"),
        ("XXXX-03-07", "meetings/undated/"),
    ],
)
def test_a_meeting_is_listed_with_the_year_in_which_it_began(date: str, address: str) -> None:
    """Years have four digits, and what bears no year has a list of its own."""
    assert urls.year(parse_date(date)) == address


def test_a_record_can_be_read_where_it_is_kept() -> None:
    """The link to a record's file follows the host's pattern, with branch and path escaped."""
    path = "records/people/ann quill.yml"

    def source(repository: Repository | None) -> str:
        return urls.source_file(SiteConfig(title="T", repository=repository), path)

    url = "https://git.example/x/"
    assert source(None) == ""
    assert source(Repository(url=url)) == "https://git.example/x/blob/main/records/people/ann%20quill.yml"
    named = Repository(url=url, branch="haupt/zweig #1", file="{url}/src/branch/{branch}/{path}?plain=1")
    assert source(named) == "https://git.example/x/src/branch/haupt/zweig%20%231/records/people/ann%20quill.yml?plain=1"


@pytest.mark.parametrize(
    ("repository", "read", "edit", "new"),
    [
        (
            {"url": "https://github.com/x/y/", "branch": "haupt #1"},
            "https://github.com/x/y/blob/haupt%20%231/records/people/a.yml",
            "https://github.com/x/y/edit/haupt%20%231/records/people/a.yml",
            "https://github.com/x/y/new/haupt%20%231?filename={path}&value={text}",
        ),
        (
            {"url": "https://gitlab.example/x/y"},
            "https://gitlab.example/x/y/-/blob/main/records/people/a.yml",
            "https://gitlab.example/x/y/-/edit/main/records/people/a.yml",
            "https://gitlab.example/x/y/-/new/main?file_name={path}&content={text}",
        ),
        (
            {"url": "https://codeberg.org/x/y"},
            "https://codeberg.org/x/y/src/branch/main/records/people/a.yml",
            "https://codeberg.org/x/y/_edit/main/records/people/a.yml",
            "https://codeberg.org/x/y/_new/main/?filename={path}&value={text}",
        ),
        (
            {"url": "https://git.example/x", "file": "{url}/src/branch/{branch}/der archiv/{path}"},
            "https://git.example/x/src/branch/main/der archiv/records/people/a.yml",
            "https://git.example/x/_edit/main/der%20archiv/records/people/a.yml",
            "https://git.example/x/_new/main/?filename=der%20archiv/{path}&value={text}",
        ),
        (
            {"url": "https://gitlab.example/x", "host": "forgejo"},
            "https://gitlab.example/x/src/branch/main/records/people/a.yml",
            "https://gitlab.example/x/_edit/main/records/people/a.yml",
            "https://gitlab.example/x/_new/main/?filename={path}&value={text}",
        ),
    ],
    ids=["github", "gitlab", "codeberg", "records below a folder", "said in the configuration"],
)
def test_each_kind_of_host_has_its_own_pages(repository: dict[str, str], read: str, edit: str, new: str) -> None:
    """Reading, correcting and adding a record lead to the pages that its kind of host has for them."""
    config = SiteConfig(title="T", repository=Repository(**repository))
    assert urls.source_file(config, "records/people/a.yml") == read
    assert urls.edit_file(config, "records/people/a.yml") == edit
    assert urls.new_file(config) == new


def test_without_a_repository_nothing_can_be_proposed() -> None:
    """Where nobody knows the repository, no link pretends to."""
    config = SiteConfig(title="T")
    assert urls.edit_file(config, "records/people/a.yml") == urls.new_file(config) == ""


def test_copies_of_records_keep_their_folders() -> None:
    """Two records of one name in different folders have different copies."""
    assert urls.copy_of("records/people/a.yml") == "sources/people/a.yml"
    assert urls.copy_of("records/meetings/2024/a.md") == "sources/meetings/2024/a.md"


def test_addresses_that_clash_are_named() -> None:
    """A page that would overwrite another one is found before anything is written."""
    assert urls.clashes(["a/", "b/", "a/", "c/"]) == ("a/",)
    assert urls.clashes(["a/", "b/"]) == ()
