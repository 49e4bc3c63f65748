"""Who takes part is asked about again: confirmed, changed, ended, or lapsed by itself at the instant."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from cases.access import audience, explain, gate
from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile import confirmation, grants, participation
from cases.casefile.confirmation_rules import WARNINGS, lapses_at, warns_at
from cases.casefile.models import Case, CaseParticipation
from cases.conflict import StateConflictError
from cases.notifications import courier
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from organisations.acts import Act
from organisations.compartments import Compartment
from tests.cases.coordination.handing import hand_over
from tests.cast import CARE, NOW, Region, admit, open_case

TERM = timedelta(days=90)
ADMITTED = NOW - timedelta(days=6)  # when the cast admits
LAPSE = ADMITTED + TERM
SECOND = timedelta(seconds=1)


def school_of(case: Case) -> CaseParticipation:
    """Give the school's part."""
    return case.participations.get(organisation__kind="school")


def told(kind: str) -> set[str]:
    """Give the first names of those who have a message of this kind in their inbox."""
    rows = Delivery.objects.filter(notification__kind=kind, channel="inbox")
    return set(rows.values_list("user__name", flat=True))


# -- rules ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days_left", "warned_days_before", "due"),
    [
        (15, None, False),
        (14, None, True),
        (13, 14, False),
        (4, 14, False),
        (3, 14, True),
        (2, 3, False),
        (2, None, True),
        (0, None, False),
    ],
)
def test_a_warning_comes_fourteen_and_three_days_before(
    days_left: int, warned_days_before: int | None, due: bool
) -> None:
    warned = None if warned_days_before is None else LAPSE - timedelta(days=warned_days_before)
    assert warns_at(LAPSE, warned, now=LAPSE - timedelta(days=days_left)) is due


@given(st.lists(st.integers(min_value=0, max_value=100 * 24), max_size=60))
def test_however_often_the_sweep_runs_it_warns_at_most_twice(hours: list[int]) -> None:
    warned, count = None, 0
    for moment in sorted(ADMITTED + timedelta(hours=hour) for hour in hours):
        if warns_at(LAPSE, warned, now=moment):
            warned, count = moment, count + 1
    assert count <= len(WARNINGS)


def test_the_term_runs_from_the_confirmation() -> None:
    assert lapses_at(ADMITTED, days=90) == LAPSE


# -- lapse ---------------------------------------------------------------------------------------------------


def sees(region: Region, case: Case, who: str, now: datetime) -> dict[str, bool]:
    """Ask every way in whether somebody sees the case at an instant."""
    actor = region.actor(who, now=now)
    pairs = audience.of_case(case.pk, now=now).readers(Compartment.CORE)
    return {
        "door": gate.may(actor, Act.READ_CASE, on=case, now=now),
        "list": gate.in_list_order(actor, now=now).filter(case=case).exists(),
        "count": gate.visible(actor, Case.objects.filter(pk=case.pk), now=now).count() == 1,
        "readers": (actor.organisation_id, actor.user_id) in pairs,
    }


@pytest.mark.parametrize("swept", [False, True])
def test_every_way_in_closes_at_the_same_instant(region: Region, case: Case, swept: bool) -> None:
    assert set(sees(region, case, "bea", LAPSE - SECOND).values()) == {True}
    if swept:
        confirmation.sweep(now=LAPSE)
    assert set(sees(region, case, "bea", LAPSE).values()) == {False}
    assert set(sees(region, case, "anna", LAPSE).values()) == {True}  # who coordinates never lapses


def test_the_sweep_writes_the_lapse_down_once_and_tells_both_sides(region: Region) -> None:
    case = open_case(region)
    admit(region, case, "school", CARE, "core identity")
    participation.name_colleague(case, actor=region.actor("bea"), user=region.bram, now=region.now)
    assert confirmation.lapse(now=LAPSE - SECOND) == 0
    assert confirmation.lapse(now=LAPSE + timedelta(hours=5)) == 1
    assert confirmation.lapse(now=LAPSE + timedelta(hours=5)) == 0
    part = school_of(case)
    assert (part.ended_at, part.end_reason) == (LAPSE, "not_confirmed")
    assert not grants.named_on(case, region.school).exists()
    assert grants.excess(at=LAPSE) == []
    assert told("admission_lapsed") == {"Anna", "Arno"}
    assert told("part_lapsed") == {"Bea"}
    line = LedgerLine.objects.get(event="participation.lapsed")
    assert (line.case_id, line.user_label) == (case.pk, "confirmations")
    assert case.timeline.filter(kind="participation_lapsed").count() == 1


