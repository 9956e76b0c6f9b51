"""The shape of the package: who may import whom, who may touch the world, and what every module says of itself.

The tables at the top are the rules. A new module needs a line in `LAYERS` only if its package has none yet, and a line
in `AT_THE_RIM` only if it touches the world; the rules below need no change.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import generator

LAYERS: tuple[str, ...] = (
    "generator",  # the package itself: its version, nothing else
    "generator.problems",
    "generator.voices",
    "generator.marks",
    "generator.clock",
    "generator.cache",  # keeps any values, and knows nothing of records
    "generator.processes",  # does any work on any things
    "generator.records",
    "generator.config",  # is read as strictly as a record, by records.decode
    "generator.archive",  # knows from the configuration which kinds there are
    "generator.site.urls",  # addresses and words: what pages and data name alike
    "generator.site.interface",
    "generator.exports.citations",  # pages say how they are cited
    "generator.site",
    "generator.exports",
    "generator.digests",
    "generator.check",
    "generator.today",
    "generator.contribute",
    "generator.stamp",
    "generator.ledger",
    "generator.making",
    "generator.contents",
    "generator.last",
    "generator.shards",
    "generator.build",
    "generator.package",  # packs what a build has made
    "generator.preview",
    "generator.serve",
    "generator.commands",  # one a command, each told by its own module
    "generator.cli",
    "generator.__main__",
)
"""Modules and packages from left to right: what stands on the left never imports what stands on the right."""

ONLY: Mapping[tuple[str, str], frozenset[str]] = {
    # files of data name addresses and speak the interface's language, and finished pages are described; how they
    # look is none of their business
    ("generator.exports", "generator.site"): frozenset({"generator.site.page"}),
}
"""Of one layer to its left, a layer may use these modules alone."""

HOMES: Mapping[str, frozenset[str]] = {
    "mkdocs": frozenset({"generator.site.engine"}),
    "material": frozenset({"generator.site.engine"}),
    "properdocs": frozenset({"generator.site.engine"}),
    "pagefind": frozenset(),  # the search is our own; tests/benchmarks/search compare it with Pagefind
}
"""Libraries that can be left by rewriting one module, or without touching any."""

AT_THE_RIM: Mapping[str, str] = {
    "generator.cache": "keeps in a file what earlier runs found out",
    "generator.processes": "splits work over processes",
    "generator.clock": "asks which day it is",
    "generator.records.source": "reads the records",
    "generator.site.theme": "reads templates, catalogues and assets",
    "generator.site.engine": "runs MkDocs, which writes the pages",
    "generator.site.search": "writes the files of the index",
    "generator.site.publish": "puts the new site in the place of the old one",
    "generator.exports.pictures": "reads the font that it draws with",
    "generator.digests": "has the files read that may have changed",
    "generator.check": "finds the records and the configuration",
    "generator.stamp": "reads what the program itself consists of",
    "generator.making": "writes the files beside the pages",
    "generator.site.folders": "puts the files of a site together",
    "generator.exports.database": "has SQLite write a database, in a folder for what passes",
    "generator.exports.segments": "has SQLite copy parts of one database into another",
    "generator.contents": "reads the help and the files that are copied",
    "generator.last": "looks after what the last build left",
    "generator.shards": "reads the parts of a site and writes the whole",
    "generator.build": "is asked where to read and to write",
    "generator.preview": "reads the saved record and the page that is made of it",
    "generator.serve": "watches files and answers browsers",
    "generator.contribute.revision": "asks git for the records as they were",
    "generator.contribute.touched": "asks git which files have changed",
    "generator.commands.addresses": "is the terminal, and writes the lists of addresses",
    "generator.package.packing": "reads the site and the records, and writes the package",
    "generator.commands.package": "is the terminal, and writes the citation",
    "generator.commands.erase": "is the terminal, rewrites the records and reads the site that proves it",
    "generator.commands.agenda": "is the terminal, and writes the list",
    "generator.commands.export": "is the terminal, and writes the files for a search service",
    "generator.commands.merge": "is the terminal",
    "generator.commands.report": "is the terminal",
    "generator.commands.options": "declares options of the terminal",
    "generator.commands.rewriting": "reads and replaces the files that are changed",
    "generator.commands.fix": "is the terminal",
    "generator.commands.asking": "is the terminal",
    "generator.commands.new": "is the terminal, and writes the new file",
    "generator.commands.format": "is the terminal",
    "generator.commands.schema": "is the terminal, and writes the schemas",
    "generator.contribute.draft.extract": "reads the file with the report",
    "generator.contribute.draft.drafting": "is asked where report and records lie",
    "generator.commands.draft": "is the terminal, and writes the draft",
    "generator.cli": "is the terminal",
}
"""The modules that may touch disk, clock, processes, network or terminal, and why."""

WORLD = frozenset(
    {"os", "pathlib", "shutil", "tempfile", "glob", "fcntl", "sqlite3", "shelve", "dbm", "mmap"}  # the disk
    | {"time", "random", "secrets", "uuid", "locale", "platform"}  # clock and chance
    | {"subprocess", "multiprocessing", "threading", "concurrent", "asyncio", "signal", "ctypes"}  # processes
    | {"socket", "http", "urllib.request", "ssl", "webbrowser"}  # the network
    | {"logging", "click", "rich", "getpass", "curses"}  # the terminal
    | {"importlib", "watchfiles"}  # files of packages, and changes of files
)
"""Modules whose import means that the world is touched."""

CALLS = frozenset({"open", "print", "input", "exec", "eval", "breakpoint", "__import__"})
"""Builtins that touch the world."""

METHODS = frozenset(
    {"open", "read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "rglob", "mkdir", "unlink", "touch"}
    | {"now", "today", "utcnow"}
)
"""Methods that touch the world, whatever they are called on."""

STREAMS = frozenset({"sys.stdin", "sys.stdout", "sys.stderr", "sys.argv", "sys.exit", "sys.path", "sys.modules"})
"""What of `sys` touches the world."""

EMPTY_WORDS = frozenset({"manager", "managers", "helper", "helpers", "util", "utils", "common", "misc", "handler"})
"""Names that do not say what a module is."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module as it is written."""

    name: str
    tree: ast.Module
    package: bool = False

    def place(self, node: ast.AST) -> str:
        """Return where something stands in it."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


def parsed(name: str, source: str, *, package: bool = False) -> Module:
    return Module(name, ast.parse(source), package)


def modules_below(folder: Path) -> tuple[Module, ...]:
    found = []
    for path in sorted(folder.rglob("*.py")):
        parts = (folder.name, *path.relative_to(folder).with_suffix("").parts)
        package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if package else parts)
        found.append(parsed(name, path.read_text(encoding="utf-8"), package=package))
    return tuple(found)


MODULES = modules_below(Path(generator.__file__).parent)


# ---- the rules: modules in, faults out


def imported(module: Module) -> Iterator[tuple[ast.AST, str, str]]:
    """Yield each import, at whatever depth and also for type hints: where, from which module, which name of it."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name, ""
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node, _absolute(module, node), alias.name


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    base = parts[: len(parts) - node.level + module.package]
    return ".".join([*base, *([node.module] if node.module else [])])


