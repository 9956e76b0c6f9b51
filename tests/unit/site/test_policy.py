"""The headers that hosts send: the policy of the pages, and what only a header can say."""

from __future__ import annotations

import re

import pytest

from generator.site.policy import POLICY, headers, headers_for, policy_of


def test_the_header_is_the_policy_of_the_pages_and_forbids_frames() -> None:
    """A header allows no more than the page does, and no other site shows ours in a frame."""
    directives = headers()["Content-Security-Policy"].split("; ")
    assert directives == [*POLICY, "frame-ancestors 'none'"]
    assert directives[0] == "default-src 'none'"


def test_nothing_is_allowed_that_runs_text() -> None:
    """Neither inline code nor evaluated text runs, and no text becomes markup by a script."""
    assert not re.search(r"unsafe|\*|https?:|nonce", "; ".join(POLICY))
    assert "require-trusted-types-for 'script'" in POLICY


@pytest.mark.parametrize("host", ["_headers", "nginx", "Apache", "Caddy"])
def test_every_host_is_told_every_header(host: str) -> None:
    """What is written for a host names each header with its value, a line each."""
    lines = headers_for(host).splitlines()
    for name, value in headers().items():
        assert [line for line in lines if name in line and value in line], name


@pytest.mark.parametrize("host", ["nginx", "Apache", "Caddy"])
def test_values_are_quoted(host: str) -> None:
    """A value holds no quotation mark of the kind that stands around it."""
    for line in headers_for(host).splitlines():
        assert line.count('"') in (0, 2)


def test_a_search_service_may_be_asked_and_nothing_else() -> None:
    """Where there is a search service, its host and no other stands in the policy of pages and headers."""
    told = headers_for("_headers", "https://search.example/archive/_search")
    assert "connect-src 'self' https://search.example;" in told
    assert told.replace(" https://search.example", "") == headers_for("_headers")


def test_pages_may_be_kept_only_where_the_site_wants_it() -> None:
    """The worker for times without a connection can be started with `offline`, and with nothing else."""
    assert "trusted-types archive archive-offline" in policy_of(offline=True)
    assert policy_of() == POLICY
    assert "archive-offline" in headers_for("_headers", offline=True)
    assert "archive-offline" not in headers_for("_headers")
