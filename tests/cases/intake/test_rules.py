"""The triage chain, its clocks, and times that cannot be true."""

from datetime import date, datetime, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.intake import rules
from cases.intake.rules import MOVES, SignalStatus, TimeFault, TriageTerms, Urgency
from cases.moves import MoveRefusal, MoveRefused
from cases.workdays import AMSTERDAM

# https://www.meldpuntaanpakloverboyslimburg.nl/meldpunt: investigate, verify, establish, classify, feed back.
CHAIN = (
    SignalStatus.RECEIVED,
    SignalStatus.UNDER_INVESTIGATION,
    SignalStatus.VERIFIED,
    SignalStatus.ESTABLISHED,
    SignalStatus.CLASSIFIED,
    SignalStatus.FED_BACK,
)
ASIDE = SignalStatus.NOT_SUBSTANTIATED
ALLOWED = {
    *pairwise(CHAIN),
    (SignalStatus.UNDER_INVESTIGATION, ASIDE),
    (SignalStatus.VERIFIED, ASIDE),
    (SignalStatus.ESTABLISHED, ASIDE),
    (ASIDE, SignalStatus.FED_BACK),
    (ASIDE, SignalStatus.UNDER_INVESTIGATION),
}
WITH_REASON = {step for step in ALLOWED if step[1] is ASIDE} | {(ASIDE, SignalStatus.UNDER_INVESTIGATION)}

NOW = datetime(2026, 11, 23, 12, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    "step", list(product(SignalStatus, SignalStatus)), ids=lambda step: f"{step[0]}-{step[1]}"
)
def test_every_step_is_allowed_or_refused(step: tuple[SignalStatus, SignalStatus]) -> None:
    if step in ALLOWED:
        assert rules.move(*step, reason=" because ").reason == "because"
    else:
        with pytest.raises(MoveRefused) as refused:
            rules.move(*step, reason="because")
        assert refused.value.code is MoveRefusal.NOT_FROM_HERE


@pytest.mark.parametrize("step", sorted(ALLOWED))
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_is_asked_only_where_it_is_owed(
    step: tuple[SignalStatus, SignalStatus], reason: str
) -> None:
    assert rules.needs_reason(*step) is (step in WITH_REASON)
    if step not in WITH_REASON:
        assert rules.move(*step, reason=reason).to is step[1]
        return
    with pytest.raises(MoveRefused) as refused:
        rules.move(*step, reason=reason)
    assert refused.value.code is MoveRefusal.REASON_MISSING


@given(st.lists(st.sampled_from(SignalStatus), max_size=30))
def test_however_a_signal_walks_it_can_still_reach_feedback(wishes: list[SignalStatus]) -> None:
    status = SignalStatus.RECEIVED
    for wish in wishes:
        status = wish if wish in MOVES[status] else status
    assert status is SignalStatus.FED_BACK or SignalStatus.FED_BACK in _reachable(status)


def _reachable(start: SignalStatus) -> set[SignalStatus]:
    found, todo = set(), [start]
    while todo:
        new = MOVES[todo.pop()] - found
        found |= new
        todo += new
    return found


@pytest.mark.parametrize(
    ("received", "urgency", "due"),
    [
        ("2026-11-23T12:00:00+01:00", Urgency.ACUTE, "2026-11-23T13:00:00+01:00"),
        ("2026-11-21T23:30:00+01:00", Urgency.ACUTE, "2026-11-22T00:30:00+01:00"),  # also in the weekend
        ("2026-03-29T01:30:00+01:00", Urgency.ACUTE, "2026-03-29T03:30:00+02:00"),  # clock forward
        ("2026-10-25T02:30:00+02:00", Urgency.ACUTE, "2026-10-25T02:30:00+01:00"),  # clock back
        ("2026-11-20T16:59:00+01:00", Urgency.URGENT, "2026-11-23T23:59:59+01:00"),  # over the weekend
        ("2026-12-24T10:00:00+01:00", Urgency.URGENT, "2026-12-28T23:59:59+01:00"),  # over Christmas
        ("2026-11-23T12:00:00+01:00", Urgency.NORMAL, "2026-11-30T23:59:59+01:00"),
    ],
)
def test_the_triage_clock(received: str, urgency: Urgency, due: str) -> None:
    at = datetime.fromisoformat(received).astimezone(AMSTERDAM)
    assert rules.triage_due(at, urgency).isoformat() == due


def test_the_terms_are_settings() -> None:
    terms = TriageTerms(
        acute=timedelta(minutes=15), urgent_workdays=2, normal_workdays=3, feedback_workdays=1
    )
    assert rules.triage_due(NOW, Urgency.ACUTE, terms=terms) == NOW + timedelta(minutes=15)
    assert rules.triage_due(NOW, Urgency.URGENT, terms=terms).day == 25
    assert rules.triage_due(NOW, Urgency.NORMAL, terms=terms).day == 26
    assert rules.feedback_due(NOW, terms=terms).day == 24


def test_feedback_is_due_ten_working_days_after_a_signal_came_in() -> None:
    assert rules.feedback_due(NOW).isoformat() == "2026-12-07T23:59:59+01:00"


