"""What a search engine is to the benchmark."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from tests.benchmarks.search.documents import Document


class Engine(ABC):
    """Takes the documents of an archive and answers queries."""

    title: ClassVar[str]
    """What the tables call it."""

    @abstractmethod
    def answers(self, documents: Sequence[Document], queries: Sequence[str], folder: Path) -> list[list[str]]:
        """Return the addresses found for each query, best first, ten at most.

        `folder` is empty, for whatever the engine has to write; `queries` are as people type them.
        """


class MissingEngineError(Exception):
    """An engine that is not installed here."""
