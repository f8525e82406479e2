"""How faults read: where, what, what would be right; all of them, in the order of files and lines."""

import pytest

from scheduler.domain.errors import Fault, Infeasible, InputError, Interrupted, ModelMismatch, NothingFound, Refused, ScheduleError, Source


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (Source("rooms.csv"), "rooms.csv"),
        (Source("rooms.csv", 3), "rooms.csv:3"),
        (Source("rooms.csv", 3, "capacity"), "rooms.csv:3:capacity"),
        (Source("meeting.xlsx[rooms]", 3, "capacity"), "meeting.xlsx[rooms]:3:capacity"),
    ],
)
def test_source_reads_as(source: Source, text: str) -> None:
    assert str(source) == text


def test_fault_reads_as_place_message_and_hint_below() -> None:
    place = Source("rooms.csv", 3, "capacity")
    assert (
        str(Fault(place, "'ten' is not a number", "write digits: 10"))
        == "rooms.csv:3:capacity: 'ten' is not a number\n    write digits: 10"
    )
    assert str(Fault(place, "'ten' is not a number")) == "rooms.csv:3:capacity: 'ten' is not a number"


def test_input_error_has_its_faults_in_the_order_of_the_files() -> None:
    second, first, tenth, other = (
        Fault(Source("b.csv", 2, "x"), "second"),
        Fault(Source("b.csv", 2, "a"), "first"),
        Fault(Source("b.csv", 10), "tenth", "hint"),
        Fault(Source("a.csv", 99), "other file"),
    )
    error = InputError((second, tenth, first, other))
    assert error.faults == (other, first, second, tenth)
    assert str(error) == "a.csv:99: other file\nb.csv:2:a: first\nb.csv:2:x: second\nb.csv:10: tenth\n    hint"


def test_input_error_of_faults_at_one_place_keeps_their_order() -> None:
    faults = tuple(Fault(Source("a.csv", 1), message) for message in ("z", "a", "m"))
    assert InputError(faults).faults == faults


def test_input_error_without_a_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one fault"):
        InputError(())


def test_error_codes_are_those_of_the_formats_page() -> None:
    codes = {error: error.exit_code for error in (Refused, InputError, Infeasible, NothingFound, ModelMismatch, Interrupted)}
    assert codes == {Refused: 1, InputError: 2, Infeasible: 3, NothingFound: 4, ModelMismatch: 5, Interrupted: 130}
    assert all(issubclass(error, ScheduleError) for error in codes)


@pytest.mark.parametrize(
    "error", [Refused("what", "what to do"), Infeasible("what", "what to do"), NothingFound("what", "what to do", 60.0)]
)
def test_error_carries_its_hint(error: Refused | Infeasible | NothingFound) -> None:
    assert (str(error), error.hint) == ("what", "what to do")