def dependencies(module: Module, known: Iterable[str]) -> Iterator[tuple[ast.AST, str]]:
    """Yield each module of our own that a module imports."""
    names = frozenset(known)
    for node, source, name in imported(module):
        for candidate in (f"{source}.{name}", source):
            if candidate in names:
                yield node, candidate
                break


def _is_in(name: str, entry: str) -> bool:
    return name == entry or (name.startswith(f"{entry}.") and entry != "generator")


def layer(name: str) -> int | None:
    """Return the number of a module's layer, or None where the table does not name it."""
    return next((number for number, entry in enumerate(LAYERS) if _is_in(name, entry)), None)


def layer_faults(modules: Sequence[Module]) -> Iterator[str]:
    """What imports against the order, beyond what its layer may use, or has no layer at all."""
    names = [module.name for module in modules]
    for module in modules:
        here = layer(module.name)
        if here is None:
            yield f"{module.name} is in no layer: name it in LAYERS"
            continue
        for node, target in dependencies(module, names):
            there = layer(target)
            if there is None:
                continue
            if there > here:
                yield f"{module.place(node)} imports {target}, which stands to its right"
            allowed = ONLY.get((LAYERS[here], LAYERS[there]))
            if allowed is not None and target not in allowed:
                yield f"{module.place(node)} imports {target}; of {LAYERS[there]} it may use {sorted(allowed)}"


