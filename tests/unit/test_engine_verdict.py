"""The judge of a chaos run finds each kind of wrong."""

from dataclasses import replace

from tests.chaos.kafka import Line, Log
from tests.chaos.verdict import judge

INPUTS: Log = {0: [Line(0, b"a", b"x", b""), Line(4, b"b", b"y", b""), Line(5, b"a", b"z", b"")]}
OUTPUTS: Log = {
    0: [
        Line(0, b"a", b"1:x", b"in/0/0"),
        Line(1, b"b", b"1:y", b"in/0/4"),
        Line(2, b"a", b"2:z", b"in/0/5"),
    ]
}
STATES: Log = {0: [Line(0, b"a", b"1", b""), Line(1, b"b", b"1", b""), Line(2, b"a", b"2", b"")]}


def test_each_record_once_in_order_with_right_states_is_exact() -> None:
    assert judge("in", INPUTS, OUTPUTS, STATES).exact


def test_a_missing_record_is_found() -> None:
    assert judge("in", INPUTS, {0: OUTPUTS[0][:2]}, STATES).missing == 1


def test_a_doubled_record_is_found() -> None:
    verdict = judge("in", INPUTS, {0: [*OUTPUTS[0], OUTPUTS[0][2]]}, STATES)
    assert (verdict.doubled, verdict.exact) == (1, False)


def test_records_out_of_order_are_found() -> None:
    verdict = judge("in", INPUTS, {0: OUTPUTS[0][::-1]}, STATES)
    assert (verdict.misplaced, verdict.exact) == (2, False)


def test_a_wrong_count_and_a_wrong_state_are_found() -> None:
    wrong = [*OUTPUTS[0][:2], replace(OUTPUTS[0][2], value=b"3:z")]
    assert judge("in", INPUTS, {0: wrong}, STATES).misplaced == 1
    assert judge("in", INPUTS, OUTPUTS, {0: STATES[0][:2]}).state_wrong == 1


def test_a_record_from_nowhere_is_found() -> None:
    extra = Line(3, b"c", b"1:q", b"in/0/9")
    assert not judge("in", INPUTS, {0: [*OUTPUTS[0], extra]}, STATES).exact
