"""Asking to be let in: a task with a clock for the coordinator, one answer, and an end either way."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from cases.access import answer, existence, gate, reminder, request, sealing
from cases.access.models import AccessRequest
from cases.access.request import Wish
from cases.audit.models import LedgerLine
from cases.casefile.models import Case, CaseParticipation
from cases.conflict import StateConflictError
from cases.notifications import courier
from cases.notifications.models import Delivery
from organisations import membership
from organisations.actor import AccessDenied
from organisations.acts import Act
from organisations.compartments import Compartment
from tests.cast import CARE, FOUNDER, SAFETY, SEARCH, Region, admit, member, open_case

CORE, IDENTITY, SIGNALS = Compartment.CORE, Compartment.IDENTITY, Compartment.SIGNALS
WISH = Wish(*CARE, frozenset({IDENTITY, SIGNALS}), "She lives with us since Monday.")


def hit(region: Region, *, who: str = "chris", wish: Wish = WISH) -> AccessRequest:
    """Let somebody find the case of Noor and ask for access."""
    actor = region.actor(who)
    check = existence.ask(actor=actor, name="Noor Zeegras", birth_date=date(2011, 5, 4), now=region.now)
    return request.ask_about(check, actor=actor, wish=wish, now=region.now)


def by_number(region: Region, number: str, *, who: str = "chris", wish: Wish = WISH) -> AccessRequest:
    """Let somebody ask by a number they were told."""
    return request.ask_by_number(number, actor=region.actor(who), wish=wish, now=region.now)


def grants(
    region: Region,
    asked: AccessRequest,
    parts: frozenset[Compartment] = frozenset({IDENTITY, SIGNALS}),
    *,
    who: str = "anna",
    until: date | None = None,
) -> AccessRequest:
    """Let a coordinator grant a request."""
    actor = region.actor(who)
    return answer.grant(asked, actor=actor, compartments=parts, until=until, answer="", now=region.now)


def told(kind: str) -> set[str]:
    """Give the first names of those who have a message of this kind in their inbox."""
    rows = Delivery.objects.filter(notification__kind=kind, channel="inbox")
    return set(rows.values_list("user__name", flat=True))


# -- asking --------------------------------------------------------------------------------------------------


def test_a_request_is_a_task_for_coordinator_and_deputy(region: Region) -> None:
    case = open_case(region)
    asked = hit(region)
    assert (asked.case, asked.state, asked.due_at) == (
        case,
        "waiting",
        datetime.fromisoformat("2026-11-18T23:59:59+01:00"),
    )
    assert told("access_requested") == {"Anna", "Arno"}
    line = LedgerLine.objects.get(event="access_request.asked")
    assert (line.case_id, line.compartments) == (case.pk, "core,identity,signals")
    assert WISH.reason not in str(line.detail)


def test_an_urgent_request_says_so(region: Region) -> None:
    open_case(region)
    asked = hit(region, wish=Wish(*CARE, frozenset(), "She is here now.", is_urgent=True))
    assert asked.due_at == region.now + timedelta(hours=1)
    assert told("access_requested_urgently") == {"Anna", "Arno"}


def test_it_stands_in_the_queue_and_the_count_of_who_coordinates(
    region: Region, log_in: Callable[[str], Client]
) -> None:
    open_case(region)
    asked = hit(region)
    for who in ("anna", "arno"):
        page = log_in(who).get("/").content.decode()
        assert f"/requests/{asked.number}/" in page, who
        assert asked.number in log_in(who).get("/requests/").content.decode()
    for who in ("eva", "bram", "chris"):
        assert f"/requests/{asked.number}/" not in log_in(who).get("/").content.decode(), who


def test_a_number_that_leads_nowhere_gets_the_same_answer(
    region: Region, log_in: Callable[[str], Client]
) -> None:
    case = open_case(region)
    pages = []
    for number in (case.number, "C-26-ZZZZZ"):
        asked = by_number(region, number)
        page = log_in("chris").get(f"/requests/{asked.number}/")
        assert page.status_code == 200
        pages.append(page.content.decode().replace(asked.number, "V").replace(number, "C"))
    plain = [page[page.index("<main") : page.index("</main>")] for page in pages]
    assert plain[0] == plain[1]
    assert LedgerLine.objects.filter(event="access_request.asked").count() == 2


def test_a_sealed_case_is_a_number_that_leads_nowhere(region: Region) -> None:
    case = open_case(region)
    sealing.seal(case, actor=region.actor("anna"), reason="A threat", keep=[], now=region.now)
    assert by_number(region, case.number).case is None


def test_silence_about_a_sealed_case_stays_among_the_named(region: Region) -> None:
    case = open_case(region)
    asked = hit(region)
    sealing.seal(case, actor=region.actor("anna"), reason="A threat", keep=[], now=region.now)
    reminder.sweep(now=asked.due_at)
    assert told("access_request_overdue") == {"Anna", "Arno"}


def test_a_request_stays_inside_the_covenant(region: Region) -> None:
    open_case(region)
    with pytest.raises(StateConflictError) as refused:
        hit(region, wish=Wish(*SAFETY, frozenset({SIGNALS}), "Why not?"))
    assert refused.value.field == "compartments"
    with pytest.raises(StateConflictError):
        hit(region, wish=Wish(*SEARCH, frozenset(), "Why not?"))


def test_nobody_asks_twice_or_for_what_is_open_already(region: Region) -> None:
    case = open_case(region)
    hit(region)
    with pytest.raises(StateConflictError) as twice:
        hit(region)
    assert twice.value.code == "asked_already"
    with pytest.raises(StateConflictError) as opens:
        by_number(region, case.number, who="anna")
    assert opens.value.code == "opens_already"
    for number in (case.number, "C-26-ZZZZZ"):
        by_number(region, number)
        with pytest.raises(StateConflictError) as again:
            by_number(region, number)
        assert again.value.code == "asked_already"


def test_ten_requests_wait_at_most(region: Region) -> None:
    for number in range(10):
        by_number(region, f"C-26-ZZZZ{number}")
    with pytest.raises(StateConflictError) as refused:
        by_number(region, "C-26-YYYYY")
    assert refused.value.code == "too_many_requests"


# -- answering -----------------------------------------------------------------------------------------------


def test_a_grant_lets_the_organisation_in_and_names_who_asked(region: Region) -> None:
    case = open_case(region)
    asked = grants(region, hit(region))
    assert asked.state == "granted"
    chris = region.actor("chris")
    opened = gate.open_case(chris, case.number, now=region.now)
    assert opened.access.readable == {CORE, IDENTITY, SIGNALS}
    assert opened.access.about.is_named
    assert asked.participation.admitted_by == region.anna
    assert told("access_answered") == {"Chris"}
    line = LedgerLine.objects.get(event="access_request.granted")
    assert (line.case_id, line.detail["decision"]) == (case.pk, "granted")


def test_a_limited_grant_gives_less_and_shorter(region: Region) -> None:
    case = open_case(region)
    asked = grants(region, hit(region), frozenset({SIGNALS}), until=region.now.date())
    assert asked.state == "limited"
    chris = region.actor("chris")
    assert gate.open_case(chris, case.number, now=region.now).access.readable == {CORE, SIGNALS}
    assert not gate.may(chris, Act.READ_CASE, on=case, now=region.now + timedelta(days=1))


def test_a_grant_to_who_takes_part_already_adds_to_it(region: Region) -> None:
    case = open_case(region)
    admit(region, case, "elsewhere", CARE, "core missing")
    grants(region, hit(region), frozenset({IDENTITY}))
    part = CaseParticipation.objects.get(case=case, organisation=region.elsewhere, ended_at=None)
    assert (part.reads_missing, part.reads_identity, part.reads_signals) == (True, True, False)


def test_other_terms_than_the_standing_ones_are_explained(region: Region) -> None:
    case = open_case(region)
    admit(region, case, "elsewhere", SAFETY, "core missing")
    with pytest.raises(StateConflictError) as refused:
        grants(region, hit(region))
    assert refused.value.code == "other_terms"
    assert AccessRequest.objects.get().state == "waiting"


def test_who_asked_reads_the_sentence_of_a_refusal(region: Region, log_in: Callable[[str], Client]) -> None:
    case = open_case(region)
    asked = hit(region)
    answer.refuse(asked, actor=region.actor("anna"), answer="The school helps her already.", now=region.now)
    page = log_in("chris").get(f"/requests/{asked.number}/").content.decode()
    assert "The school helps her already." in page
    assert case.number not in page
    assert not gate.may(region.actor("chris"), Act.READ_CASE, on=case, now=region.now)
    assert told("access_answered") == {"Chris"}
    assert "helps" not in str(LedgerLine.objects.get(event="access_request.refused").detail)


def test_the_answer_reaches_by_mail_whoever_stands_outside_the_case(region: Region) -> None:
    open_case(region)
    asked = hit(region)
    answer.refuse(asked, actor=region.actor("anna"), answer="Not now.", now=region.now)
    courier.deliver_due(now=region.now)
    [to_chris] = [message for message in mail.outbox if message.to == [region.chris.email]]
    assert asked.number in to_chris.subject
    assert "Noor" not in to_chris.body + to_chris.subject


def test_the_second_of_two_decisions_reads_who_was_first(region: Region) -> None:
    open_case(region)
    asked = hit(region)
    stale = AccessRequest.objects.get(pk=asked.pk)
    grants(region, asked)
    with pytest.raises(StateConflictError) as late:
        answer.refuse(stale, actor=region.actor("arno"), answer="No.", now=region.now)
    assert "Anna" in str(late.value.sentence)
    with pytest.raises(StateConflictError):
        grants(region, stale, who="arno")
    with pytest.raises(StateConflictError):
        request.withdraw(stale, actor=region.actor("chris"), now=region.now)
    assert CaseParticipation.objects.filter(organisation=region.elsewhere).count() == 1


def test_a_withdrawn_request_is_not_granted(region: Region) -> None:
    case = open_case(region)
    asked = hit(region)
    request.withdraw(asked, actor=region.actor("chris"), now=region.now)
    with pytest.raises(StateConflictError):
        grants(region, asked)
    assert not case.participations.filter(organisation=region.elsewhere).exists()
    assert LedgerLine.objects.filter(event="access_request.withdrawn").count() == 1
    assert hit(region).state == "waiting"  # and may be asked again


def test_only_who_may_admit_answers_and_only_who_asked_withdraws(region: Region) -> None:
    case = open_case(region)
    admit(region, case, "school", CARE, "core")
    asked = hit(region)
    for who in ("bea", "chris", "iris", "dina", "gerda"):
        with pytest.raises(AccessDenied):
            grants(region, asked, who=who)
        with pytest.raises(AccessDenied):
            answer.refuse(asked, actor=region.actor(who), answer="No.", now=region.now)
    with pytest.raises(AccessDenied):
        request.withdraw(asked, actor=region.actor("anna"), now=region.now)


def test_who_left_meanwhile_is_not_let_in(region: Region) -> None:
    open_case(region)
    asked = hit(region)
    membership.end(member(region, "chris"), actor=FOUNDER, now=region.now)
    with pytest.raises(StateConflictError) as refused:
        grants(region, asked)
    assert refused.value.code == "left"


def test_a_refusal_without_a_sentence_is_no_refusal(region: Region, log_in: Callable[[str], Client]) -> None:
    open_case(region)
    asked = hit(region)
    answered = log_in("anna").post(f"/requests/{asked.number}/refuse/", {"answer": " "})
    assert answered.status_code == 400
    assert AccessRequest.objects.get().state == "waiting"


# -- silence -------------------------------------------------------------------------------------------------


def test_silence_goes_up_once_and_then_the_request_ends(region: Region) -> None:
    case = open_case(region)
    asked = hit(region)
    late = asked.due_at + timedelta(seconds=1)
    assert reminder.sweep(now=asked.due_at - timedelta(seconds=1)) == 0
    assert reminder.sweep(now=late) == 1
    assert reminder.sweep(now=late) == 0  # twice is once
    assert told("access_request_overdue") == {"Anna", "Arno", "Eva"}
    asked.refresh_from_db()
    assert reminder.sweep(now=asked.next_due_at) == 1
    asked.refresh_from_db()
    assert (asked.state, asked.next_due_at) == ("expired", None)
    assert told("access_answered") == {"Chris"}
    events = LedgerLine.objects.filter(case_id=case.pk).values_list("event", flat=True)
    assert {"access_request.overdue", "access_request.expired"} <= set(events)


def test_the_process_director_at_the_case_hears_of_silence_too(region: Region, case: Case) -> None:
    asked = hit(region)
    reminder.sweep(now=asked.due_at)
    rows = Delivery.objects.filter(notification__kind="access_request_overdue", user=region.iris)
    assert rows.first().path == f"/cases/{case.number}/people/"


def test_an_answered_request_is_not_chased(region: Region) -> None:
    open_case(region)
    asked = grants(region, hit(region))
    assert reminder.sweep(now=asked.due_at + timedelta(days=30)) == 0


def test_a_number_that_leads_nowhere_ends_at_the_same_moment_as_any_other(region: Region) -> None:
    case = open_case(region)
    real, nowhere = by_number(region, case.number), by_number(region, "C-26-ZZZZZ")
    for _round in range(2):
        due = AccessRequest.objects.order_by("next_due_at").first().next_due_at
        assert reminder.sweep(now=due) == 2
    real.refresh_from_db()
    nowhere.refresh_from_db()
    assert (real.state, real.ended_at) == (nowhere.state, nowhere.ended_at) == ("expired", nowhere.ended_at)


# -- pages ---------------------------------------------------------------------------------------------------


def test_the_whole_way_through_the_pages(region: Region, log_in: Callable[[str], Client]) -> None:
    case = open_case(region)
    chris, anna = log_in("chris"), log_in("anna")
    found = chris.post("/cases/exists/", {"name": "noor zeegras", "birth_date": "2011-05-04"}, follow=True)
    assert "Anna" in found.content.decode()
    token = found.redirect_chain[0][0].strip("/").split("/")[-1]
    asked = {"terms": "/".join(CARE), "with_name": "yes", "compartments": ["signals"], "reason": "Lives here"}
    made = chris.post(f"/requests/new/{token}/", asked, follow=True)
    assert made.status_code == 200
    number = AccessRequest.objects.get().number
    assert "Lives here" in anna.get(f"/requests/{number}/").content.decode()
    assert number in anna.get(f"/cases/{case.number}/sharing/").content.decode()
    given = anna.post(f"/requests/{number}/grant/", {"compartments": ["signals"], "answer": "No name yet."})
    assert given.status_code == 302
    page = chris.get(f"/requests/{number}/").content.decode()
    assert "Gedeeltelijk toegekend" in page
    assert f"/cases/{case.number}/" in page
    opened = chris.get(f"/cases/{case.number}/").content.decode()
    assert case.pseudonym in opened
    assert "Noor" not in opened


def test_an_insider_asks_for_a_closed_part_from_the_page_that_refuses_it(
    region: Region, log_in: Callable[[str], Client], case: Case
) -> None:
    refused = log_in("bram").get(f"/cases/{case.number}/police/")
    assert refused.status_code == 403
    assert f"/requests/new/?number={case.number}" in refused.content.decode()
    form = log_in("bram").get(f"/requests/new/?number={case.number}").content.decode()
    assert f'value="{case.number}"' in form


def test_a_request_of_somebody_else_is_not_there(region: Region, log_in: Callable[[str], Client]) -> None:
    open_case(region)
    asked = hit(region)
    for who in ("bram", "gerda", "piet"):
        assert log_in(who).get(f"/requests/{asked.number}/").status_code == 404
        assert log_in(who).get(f"/requests/{asked.number}/withdraw/").status_code == 404
    assert log_in("bram").get("/requests/V-26-NONEE/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"terms": "search/consent"}, "terms"),
        ({"compartments": ["police"]}, "compartments"),
        ({"until": "2026-11-16"}, "until"),
        ({"reason": ""}, "reason"),
        ({"with_name": "perhaps"}, "with_name"),
        ({"number": ""}, "number"),
    ],
)
def test_bad_input_gets_a_sentence_at_the_field(
    log_in: Callable[[str], Client], typed: dict[str, object], field: str
) -> None:
    asked = {"number": "C-26-ZZZZZ", "terms": "/".join(CARE), "with_name": "no", "reason": "Why"} | typed
    answered = log_in("chris").post("/requests/new/", asked)
    assert answered.status_code == 400
    assert field in answered.context["form"].errors
    assert AccessRequest.objects.count() == 0
