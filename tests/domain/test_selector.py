"""How a rule picks rows: by any column, by several, by what they are not."""

import pytest

from scheduler.domain.problem import Session, select
from scheduler.domain.selector import Join, Selector


def session(id: str, **cells: str) -> Session:
    """A row with these cells, split at ``|`` as a sheet is; an empty cell is an empty tuple."""
    columns = {name: tuple(cell.split("|")) if cell else () for name, cell in cells.items()}
    return Session(id=id, title=id, minutes=30, columns={"session": (id,), **columns})


ROWS = (
    session("ie-1", body="IE", theme="transit", kind="presentation"),
    session("ie-2", body="IE", theme="transit|brokering", kind="item"),
    session("leem-1", body="LEEM", theme="", kind="presentation"),
    session("coffee", body="", theme="", kind="break"),
)


def of(**columns: str) -> Selector:
    return Selector(tuple((name, tuple(values.split("|"))) for name, values in columns.items()))


@pytest.mark.parametrize(
    ("selector", "ids"),
    [
        pytest.param(Selector(), "ie-1 ie-2 leem-1 coffee", id="nothing asked"),
        pytest.param(of(body="all"), "ie-1 ie-2 leem-1 coffee", id="all, empty cells too"),
        pytest.param(of(no_such_column="all"), "ie-1 ie-2 leem-1 coffee", id="all of an unknown column"),
        pytest.param(of(body="IE"), "ie-1 ie-2", id="one value"),
        pytest.param(of(body="ie"), "", id="capitals count"),
        pytest.param(of(body="IE|LEEM"), "ie-1 ie-2 leem-1", id="a list"),
        pytest.param(of(body="IE", kind="item"), "ie-2", id="two columns, both must fit"),
        pytest.param(of(theme="brokering"), "ie-2", id="one of several values in a cell"),
        pytest.param(of(theme="transit"), "ie-1 ie-2", id="cells that share a value"),
        pytest.param(of(id="leem-1|coffee"), "leem-1 coffee", id="by id"),
        pytest.param(of(session="leem-1"), "leem-1", id="by the id's column"),
        pytest.param(Selector((("theme", ("",)),)), "leem-1 coffee", id="an empty cell"),
        pytest.param(of(theme="nothing"), "", id="a value that no row has"),
        pytest.param(of(no_such_column="IE"), "", id="an unknown column"),
        pytest.param(Selector(excluded=(of(body="IE"),)), "leem-1 coffee", id="not"),
        pytest.param(Selector(excluded=(of(body="IE"), of(kind="break"))), "leem-1", id="neither nor"),
        pytest.param(Selector(excluded=(of(body="IE", kind="item"),)), "ie-1 leem-1 coffee", id="not both at once"),
        pytest.param(Selector((("body", ("IE",)),), excluded=(of(kind="item"),)), "ie-1", id="a column, but not"),
        pytest.param(Selector(any_of=(of(body="LEEM"), of(kind="item|break"))), "ie-2 leem-1 coffee", id="any"),
        pytest.param(Selector((("kind", ("presentation",)),), any_of=(of(body="LEEM"), of(kind="item"))), "leem-1", id="a column, and any"),
        pytest.param(Selector(excluded=(Selector(excluded=(of(body="IE"),)),)), "ie-1 ie-2", id="not not"),
        pytest.param(Selector(excluded=(Selector(),)), "", id="not all"),
    ],
)
def test_selector_picks(selector: Selector, ids: str) -> None:
    assert [row.id for row in select(ROWS, selector)] == ids.split()


def test_selector_names_every_column_inside_it() -> None:
    inner = Selector((("kind", ("item",)),), excluded=(of(theme="transit"),))
    assert Selector((("body", ("IE",)),), excluded=(inner,), any_of=(of(id="ie-1"),)).names() == {"body", "kind", "theme", "id"}


@pytest.mark.parametrize(
    ("selector", "text"),
    [
        (Selector(), "all"),
        (of(person="all"), "all"),
        (of(body="IE|LEEM", kind="item"), "body IE or LEEM, kind item"),
        (of(delegation="all", delegates="1"), "delegates 1"),
        (Selector((("body", ("IE",)),), excluded=(of(item="9|10"),)), "body IE, not (item 9 or 10)"),
        (Selector(any_of=(of(body="IE"), of(kind="break"))), "(body IE or kind break)"),
    ],
)
def test_selector_reads_as(selector: Selector, text: str) -> None:
    assert str(selector) == text


@pytest.mark.parametrize("text", ["first.body = then.reports_on", "then.reports_on=first.body", "  first.body  =then.reports_on "])
def test_join_is_parsed_either_way_round(text: str) -> None:
    assert Join.parse(text) == Join("body", "reports_on")
    assert str(Join.parse(text)) == "first.body = then.reports_on"


@pytest.mark.parametrize(
    "text", ["", "first.body", "first.body = first.item", "body = reports_on", "first. = then.body", "first.a = then.b = then.c"]
)
def test_join_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="does not say which pairs are meant"):
        Join.parse(text)


def test_join_matches_pairs_that_share_a_value() -> None:
    join = Join("body", "reports_on")
    one, both, none = session("a", body="IE"), session("b", reports_on="TEM|IE"), session("c", reports_on="")
    assert (join.matches(one, both), join.matches(both, one), join.matches(one, none), join.matches(none, none)) == (
        True,
        False,
        False,
        False,
    )
    assert Join("id", "id").matches(one, one)
