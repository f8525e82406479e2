"""The mails in the ledger: begun, ended, in doubt, and never changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scheduler.store import ledger as ledgers
from scheduler.store.ledger import LEDGER, Ledger, ledger_of
from scheduler.store.mails import GIVEN, MIGRATION, REFUSED, SENT, Mail

AT = datetime(2027, 1, 1, tzinfo=UTC)
ANA, BO = ("people/ana.ics", "talk@rpoc"), ("people/bo.ics", "talk@rpoc")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with ledger_of(tmp_path, create=True) as ledger:
        assert ledger is not None
        yield ledger


def test_mails_are_in_doubt_until_they_end(ledger: Ledger) -> None:
    first = ledger.mails.begin(1, ANA, None, "ana@north.example", AT)
    second = ledger.mails.begin(2, ANA, first, "ana@north.example", AT)
    ledger.mails.end(first, SENT, "250 OK", AT)
    assert ledger.mails.all() == {
        first: Mail(first, 1, ANA, None, "ana@north.example", SENT),
        second: Mail(second, 2, ANA, first, "ana@north.example", None),
    }


def test_mails_that_were_refused_reached_nobody(ledger: Ledger) -> None:
    number = ledger.mails.begin(1, ANA, None, "ana@north.example", AT)
    ledger.mails.end(number, REFUSED, "550 nobody here", AT)
    assert ledger.mails.all() == {}
    assert ledger.mails.begin(1, ANA, None, "ana@north.example", AT) == number + 1


def test_mails_of_what_people_have_already_are_all_noted_or_none(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    mails = ledger.mails
    with pytest.raises(sqlite3.IntegrityError):
        mails.give(1, [(ANA, None), ((BO[0], None), None)], AT)  # type: ignore[list-item]
    assert mails.all() == {}
    mails.give(1, [(ANA, None), (BO, None)], AT)
    assert [(mail.key, mail.outcome, mail.address) for mail in mails.all().values()] == [(ANA, GIVEN, ""), (BO, GIVEN, "")]


def test_mail_ends_only_once(ledger: Ledger) -> None:
    number = ledger.mails.begin(1, ANA, None, "ana@north.example", AT)
    ledger.mails.end(number, SENT, "", AT)
    with pytest.raises(sqlite3.IntegrityError):
        ledger.mails.end(number, REFUSED, "", AT)


@pytest.mark.parametrize(
    "statement", ["UPDATE mails SET release = 2", "DELETE FROM mails", "UPDATE mail_ends SET said = ''", "DELETE FROM mail_ends"]
)
def test_mails_are_never_changed(tmp_path: Path, ledger: Ledger, statement: str) -> None:
    ledger.mails.end(ledger.mails.begin(1, ANA, None, "ana@north.example", AT), SENT, "", AT)
    with sqlite3.connect(tmp_path / LEDGER) as connection, pytest.raises(sqlite3.IntegrityError, match="never changed"):
        connection.execute(statement)


def test_mails_come_into_a_ledger_that_had_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        before.setattr(ledgers, "_MIGRATIONS", ledgers._MIGRATIONS[: ledgers._MIGRATIONS.index(MIGRATION)])
        with ledger_of(tmp_path, create=True) as old:
            assert old is not None
            with pytest.raises(sqlite3.OperationalError, match="no such table"):
                old.mails.all()
    with ledger_of(tmp_path) as new:
        assert new is not None
        assert new.mails.all() == {}
