"""Break-glass: for a few hours, told at once, and no way to learn which numbers exist."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cases.access import audience, blocks, emergency, explain, gate, look_back, sealing
from cases.access.emergency import Emergency
from cases.access.models import EmergencyAccess, EmergencyReview
from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile import note, participation
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.handover import handover
from cases.notifications import courier, inbox
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import DutyOverride
from organisations.roles import Role
from tests.cast import CARE, FOUNDER, Region, admit, open_case
from tests.organisations.conftest import join

LogIn = Callable[[str], Client]
SENT = {
    "reason": "danger_now",
    "explanation": "Zij belt mij nu",
    "hours": "2",
    "parts": ["identity", "missing"],
    "told": "on",
}
EVERYTHING = frozenset(Compartment(part) for part in ("core", "identity", "signals", "meldcode", "missing"))
MISSING = Emergency("missing_now", "Niet thuisgekomen", 1, frozenset({Compartment.MISSING}))
DANGER = Emergency("danger_now", "Zij belt mij nu", 2, EVERYTHING)


def test_chris_opens_the_case_and_the_coordinator_hears_it(region: Region, case: Case, log_in: LogIn) -> None:
    client = log_in("chris")
    assert client.get(f"/cases/{case.number}/").status_code == 404
    answer = client.post("/cases/emergency/", {**SENT, "number": case.number.lower()})
    assert answer.headers["Location"] == f"/cases/{case.number}/"
    page = client.get(f"/cases/{case.number}/").content.decode()
    assert "Noodtoegang" in page
    told = Delivery.objects.filter(notification__kind="emergency_opened", channel="inbox")
    assert {row.user for row in told} == {region.anna, region.arno, region.dina}
    line = LedgerLine.objects.get(event="emergency.opened")
    assert (line.is_emergency, line.user_id) == (True, region.chris.pk)
    assert LedgerLine.objects.filter(event="case.read", is_emergency=True).exists()
    assert case.timeline.filter(kind="emergency_opened").exists()


def test_the_page_of_sharing_says_what_is_read_for_now_and_until_which_hour(
    region: Region, case: Case, log_in: LogIn
) -> None:
    sharing = f"/cases/{case.number}/sharing/"
    assert "tijdelijk" not in log_in("anna").get(sharing).content.decode()
    emergency.break_glass(case.number, actor=region.actor("chris"), emergency=MISSING, now=region.now)
    assert log_in("anna").get(sharing).content.decode().count("tijdelijk") == len({"core", "missing"})
    over = timezone.localtime(region.now + timedelta(hours=1))
    assert f"{over:%H:%M}</time>" in log_in("chris").get(sharing).content.decode()


def test_it_opens_only_what_the_covenant_lets_the_organisation_have(region: Region, case: Case) -> None:
    chris = region.actor("chris")
    emergency.break_glass(case.number, actor=chris, emergency=DANGER, now=region.now)
    opens = [
        part
        for part in Compartment
        if gate.may(chris, Act.READ_CASE, on=case, compartment=part, now=region.now)
    ]
    assert opens == ["core", "identity", "signals", "meldcode", "missing"]


def test_it_ends_by_itself(region: Region, case: Case) -> None:
    emergency.break_glass(case.number, actor=region.actor("chris"), emergency=DANGER, now=region.now)
    later = region.now + timedelta(hours=2)
    assert not gate.may(region.actor("chris"), Act.READ_CASE, on=case, now=later)


def test_a_number_that_is_unknown_or_forbidden_gets_one_and_the_same_answer(
    region: Region, case: Case, log_in: LogIn
) -> None:
    client = log_in("eva")  # blocked for a conflict of interest
    answers = [
        client.post("/cases/emergency/", {**SENT, "number": number}) for number in (case.number, "C-26-22222")
    ]
    assert [answer.status_code for answer in answers] == [409, 409]
    sentences = [str(answer.context["form"].errors["number"]) for answer in answers]
    assert sentences[0] == sentences[1]
    assert "Zij belt mij nu" in answers[0].content.decode()
    refused = LedgerLine.objects.filter(event="access.refused", refusal="emergency")
    assert refused.count() == 2
    assert not refused.exclude(case_id=None).exists()
    assert not Delivery.objects.filter(notification__kind="emergency_opened").exists()


def test_who_is_in_already_needs_no_emergency(region: Region, case: Case) -> None:
    with pytest.raises(StateConflictError) as refused:
        emergency.break_glass(case.number, actor=region.actor("gerda"), emergency=MISSING, now=region.now)
    assert refused.value.code == "opens_already"


@pytest.mark.parametrize("hours", [0, -1, 5, 24])
def test_never_longer_than_four_hours(region: Region, case: Case, hours: int) -> None:
    with pytest.raises(StateConflictError):
        emergency.break_glass(
            case.number,
            actor=region.actor("chris"),
            emergency=Emergency("danger_now", "x", hours, EVERYTHING),
            now=region.now,
        )


@pytest.mark.parametrize("name", ["dina", "joost", "iris", "hugo"])
def test_roles_without_it_are_refused(region: Region, case: Case, log_in: LogIn, name: str) -> None:
    assert log_in(name).get("/cases/emergency/").status_code == 403
    with pytest.raises(AccessDenied):
        emergency.break_glass(case.number, actor=region.actor(name), emergency=DANGER, now=region.now)


def test_without_the_confirmation_nothing_opens(region: Region, case: Case, log_in: LogIn) -> None:
    sent = {name: value for name, value in SENT.items() if name != "told"}
    answer = log_in("chris").post("/cases/emergency/", {**sent, "number": case.number})
    assert answer.status_code == 400
    assert not LedgerLine.objects.filter(event="emergency.opened").exists()


def break_in(region: Region, case: Case, name: str = "chris", wanted: Emergency = DANGER) -> EmergencyAccess:
    """Let somebody break the glass now."""
    return emergency.break_glass(case.number, actor=region.actor(name), emergency=wanted, now=region.now)


def test_only_the_parts_that_were_asked_for_open(region: Region, case: Case, log_in: LogIn) -> None:
    break_in(region, case, wanted=MISSING)
    chris = region.actor("chris")
    opened = gate.open_case(chris, case.number, now=region.now).access.readable
    assert opened == {Compartment.CORE, Compartment.MISSING}
    seats = audience.of_case(case.pk, now=region.now).seats
    assert [seat.readable for seat in seats if seat.is_emergency] == [opened]
    page = log_in("chris").get(f"/cases/{case.number}/").content.decode()
    assert "Noor Zeegras" not in page
    assert case.pseudonym in page


def test_an_insider_opens_one_closed_part_and_keeps_the_rest_as_it_was(region: Region) -> None:
    case = open_case(region)
    admit(region, case, "school", CARE, "core signals")
    bea = region.actor("bea")
    assert not gate.may(bea, Act.READ_CASE, on=case, compartment=Compartment.MISSING, now=region.now)
    break_in(region, case, "bea", MISSING)
    opened = gate.open_case(region.actor("bea"), case.number, now=region.now).access
    assert opened.readable == {Compartment.CORE, Compartment.SIGNALS, Compartment.MISSING}
    reasons = [str(reason.label) for reason in explain.why(opened, now=region.now)]
    assert reasons[0] == "Convenant"
    assert reasons[-1] == "Nood"  # beside the grounds that stood already
    line = LedgerLine.objects.filter(event="case.read", user_id=region.bea.pk).latest("pk")
    assert line.is_emergency


@pytest.mark.parametrize("parts", [frozenset(), frozenset({Compartment.POLICE})])
def test_parts_that_the_covenant_does_not_allow_are_refused_before_the_number_is_looked_at(
    region: Region, parts: frozenset[Compartment]
) -> None:
    wanted = Emergency("danger_now", "x", 1, parts)
    with pytest.raises(StateConflictError) as refused:
        emergency.break_glass("C-26-22222", actor=region.actor("chris"), emergency=wanted, now=region.now)
    assert refused.value.code == "no_clause"


def test_the_form_offers_what_the_covenant_allows(region: Region, log_in: LogIn) -> None:
    form = log_in("chris").get("/cases/emergency/").context["form"]
    offered = [value for value, _label in form.fields["parts"].choices]
    assert offered == ["core", "identity", "signals", "meldcode", "missing"]


def test_a_red_bar_stays_on_every_page_until_it_is_given_back(
    region: Region, case: Case, log_in: LogIn
) -> None:
    earlier = region.now - timedelta(minutes=10)
    chris = region.actor("chris", now=earlier)
    opened = emergency.break_glass(case.number, actor=chris, emergency=DANGER, now=earlier)
    client = log_in("chris")
    for page in ("/", "/cases/", "/inbox/", f"/cases/{case.number}/"):
        assert f"Noodtoegang voor {case.number} tot 11:50." in client.get(page).content.decode(), page
    assert "Noodtoegang voor" not in log_in("gerda").get("/").content.decode()
    assert client.get(f"/cases/{case.number}/emergency/end/").status_code == 200
    assert client.post(f"/cases/{case.number}/emergency/end/", {}).status_code == 302
    assert client.get(f"/cases/{case.number}/").status_code == 404
    assert case.number not in client.get("/").content.decode()
    ended = EmergencyAccess.objects.get(pk=opened.pk)
    assert ended.given_back_at is not None
    assert LedgerLine.objects.filter(event="emergency.given_back", case_id=case.pk).exists()
    with pytest.raises(StateConflictError) as refused:
        emergency.give_back(ended, actor=region.actor("chris"), now=region.now + timedelta(hours=1))
    assert refused.value.code == "emergency_over"


def test_a_coordinator_from_elsewhere_reads_and_writes_but_takes_nothing_over(
    region: Region, case: Case, log_in: LogIn
) -> None:
    """Four hours stay four hours: who could let organisations in would let their own in, and stay."""
    join(region, "wim", "elsewhere", Role.CARE_COORDINATOR)
    break_in(region, case, "wim")
    wim = region.actor("wim")
    terms = participation.Terms(*CARE, frozenset({Compartment.CORE}), starts_at=region.now)
    deeds: list[Callable[[], object]] = [
        lambda: participation.admit(
            case, actor=wim, organisation=region.elsewhere, terms=terms, now=region.now
        ),
        lambda: handover.ask(case, actor=wim, recipient=region.veilig_thuis, reason="x", now=region.now),
        lambda: sealing.seal(case, actor=wim, reason="x", keep=[], now=region.now),
        lambda: casefile.close(case, actor=wim, reason="x", now=region.now),
        lambda: blocks.block(case, actor=wim, user=region.gerda, reason="x", now=region.now),
    ]
    for deed in deeds:
        with pytest.raises(AccessDenied):
            deed()
    listed = gate.visible(wim, Case.objects.all(), act=Act.ADMIT_ORGANISATION, now=region.now)
    assert not listed.exists()
    client = log_in("wim")
    assert client.get(f"/cases/{case.number}/").status_code == 200
    assert client.get(f"/cases/{case.number}/handover/").status_code == 404
    note.add(case, actor=wim, text="Zij staat bij het station", compartment=Compartment.CORE, now=region.now)


def test_nobody_gives_back_for_somebody_else(region: Region, case: Case, log_in: LogIn) -> None:
    opened = break_in(region, case)
    with pytest.raises(AccessDenied):
        emergency.give_back(opened, actor=region.actor("bram"), now=region.now)
    assert log_in("bram").post(f"/cases/{case.number}/emergency/end/", {}).status_code == 404
    assert EmergencyAccess.objects.get(pk=opened.pk).given_back_at is None


def test_who_is_blocked_meanwhile_loses_it_and_the_bar(region: Region, case: Case, log_in: LogIn) -> None:
    break_in(region, case)
    blocks.block(case, actor=region.actor("anna"), user=region.chris, reason="oom", now=region.now)
    client = log_in("chris")
    assert client.get(f"/cases/{case.number}/").status_code == 404
    assert case.number not in client.get("/cases/").content.decode()


def test_own_contact_points_hear_it_and_auditors_within_a_minute_without_content(
    region: Region, log_in: LogIn
) -> None:
    """S17: an alert to the auditor within 60 seconds."""
    case = open_case(region)
    break_in(region, case, "bram")
    told = Delivery.objects.filter(notification__kind="emergency_opened", channel="inbox")
    assert {row.user for row in told} == {region.anna, region.arno, region.bea, region.dina}
    courier.deliver_due(now=region.now + timedelta(seconds=1))
    mailed = Delivery.objects.get(notification__kind="emergency_opened", channel="mail", user=region.dina)
    assert mailed.state == "sent"
    assert mailed.sent_at - region.now <= timedelta(seconds=60)
    page = log_in("dina").get(inbox.own(region.actor("dina")).get().path).content.decode()
    assert "Bram" in page
    for content in ("Zij belt mij nu", "Noor", case.pseudonym):
        assert content not in page


def test_while_the_coordinator_is_away_the_organisation_hears_it_too(region: Region, case: Case) -> None:
    away = DutyOverride(
        organisation=region.desk,
        user=region.anna,
        is_away=True,
        level=1,
        starts_at=region.now - timedelta(days=1),
        ends_at=region.now + timedelta(days=1),
    )
    write(away, actor=FOUNDER, now=region.now)
    blocks.lift(case.blocks.get(), actor=region.actor("anna"), now=region.now)
    break_in(region, case)
    told = Delivery.objects.filter(notification__kind="emergency_opened", channel="inbox")
    assert {row.user for row in told} == {region.anna, region.arno, region.eva, region.dina}


def test_both_sides_must_look_back_and_their_queues_say_so(region: Region, case: Case, log_in: LogIn) -> None:
    opened = break_in(region, case)
    log_in("chris").get(f"/cases/{case.number}/")
    assert {review.side for review in opened.reviews.all()} == {"coordination", "audit"}
    assert {review.due_at for review in opened.reviews.all()} == {region.now + timedelta(days=7)}
    anna, dina = log_in("anna"), log_in("dina")
    for_anna = f"/cases/{case.number}/sharing/emergencies/{opened.pk}/"
    for_dina = f"/audit/emergencies/{opened.pk}/"
    assert for_anna in anna.get("/").content.decode()
    assert for_dina in dina.get("/").content.decode()
    assert "Zij belt mij nu" in anna.get(for_anna).content.decode()
    assert anna.post(for_anna, {"verdict": "needed"}).status_code == 400
    assert anna.post(for_anna, {"verdict": "needed", "words": "Zij stond op straat"}).status_code == 302
    assert anna.post(for_anna, {"verdict": "needed", "words": "Nog eens"}).status_code == 409
    assert dina.post(for_dina, {"verdict": "other_way", "words": "Eerst bellen"}).status_code == 302
    assert "Zij stond op straat" not in dina.get(for_dina).content.decode()
    assert for_anna not in anna.get("/").content.decode()
    assert for_dina not in dina.get("/").content.decode()
    lines = LedgerLine.objects.filter(event="emergency.reviewed", case_id=case.pk).order_by("pk")
    assert [line.detail for line in lines] == [
        {"side": "coordination", "verdict": "needed"},
        {"side": "audit", "verdict": "other_way"},
    ]


def test_nobody_reviews_what_they_did_themselves(region: Region, case: Case) -> None:
    opened = break_in(region, case)
    EmergencyAccess.objects.filter(pk=opened.pk).update(user=region.anna)
    own = EmergencyAccess.objects.get(pk=opened.pk)
    with pytest.raises(AccessDenied) as refused:
        look_back.judge_case(own, actor=region.actor("anna"), verdict="needed", words="x", now=region.now)
    assert refused.value.code == "own_emergency"
    assert not EmergencyReview.objects.exclude(reviewed_at=None).exists()


def test_one_person_with_two_chairs_does_not_look_back_for_both_sides(region: Region, case: Case) -> None:
    """Anna is lent to the oversight as an auditor: two people look back all the same."""
    opened, dina = break_in(region, case), region.actor("dina")
    auditor = replace(dina, user=region.anna)
    said = {"verdict": "needed", "words": "x", "now": region.now}
    look_back.judge_case(opened, actor=region.actor("anna"), **said)
    with pytest.raises(StateConflictError) as refused:
        look_back.judge_audit(opened, actor=auditor, **said)
    assert refused.value.code == "second_person_needed"
    assert look_back.judge_audit(opened, actor=dina, **said).reviewed_by == region.dina


@pytest.mark.parametrize("name", ["bram", "gerda", "iris", "chris"])
def test_only_who_decides_about_access_and_auditors_give_a_verdict(
    region: Region, case: Case, name: str
) -> None:
    opened = break_in(region, case)
    for judge in (look_back.judge_case, look_back.judge_audit):
        with pytest.raises(AccessDenied):
            judge(opened, actor=region.actor(name), verdict="needed", words="x", now=region.now)


def test_figures_per_organisation_are_numbers_only(region: Region, case: Case, log_in: LogIn) -> None:
    opened = break_in(region, case)
    emergency.give_back(opened, actor=region.actor("chris"), now=region.now + timedelta(minutes=5))
    look_back.judge_audit(opened, actor=region.actor("dina"), verdict="not_needed", words="x", now=region.now)
    later = region.now + timedelta(days=8)
    assert look_back.figures(now=later) == [
        look_back.Figures(
            organisation="Jeugdhulp De Overkant", opened=1, given_back=1, not_needed=1, to_review=1, overdue=1
        )
    ]
    page = log_in("dina").get("/audit/emergencies/").content.decode()
    assert "Jeugdhulp De Overkant" in page
    assert "Zij belt mij nu" not in page
