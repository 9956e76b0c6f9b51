from __future__ import annotations

import pytest

from generator.package.disk import disk_address, disk_page


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("../people/", "../people/index.html"),
        ("../people/?q=a/b", "../people/index.html?q=a/b"),
        ("../meetings/x/#k1", "../meetings/x/index.html#k1"),
        ("./", "./index.html"),
        ("..", "../index.html"),
        ("?q=a", "index.html?q=a"),
        ("../data/people.json", "../data/people.json"),
        ("../assets/site.css?v=1", "../assets/site.css?v=1"),
        ("#k1", "#k1"),
        ("", ""),
        ("https://x.example/a/", "https://x.example/a/"),
        ("mailto:a@x.example", "mailto:a@x.example"),
        ("//x.example/", "//x.example/"),
        ("/a/", "/a/"),
    ],
)
def test_a_folder_gets_its_page(address: str, expected: str) -> None:
    """Links within the site name the file that a server would find; all others stay."""
    assert disk_address(address) == expected


def test_only_links_are_changed() -> None:
    """Text that looks like a link, and attributes that are none, stay letter by letter."""
    html = '<p title=\'href="a/"\' data-x="b/">href="a/" &lt;a href="b/"&gt;</p><a class="x > y" href="c/">c/</a>'
    assert disk_page(html) == html.replace('href="c/"', 'href="c/index.html"')


def test_a_page_that_leads_on() -> None:
    """A redirect leads to the file, with and without a script."""
    html = '<script src="m.js" data-to="../a/"></script><meta http-equiv="refresh" content="0; url=../a/">'
    assert disk_page(html).count("../a/index.html") == 2


def test_scripts_that_run_there() -> None:
    """The search page gets plain scripts, and no page keeps a module."""
    html = (
        '<link rel="modulepreload" href="../assets/search-worker.js?v=2">\n'
        '<script src="../assets/search.js?v=1" type="module"></script>'
        '<script src="../assets/form.js" type="module"></script>'
    )
    expected = "".join(f'<script src="../assets/{name}" defer></script>' for name in ("results.js", "disk.js"))
    assert disk_page(html) == expected


def test_what_a_page_says_of_the_disk() -> None:
    """What is kept for the copy is shown there, with its links as they lead there."""
    html = '<p>a</p><template data-on-disk><p><a href="../">b</a></p></template><template><p>c</p></template>'
    assert disk_page(html) == '<p>a</p><p><a href="../index.html">b</a></p><template><p>c</p></template>'