def cycle(modules: Sequence[Module]) -> tuple[str, ...]:
    """Return the modules of one circle of imports, or nothing."""
    names = [module.name for module in modules]
    graph = {m.name: {target for _, target in dependencies(m, names) if target != m.name} for m in modules}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return tuple(error.args[1])
    return ()


def home_faults(modules: Sequence[Module]) -> Iterator[str]:
    """What imports a library outside of the one module that may know it."""
    for module in modules:
        for node, source, _ in imported(module):
            library = source.partition(".")[0]
            if module.name not in HOMES.get(library, {module.name}):
                yield f"{module.place(node)} imports {library}"


def world_faults(module: Module) -> Iterator[str]:
    """What touches disk, clock, processes, network or terminal."""
    for node, source, name in imported(module):
        pure = source == "pathlib" and name.startswith("Pure")
        if not pure and any(_within(found, WORLD) for found in (source, f"{source}.{name}")):
            yield f"{module.place(node)} imports {source}"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and (called := _called(node)):
            yield f"{module.place(node)} calls {called}"
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in STREAMS:
            yield f"{module.place(node)} uses {ast.unparse(node)}"


def _within(name: str, entries: frozenset[str]) -> bool:
    return any(name == entry or name.startswith(f"{entry}.") for entry in entries)


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Name) and function.id in CALLS:
        return function.id
    if isinstance(function, ast.Attribute) and function.attr in METHODS:
        return f".{function.attr}"
    return ""


def undocumented(module: Module) -> Iterator[str]:
    """The module, public classes and public functions that do not say what they are."""
    if ast.get_docstring(module.tree) is None:
        yield f"{module.name} has no docstring"
    yield from _undocumented_in(module, module.tree)


def _undocumented_in(module: Module, parent: ast.Module | ast.ClassDef) -> Iterator[str]:
    for node in parent.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None:
            yield f"{module.place(node)} {node.name} has no docstring"
        if isinstance(node, ast.ClassDef):
            yield from _undocumented_in(module, node)


def empty_names(modules: Iterable[Module]) -> Iterator[str]:
    """Modules whose name does not say what they are."""
    for module in modules:
        if EMPTY_WORDS & {word for part in module.name.split(".") for word in part.split("_")}:
            yield module.name


# ---- the package


def test_imports_point_one_way() -> None:
    """No module imports what stands to its right, not even for a type hint, and every module has its place."""
    assert list(layer_faults(MODULES)) == []


def test_imports_make_no_circles() -> None:
    """There are no circles of imports, within a layer either."""
    assert cycle(MODULES) == ()


def test_engine_and_index_are_met_in_one_module() -> None:
    """MkDocs is known to the engine alone."""
    assert list(home_faults(MODULES)) == []


def test_middle_is_pure() -> None:
    """Only the modules at the rim touch disk, clock, processes, network or terminal."""
    assert [fault for module in MODULES if module.name not in AT_THE_RIM for fault in world_faults(module)] == []