def test_the_organisation_hears_it_by_mail_although_it_stands_outside_now(region: Region) -> None:
    case = open_case(region)
    admit(region, case, "school", CARE, "core identity")
    confirmation.lapse(now=LAPSE)
    courier.deliver_due(now=LAPSE)
    to_bea = [message.subject for message in mail.outbox if message.to == [region.bea.email]]
    assert any("niemand bevestigde" in subject for subject in to_bea)
    assert "Noor" not in str([message.message() for message in mail.outbox])


def test_a_mail_of_before_the_lapse_does_not_go_out_after_it(region: Region) -> None:
    case = open_case(region)
    admit(region, case, "school", CARE, "core identity")
    owed = Delivery.objects.get(notification__kind="case_admitted", user=region.bea, channel="mail")
    courier.deliver_due(now=LAPSE)
    owed.refresh_from_db()
    assert owed.state == "failed"


def test_a_lapsed_organisation_can_be_admitted_again(region: Region) -> None:
    case = open_case(region)
    admit(region, case, "school", CARE, "core")
    confirmation.lapse(now=LAPSE)
    terms = participation.Terms(*CARE, frozenset({Compartment.CORE}), LAPSE)
    again = participation.admit(
        case, actor=region.actor("anna"), organisation=region.school, terms=terms, now=LAPSE
    )
    assert again.lapses_at == LAPSE + TERM


# -- warning -------------------------------------------------------------------------------------------------


def test_coordinator_and_deputy_are_warned_once_per_case_and_threshold(region: Region) -> None:
    case = open_case(region)
    admit(region, case, "school", CARE, "core")
    admit(region, case, "elsewhere", CARE, "core")
    assert confirmation.warn(now=LAPSE - timedelta(days=15)) == 0
    for days, messages in ((14, 1), (13, 1), (3, 2), (2, 2)):
        confirmation.warn(now=LAPSE - timedelta(days=days))
        confirmation.warn(now=LAPSE - timedelta(days=days))
        rows = Delivery.objects.filter(notification__kind="confirmation_due", channel="inbox")
        assert rows.filter(user=region.anna).count() == messages, days
    assert told("confirmation_due") == {"Anna", "Arno"}
    assert set(rows.values_list("path", flat=True)) == {"/confirmations/"}


# -- confirming ----------------------------------------------------------------------------------------------


def test_a_confirmation_starts_another_term_and_says_who(region: Region) -> None:
    case = open_case(region)
    admit(region, case, "school", CARE, "core")
    assert confirmation.confirm([school_of(case)], actor=region.actor("arno"), now=region.now) == 1
    part = school_of(case)
    assert (part.lapses_at, part.confirmed_at) == (region.now + TERM, region.now)
    assert part.confirmed_by == region.arno
    line = LedgerLine.objects.get(event="participation.confirmed")
    assert (line.case_id, line.detail["admitted"]) == (case.pk, region.school.pk)
    assert confirmation.lapse(now=LAPSE) == 0


def test_what_lapsed_meanwhile_can_not_be_confirmed_and_nothing_else_is(region: Region) -> None:
    case = open_case(region)
    admit(region, case, "school", CARE, "core")
    other = admit(region, case, "elsewhere", CARE, "core")
    confirmation.confirm([other], actor=region.actor("anna"), now=region.now)
    before = LedgerLine.objects.filter(event="participation.confirmed").count()
    with pytest.raises(StateConflictError):
        confirmation.confirm(
            case.participations.exclude(lapses_at=None), actor=region.actor("anna"), now=LAPSE
        )
    assert LedgerLine.objects.filter(event="participation.confirmed").count() == before
    with pytest.raises(StateConflictError):
        participation.change(
            school_of(case),
            actor=region.actor("anna"),
            terms=participation.Terms(*CARE, frozenset({Compartment.CORE}), ADMITTED),
            now=LAPSE,
        )


def test_who_coordinates_is_not_asked_and_never_confirmed(region: Region) -> None:
    case = open_case(region)
    desk = case.participations.get(organisation=region.desk)
    assert desk.lapses_at is None
    assert confirmation.confirm([desk], actor=region.actor("anna"), now=region.now) == 0


@pytest.mark.parametrize("who", ["bea", "iris", "hugo", "eva"])
def test_only_who_may_admit_confirms(region: Region, case: Case, who: str) -> None:
    with pytest.raises(AccessDenied):
        confirmation.confirm([school_of(case)], actor=region.actor(who), now=region.now)


def test_changing_the_terms_is_a_look_too(region: Region) -> None:
    case = open_case(region)
    part = admit(region, case, "school", CARE, "core")
    terms = participation.Terms(*CARE, frozenset({Compartment.CORE}), part.starts_at)
    participation.change(part, actor=region.actor("anna"), terms=terms, now=region.now)
    assert school_of(case).lapses_at == region.now + TERM


