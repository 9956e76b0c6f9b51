"""Marks: equal values have equal marks, in every process and whatever objects they are made of."""

from __future__ import annotations

import os
import subprocess
import sys

from generator.marks import mark
from generator.records.model import Person

_SCRIPT = """
from generator.marks import mark
from generator.records.model import Person
print(mark(Person.model_validate({"name": "Ann", "posts": [{"role": "r", "from": "2024"}], "aliases": ["A", "B"]})))
"""


def test_equal_values_have_equal_marks() -> None:
    """It does not matter whether equal texts are one object or two."""
    word = "Wort"
    again = "".join(["Wo", "rt"])
    assert mark([word, word]) == mark([word, again])
    assert mark((1, "x", None, ("y",))) == mark((1, "x", None, ("y",)))


def test_other_values_have_other_marks() -> None:
    """Every part of a value counts, and its kind."""
    values = [1, "1", (1,), [1], None, "", {"a": 1}, {"a": "1"}, {"b": 1}, ("a", "b"), ("ab",), ("b", "a")]
    assert len({mark(value) for value in values}) == len(values)


def test_marks_of_records_are_the_same_in_every_process() -> None:
    """Neither the seed of hashes nor what was read before changes the mark of a record."""
    marks = {
        subprocess.run(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-c", _SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2", "3")
    }
    here = Person.model_validate({"name": "Ann", "posts": [{"role": "r", "from": "2024"}], "aliases": ["A", "B"]})
    assert marks == {mark(here)}
