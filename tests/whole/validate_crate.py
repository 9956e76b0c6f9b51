"""Runs roc-validator over a crate without the network: what RO-Crate's context says comes from the package `rocrate`.

Run in an environment of its own, since the validator wants an older `rich` than the archive: see `test_package.py`.
"""

from __future__ import annotations

import sys
import urllib.request
from email.message import Message
from importlib.resources import files
from io import BytesIO
from typing import Any
from urllib.response import addinfourl

CONTEXT = "https://w3id.org/ro/crate/1.3/context"


def context() -> bytes:
    """Return RO-Crate's context as the package `rocrate` has it."""
    return files("rocrate").joinpath("data/ro-crate.jsonld").read_bytes()


def opened(_: Any, request: urllib.request.Request) -> addinfourl:
    """Answer urllib for the one address that a crate names; no other is any business of a validation."""
    if request.full_url != CONTEXT:
        raise ConnectionError(request.full_url)
    headers = Message()
    headers["Content-Type"] = "application/ld+json"
    return addinfourl(BytesIO(context()), headers, CONTEXT, 200)


def sent(_: Any, request: Any, **__: Any) -> Any:
    """Answer `requests` in the same way."""
    from requests import Response  # noqa: PLC0415
    from urllib3 import HTTPResponse  # noqa: PLC0415

    if request.url != CONTEXT:
        raise ConnectionError(request.url)
    headers = {"Content-Type": "application/ld+json"}
    response = Response()
    response.status_code, response.url, response.request = 200, CONTEXT, request
    response.headers.update(headers)
    response.raw = HTTPResponse(BytesIO(context()), headers, 200, preload_content=False)
    return response


def main(crate: str) -> int:
    """Print every issue of a crate, recommendations too, and return how many there are."""
    import requests.adapters  # noqa: PLC0415
    from rocrate_validator.models import Severity, ValidationSettings  # type: ignore[import-not-found]  # noqa: PLC0415
    from rocrate_validator.services import validate  # type: ignore[import-not-found]  # noqa: PLC0415

    vars_of: Any = urllib.request.HTTPSHandler
    vars_of.https_open = opened
    adapter: Any = requests.adapters.HTTPAdapter
    adapter.send = sent
    result = validate(ValidationSettings(rocrate_uri=crate, requirement_severity=Severity.RECOMMENDED))
    issues = list(result.get_issues())
    for issue in issues:
        print(issue.severity.name, issue.check.identifier, issue.message)
    print(f"{len(issues)} issues")
    return min(len(issues), 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
