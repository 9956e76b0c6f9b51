from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from generator.cli import WRONG_USE, main
from generator.clock import VARIABLE, ClockError, this_day


def test_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody says otherwise it is today."""
    monkeypatch.delenv(VARIABLE, raising=False)
    before = date.today()
    assert before <= this_day() <= date.today()


@pytest.mark.parametrize(("said", "day"), [("0", date(1970, 1, 1)), ("1713571199", date(2024, 4, 19))])
def test_the_day_that_was_named(monkeypatch: pytest.MonkeyPatch, said: str, day: date) -> None:
    """The day is that of UTC, wherever the machine stands."""
    monkeypatch.setenv(VARIABLE, said)
    assert this_day() == day


@pytest.mark.parametrize("said", ["2024-04-19", "-", "1e9", "9" * 30])
def test_what_is_no_day(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """What is no number of seconds is said to whoever set it, and no command goes on."""
    monkeypatch.setenv(VARIABLE, said)
    with pytest.raises(ClockError, match="seconds since 1970"):
        this_day()
    told = CliRunner().invoke(main, ["check"])
    assert told.exit_code == WRONG_USE
    assert "seconds since 1970" in told.output


def test_a_check_goes_by_that_day(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What lies in the future of the named day is told, although it is past."""
    folder = tmp_path_factory.mktemp("clock")
    (folder / "records/meetings").mkdir(parents=True)
    (folder / "records/meetings/weir.md").write_text("---\ntitle: Weir\ndate: 2020-05-01\n---\nText.\n", "utf-8")
    (folder / "site_config.yml").write_text("title: Weir archive\nlanguage: en\n", "utf-8")
    said = ["check", "--config", str(folder / "site_config.yml")]
    assert "future-date" not in CliRunner().invoke(main, said).output
    monkeypatch.setenv(VARIABLE, "0")
    assert "future-date" in CliRunner().invoke(main, said).output
