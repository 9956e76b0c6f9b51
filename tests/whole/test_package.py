from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest

from generator.check import Request
from generator.package.crate import About
from generator.package.packing import pack
from generator.package.release import citation_file

ABOUT = About(
    "Weir archive", "What it is", "2024-04-19", "1.0", "Board", "CC BY 4.0", "https://x.example/by", language="de"
)


@pytest.fixture(scope="module")
def packed(fixture_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the invented archive, packed."""
    folder = tmp_path_factory.mktemp("package")
    pack(request(fixture_folder, folder), ABOUT, folder / "weir.zip")
    return folder / "weir.zip"


def request(fixture_folder: Path, folder: Path) -> Request:
    """Return what is to be packed."""
    return Request(fixture_folder / "records", fixture_folder / "site_config.yml", folder / "site", processes=2)


@pytest.fixture(scope="module")
def files(packed: Path) -> Mapping[str, bytes]:
    """Return what is in the package, by path without the name of the bag."""
    with zipfile.ZipFile(packed) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_the_same_bytes_twice(packed: Path, fixture_folder: Path, tmp_path: Path) -> None:
    """The same records make the same file, however many processes work and wherever."""
    pack(request(fixture_folder, tmp_path), ABOUT, tmp_path / "weir.zip")
    assert hashlib.sha256((tmp_path / "weir.zip").read_bytes()).digest() == hashlib.sha256(packed.read_bytes()).digest()


def test_sums_hold(files: Mapping[str, bytes]) -> None:
    """Every file of the payload stands in the manifest with its sum, and no other."""
    lines = files["manifest-sha256.txt"].decode().splitlines()
    said = {path: sum for sum, path in (line.split("  ", 1) for line in lines)}
    assert said == {n: hashlib.sha256(data).hexdigest() for n, data in files.items() if n.startswith("data/")}
    size = sum(len(data) for name, data in files.items() if name.startswith("data/"))
    assert f"Payload-Oxum: {size}.{len(said)}\n" in files["bag-info.txt"].decode()


def test_records_are_in_it_byte_for_byte(files: Mapping[str, bytes], fixture_folder: Path) -> None:
    """Every record and picture is there as it lies in the repository."""
    records = fixture_folder / "records"
    there = {path.relative_to(records).as_posix(): path.read_bytes() for path in records.rglob("*") if path.is_file()}
    packed = {n.removeprefix("data/records/"): data for n, data in files.items() if n.startswith("data/records/")}
    assert packed == there


def test_every_link_leads_to_a_file(files: Mapping[str, bytes]) -> None:
    """From a disk every link of every page within the site leads to a file of the package, scripts and styles too."""
    missing = set()
    for name, data in files.items():
        if name.startswith("data/site/") and name.endswith(".html"):
            html = re.sub(r"<(pre|code)\b.*?</\1>", "", data.decode(), flags=re.DOTALL)
            for link in re.findall(r'<[^<>]*\s(?:href|src|action)="([^"]*)"', html):
                address = urldefrag(urljoin(f"file:///{name}", link.replace("&amp;", "&"))).url.partition("?")[0]
                if address.startswith("file:///") and unquote(address.removeprefix("file:///")) not in files:
                    missing.add((name, link))
    assert missing == set()


def test_nothing_is_packed_from_broken_records(fixture_folder: Path, tmp_path: Path) -> None:
    """With errors there is no file, and the one that was there stays."""
    (tmp_path / "records/people").mkdir(parents=True)
    (tmp_path / "records/people/ann.yml").write_text("nam: Ann\n", encoding="utf-8")
    out = tmp_path / "a.zip"
    out.write_bytes(b"old")
    broken = Request(tmp_path / "records", fixture_folder / "site_config.yml", tmp_path / "site")
    assert pack(broken, ABOUT, out).files == 0
    assert out.read_bytes() == b"old"


VALIDATORS = ("roc-validator==0.13.0", "rocrate==0.16.0", "arcp==0.2.1", "bagit==1.9.0", "cffconvert==2.0.0")
"""They want other versions of what the archive uses, so they get an environment of their own."""

ADVICE = {"68.1", "81.1", "86.2", "89.0", "90.1", "93.0"}
"""Recommendations that are not followed: listing each record, and what only an owner knows (contact, ROR, address).

81.1 wants the page that describes a format to be a WebPage, which it is: the shape asks it of each type that the
validator concludes from that one besides, so that nothing can pass it (tried with WebPage, Standard, and both)."""


@pytest.fixture(scope="module")
def validators(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the programs' folder of an environment with the validators that others wrote."""
    folder = tmp_path_factory.mktemp("validators")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", *VALIDATORS], check=True)  # noqa: S603
    return programs


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words


@pytest.mark.slow
def test_validators_of_others_agree(packed: Path, validators: Path, tmp_path: Path) -> None:
    """BagIt's, RO-Crate's and CFF's own validators find nothing that is required and missing."""
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path)
    done = run(validators / "python", "-m", "bagit", "--validate", tmp_path / "weir")
    assert done.returncode == 0, done.stderr
    crate = Path(__file__).with_name("validate_crate.py")
    done = run(validators / "python", crate, tmp_path / "weir/data")
    issues = re.findall(r"^(REQUIRED|RECOMMENDED) ro-crate-[\d.]+_([\d.]+)", done.stdout, re.MULTILINE)
    assert "issues\n" in done.stdout, done.stderr
    assert {issue for issue in issues if issue[0] == "REQUIRED" or issue[1] not in ADVICE} == set(), done.stdout
    (tmp_path / "CITATION.cff").write_text(citation_file(ABOUT, "https://x.example/git"), encoding="utf-8")
    done = run(validators / "cffconvert", "--validate", "-i", tmp_path / "CITATION.cff")
    assert done.returncode == 0, done.stdout + done.stderr
