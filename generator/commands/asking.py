"""Asks on the terminal: one question a line, with what the archive knows already offered while somebody types."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

import click
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from generator.contribute.new import Known, Question, Refused

Offer = Callable[[str], Sequence[tuple[str, str]]]
"""From what is typed so far to what could be meant: what to write, and its name."""
Settle = Callable[[str], str]
"""From an answer to what is written; raises `Refused` where it does not fit."""


class _Offered(Completer):
    """Offers the answers that fit what is typed so far."""

    def __init__(self, offer: Offer) -> None:
        self._offer = offer

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Yield what could be meant; the whole line is replaced."""
        del complete_event
        typed = document.text_before_cursor
        for reference, name in self._offer(typed):
            yield Completion(reference, start_position=-len(typed), display=name, display_meta=reference)


class Asker:
    """Asks questions; on a terminal with completion, else line by line, so that answers can be piped in."""

    def __init__(self) -> None:
        there = sys.stdin.isatty() and sys.stdout.isatty()
        self._session: PromptSession[str] | None = PromptSession() if there else None

    def ask(self, words: str, settle: Settle, offer: Offer | None = None, default: str = "", *, needed: bool) -> str:
        """Return an answer that fits, or nothing where none is needed; ask again until it does."""
        while True:
            answer = self._line(f"{words}: ", offer, default).strip()
            if not answer and not needed:
                return ""
            try:
                if not answer:
                    raise Refused("this is needed")
                return settle(answer)
            except Refused as refused:
                click.echo(f"  {refused}", err=True)

    def say(self, words: str) -> None:
        """Tell something between two questions."""
        click.echo(words, err=True)

    def _line(self, words: str, offer: Offer | None, default: str) -> str:
        if self._session is None:
            text = sys.stdin.readline()
            if not text:
                raise click.UsageError(f"no answer to “{words.rstrip(': ')}”: give it as an option")
            return text.rstrip("\n") or default
        completer = _Offered(offer) if offer else None
        return self._session.prompt(
            words,
            default=default,
            completer=completer,
            complete_while_typing=offer is not None,
        )


def offer_of(known: Known, question: Question) -> Offer | None:
    """Return what to offer for a question: records, or the words of its list."""
    if question.kinds:
        return lambda typed: known.completions(typed, question.kinds)
    if question.choices:
        return lambda typed: [(word, word) for word in question.choices if word.startswith(typed)]
    return None