def test_rim_is_as_small_as_it_can_be() -> None:
    """Every module that may touch the world is there, and does."""
    touching = {module.name for module in MODULES if any(world_faults(module))}
    assert set(AT_THE_RIM) - touching == set()


def test_everything_public_says_what_it_is() -> None:
    """Every module, public class and public function has a docstring."""
    assert [fault for module in MODULES for fault in undocumented(module)] == []


def test_names_of_modules_say_something() -> None:
    """No module is called manager, helper or utils."""
    assert list(empty_names(MODULES)) == []


def test_all_modules_are_seen() -> None:
    """The rules are asked of the whole package: packages, their modules and the command."""
    names = {module.name for module in MODULES}
    assert {"generator", "generator.problems", "generator.site", "generator.site.engine", "generator.cli"} <= names


# ---- the rules themselves, on invented bad sources


def invented(**sources: str) -> tuple[Module, ...]:
    """Modules of ours by short names: `records__dates` is `generator.records.dates`."""
    return tuple(parsed(f"generator.{name.replace('__', '.')}", source) for name, source in sources.items())


@pytest.mark.parametrize(
    "source",
    [
        "import generator.archive.names",
        "from generator.archive import names",
        "from generator.archive.names import Ref",
        "from ..archive.names import Ref",
        "from ..archive import names",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from generator.archive.names import Ref",
        "def later():\n    from generator.archive.names import Ref",
        "class Later:\n    def __init__(self):\n        import generator.archive.names as n",
    ],
)
def test_import_to_the_right_is_seen(source: str) -> None:
    """An import against the order is found in every form, for type hints and inside functions too."""
    faults = list(layer_faults(invented(records__decode=source, archive__names="")))
    assert len(faults) == 1
    assert "imports generator.archive.names, which stands to its right" in faults[0]


def test_import_to_the_left_is_fine() -> None:
    """An import along the order is no fault."""
    good = invented(archive__names="from generator.records import model", records__model="", problems="")
    assert list(layer_faults(good)) == []


def test_module_without_a_layer_is_seen() -> None:
    """A module that no layer holds must be given a place first."""
    assert list(layer_faults(invented(novelty=""))) == ["generator.novelty is in no layer: name it in LAYERS"]


def test_more_than_a_layer_may_use_is_seen() -> None:
    """Files of data may use the site's addresses, but not its pages."""
    sources = {"site__urls": "", "site__pages": ""}
    assert list(layer_faults(invented(exports__feed="from generator.site import urls", **sources))) == []
    (fault,) = layer_faults(invented(exports__feed="from generator.site import pages", **sources))
    assert fault.startswith("generator.exports.feed:1 imports generator.site.pages; of generator.site it may use")


def test_circle_is_seen() -> None:
    """A circle of imports is found, also where one step is for a type hint and one is relative."""
    circle = invented(
        site__a="from generator.site.b import B",
        site__b="from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from . import c",
        site__c="def f():\n    from generator.site import a",
    )
    assert set(cycle(circle)) == {"generator.site.a", "generator.site.b", "generator.site.c"}
    assert cycle(circle[:2]) == ()


def test_relative_import_of_a_package_is_understood() -> None:
    """In the file of a package one point means the package itself, in a module of it too."""
    package = parsed("generator.site", "from . import urls\nfrom .. import problems", package=True)
    module = parsed("generator.site.x", "from . import urls\nfrom .. import problems")
    for asking in (package, module):
        found = [target for _, target in dependencies(asking, ["generator.site.urls", "generator.problems"])]
        assert found == ["generator.site.urls", "generator.problems"]


@pytest.mark.parametrize("source", ["import mkdocs.config", "from mkdocs.structure.files import File", "import mkdocs"])
def test_library_outside_its_home_is_seen(source: str) -> None:
    """MkDocs is at home in the engine and found everywhere else."""
    assert list(home_faults(invented(site__engine=source))) == []
    assert list(home_faults(invented(site__render=source))) == ["generator.site.render:1 imports mkdocs"]