@pytest.mark.parametrize(
    ("happened", "noticed", "fault"),
    [
        (None, None, None),
        (-2, -1, None),
        (0, 0, None),
        (None, -1, None),
        (-1, None, None),
        (1, None, (TimeFault.FUTURE, "happened_at")),
        (-1, 1, (TimeFault.FUTURE, "noticed_at")),
        (-1, -2, (TimeFault.NOTICED_BEFORE_HAPPENED, "noticed_at")),
    ],
)
def test_times_that_cannot_be_true(
    happened: int | None, noticed: int | None, fault: tuple[TimeFault, str] | None
) -> None:
    moments = [hour if hour is None else NOW + timedelta(hours=hour) for hour in (happened, noticed)]
    if fault is None:
        assert rules.check_times(*moments, NOW) is None
        return
    with pytest.raises(rules.ImpossibleTimes) as refused:
        rules.check_times(*moments, NOW)
    assert (refused.value.code, refused.value.field) == fault


@pytest.mark.parametrize("year", [1, 1900, 1925])
def test_a_year_typed_wrong_is_caught_before_anything_is_reckoned_with_it(year: int) -> None:
    with pytest.raises(rules.ImpossibleTimes) as refused:
        rules.check_times(datetime(year, 1, 1, tzinfo=AMSTERDAM), NOW, NOW)
    assert (refused.value.code, refused.value.field) == (TimeFault.LONG_AGO, "happened_at")


def test_what_waits_is_everything_but_the_end() -> None:
    assert set(rules.WAITING) == set(SignalStatus) - {SignalStatus.FED_BACK}


@pytest.mark.parametrize(
    ("walked", "set_aside"),
    [
        ((), False),
        (CHAIN, False),
        ((*CHAIN[:2], ASIDE), True),
        ((*CHAIN[:2], ASIDE, CHAIN[-1]), True),
        ((*CHAIN[:2], ASIDE, CHAIN[1]), False),
    ],
)
def test_what_was_not_substantiated_stays_so_after_feedback(
    walked: tuple[SignalStatus, ...], set_aside: bool
) -> None:
    assert rules.is_set_aside(walked) is set_aside


BIRTH = date(2011, 5, 4)
SAID = {"subject_name": "Noor", "subject_birth_date": BIRTH, "subject_description": "red coat"}
# GDPR art. 5.1.c and 10: of a suspect no date of birth, of a place no name, of nobody nothing.
FITS = {
    "young_person": {"subject_name", "subject_birth_date", "subject_description"},
    "suspect": {"subject_name", "subject_description"},
    "place": {"subject_description"},
    "nobody": set(),
}


@pytest.mark.parametrize(("subject", "field"), list(product(FITS, SAID)))
def test_only_what_fits_the_subject_is_kept(subject: str, field: str) -> None:
    answers = {field: SAID[field]}
    if field in FITS[subject]:
        assert rules.check_subject(rules.Subject(subject), answers, today=NOW.date()) is None
        return
    with pytest.raises(rules.UnclearSubject) as refused:
        rules.check_subject(rules.Subject(subject), answers, today=NOW.date())
    assert (refused.value.code, refused.value.field) == (rules.SubjectFault.DOES_NOT_FIT, field)


@pytest.mark.parametrize("subject", ["young_person", "suspect", "place"])
def test_a_subject_needs_something_to_go_by(subject: str) -> None:
    with pytest.raises(rules.UnclearSubject) as refused:
        rules.check_subject(
            rules.Subject(subject), {"subject_name": "", "subject_birth_date": None}, today=BIRTH
        )
    assert refused.value.code is rules.SubjectFault.NOTHING_TO_GO_BY


def test_nobody_needs_nothing() -> None:
    assert rules.check_subject(rules.Subject.NOBODY, {"subject_name": ""}, today=BIRTH) is None


@pytest.mark.parametrize(
    ("born", "code"),
    [
        (date(2026, 11, 23), None),
        (date(1926, 1, 1), None),
        (date(2026, 11, 24), rules.SubjectFault.BORN_IN_FUTURE),
        (date(1925, 12, 31), rules.SubjectFault.BORN_LONG_AGO),
        (date(1900, 1, 1), rules.SubjectFault.BORN_LONG_AGO),
    ],
)
def test_a_date_of_birth_must_be_possible(born: date, code: rules.SubjectFault | None) -> None:
    if code is None:
        assert rules.check_birth_date(born, today=NOW.date(), field="born") is None
        return
    with pytest.raises(rules.UnclearSubject) as refused:
        rules.check_birth_date(born, today=NOW.date(), field="born")
    assert (refused.value.code, refused.value.field) == (code, "born")


@pytest.mark.parametrize(
    ("urgency", "ground", "missing"),
    [
        ("normal", "", False),
        ("urgent", "tomorrow again", False),
        ("urgent", "", True),
        ("acute", " \n", True),
    ],
)
def test_haste_needs_a_ground(urgency: str, ground: str, missing: bool) -> None:
    if not missing:
        assert rules.check_ground(Urgency(urgency), ground) is None
        return
    with pytest.raises(rules.GroundMissing):
        rules.check_ground(Urgency(urgency), ground)