def test_coordination_that_moves_takes_the_exemption_along(region: Region) -> None:
    case = open_case(region)
    admit(region, case, "school", CARE, "core identity")
    participation.name_colleague(case, actor=region.actor("bea"), user=region.bram, now=region.now)
    hand_over(region, case, region.bea, region.bram)
    desk = case.participations.get(organisation=region.desk)
    assert (school_of(case).lapses_at, desk.lapses_at) == (None, region.now + TERM)


def test_a_part_that_begins_later_has_its_whole_term(region: Region) -> None:
    case = open_case(region)
    begins = region.now + timedelta(days=30)
    terms = participation.Terms(*CARE, frozenset({Compartment.CORE}), begins)
    part = participation.admit(
        case, actor=region.actor("anna"), organisation=region.school, terms=terms, now=region.now
    )
    assert part.lapses_at == begins + TERM


def test_the_term_is_a_setting(region: Region, settings: object) -> None:
    settings.ZORGTAFEL_CONFIRM_DAYS = 30
    case = open_case(region)
    assert admit(region, case, "school", CARE, "core").lapses_at == ADMITTED + timedelta(days=30)


def test_why_tells_until_when_it_counts(region: Region, case: Case) -> None:
    opened = gate.open_case(region.actor("bea"), case.number, now=region.now)
    assert LAPSE in [reason.until for reason in explain.why(opened.access, now=region.now)]
    mine = gate.open_case(region.actor("anna"), case.number, now=region.now)
    assert all(reason.until is None for reason in explain.why(mine.access, now=region.now))


# -- pages ---------------------------------------------------------------------------------------------------


def test_the_list_tells_what_for_and_who_last_read_when(
    region: Region, case: Case, log_in: Callable[[str], Client]
) -> None:
    log_in("bea").get(f"/cases/{case.number}/")
    page = log_in("anna").get("/confirmations/")
    rows = {row["part"].organisation.name: row for row in page.context["rows"]}
    assert len(rows) == 5  # everybody but the desk that coordinates
    assert rows["Lyceum De Dijk"]["last_read"] == region.now
    assert rows["Jeugdhulp Het Anker"]["last_read"] is None
    assert region.desk.name not in rows
    assert LedgerLine.objects.filter(event="participation.list_read").count() == 1


def test_many_are_confirmed_at_once(region: Region, case: Case, log_in: Callable[[str], Client]) -> None:
    parts = case.participations.exclude(lapses_at=None)
    chosen = [part.pk for part in parts[:3]]
    answer = log_in("anna").post("/confirmations/", {"parts": chosen}, follow=True)
    assert "3 bevestigd." in answer.content.decode()
    assert parts.filter(lapses_at=region.now + TERM).count() == 3


def test_nothing_ticked_or_another_mans_case_gets_a_sentence(
    region: Region, case: Case, log_in: Callable[[str], Client]
) -> None:
    anna, eva = log_in("anna"), log_in("eva")
    nothing = anna.post("/confirmations/", {})
    assert (nothing.status_code, "Vink ten minste" in nothing.content.decode()) == (400, True)
    foreign = eva.post("/confirmations/", {"parts": [school_of(case).pk]})
    assert foreign.status_code == 400
    assert LedgerLine.objects.filter(event="participation.confirmed").count() == 0


def test_the_queue_asks_in_time_and_counts_what_the_list_holds(
    region: Region, log_in: Callable[[str], Client], time_machine: object
) -> None:
    case = open_case(region)
    admit(region, case, "school", CARE, "core")
    assert "/confirmations/" not in log_in("anna").get("/").content.decode()
    anna = log_in("anna")
    time_machine.move_to(LAPSE - timedelta(days=10), tick=False)
    anna.force_login(region.anna)
    page = anna.get("/").content.decode()
    assert "/confirmations/" in page
    assert "1 organisatie" in page


def test_more_organisations_cost_no_more_statements(
    region: Region, case: Case, log_in: Callable[[str], Client]
) -> None:
    anna = log_in("anna")
    anna.get("/confirmations/")
    with CaptureQueriesContext(connection) as few:
        anna.get("/confirmations/")
    for _more in range(3):
        other = open_case(region)
        admit(region, other, "school", CARE, "core")
        admit(region, other, "elsewhere", CARE, "core")
    with CaptureQueriesContext(connection) as many:
        anna.get("/confirmations/")
    assert len(few) == len(many)


def test_a_closed_case_lapses_for_others_too(region: Region) -> None:
    case = open_case(region)
    admit(region, case, "school", CARE, "core")
    casefile.close(case, actor=region.actor("anna"), reason="Done", now=region.now)
    assert confirmation.lapse(now=LAPSE) == 1