def test_library_without_a_home_is_seen_everywhere() -> None:
    """Pagefind is no part of the program, not even of its search."""
    found = list(home_faults(invented(site__search="from pagefind.index import PagefindIndex")))
    assert found == ["generator.site.search:1 imports pagefind"]


def test_what_is_installed_needs_no_search_of_others() -> None:
    """Neither the package nor its extras depend on Pagefind, and MkDocs (or its successor) is named once."""
    project = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [re.split(r"[^A-Za-z0-9_-]", line)[0].lower() for line in project["dependencies"]]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    assert needed.count("mkdocs") + needed.count("properdocs") == 1
    assert [line for line in (*needed, *extras) if "pagefind" in line.lower()] == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("import os", "imports os"),
        ("from os.path import join", "imports os.path"),
        ("from pathlib import Path", "imports pathlib"),
        ("import subprocess as s", "imports subprocess"),
        ("from multiprocessing import Pool", "imports multiprocessing"),
        ("from concurrent.futures import ThreadPoolExecutor", "imports concurrent.futures"),
        ("import tempfile", "imports tempfile"),
        ("import time", "imports time"),
        ("import socket", "imports socket"),
        ("from http.server import HTTPServer", "imports http.server"),
        ("from urllib import request", "imports urllib"),
        ("import threading", "imports threading"),
        ("from importlib import resources", "imports importlib"),
        ("def f():\n    import random", "imports random"),
        ("open('x')", "calls open"),
        ("print('x')", "calls print"),
        ("eval('x')", "calls eval"),
        ("def f(folder):\n    return folder.read_text()", "calls .read_text"),
        ("x.write_bytes(b'')", "calls .write_bytes"),
        ("import datetime\ndatetime.date.today()", "calls .today"),
        ("from datetime import datetime\ndatetime.now()", "calls .now"),
        ("import sys\nsys.stdout.write('x')", "uses sys.stdout"),
        ("import sys\nprint_to = sys.stderr", "uses sys.stderr"),
    ],
)
def test_effect_is_seen(source: str, fault: str) -> None:
    """Each way of touching the world is found, whether at the top or inside a function."""
    (found,) = world_faults(parsed("generator.archive.x", source))
    assert found.endswith(fault)


@pytest.mark.parametrize(
    "source",
    [
        "from pathlib import PurePosixPath",
        "import posixpath",
        "from urllib.parse import quote",
        "import datetime\ndatetime.date(2024, 1, 1)",
        "import sys\nbig = sys.maxsize",
        "def opened(open_levels): return open_levels.pop()",
        "text.replace('a', 'b')",
    ],
)
def test_pure_code_is_no_effect(source: str) -> None:
    """Paths as values, addresses, dates and plain texts touch nothing."""
    assert list(world_faults(parsed("generator.archive.x", source))) == []


def test_missing_docstrings_are_seen() -> None:
    """A module, a public function, a public class and its public methods need words; private and inner ones do not."""
    source = (
        "def f(): ...\nasync def g(): ...\ndef _h(): ...\nclass C:\n    def m(self): ...\n    def __len__(self): ...\n"
        'class _P:\n    def m(self): ...\ndef told():\n    """Told."""\n    def inner(): ...\n'
    )
    assert list(undocumented(parsed("generator.x", source))) == [
        "generator.x has no docstring",
        "generator.x:1 f has no docstring",
        "generator.x:2 g has no docstring",
        "generator.x:4 C has no docstring",
        "generator.x:5 m has no docstring",
    ]


@pytest.mark.parametrize("name", ["utils", "site.helpers", "page_manager", "records.util"])
def test_empty_name_is_seen(name: str) -> None:
    """A name that says nothing is found anywhere in a module's path."""
    assert list(empty_names([parsed(f"generator.{name}", "")])) == [f"generator.{name}"]
    assert list(empty_names([parsed("generator.site.utility_words", "")])) == []
