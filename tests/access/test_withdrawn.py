"""What was withdrawn is gone at the next request of a session that is still open, and mails stay home."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from cases.access import blocks
from cases.casefile import note, participation
from cases.casefile.models import Case, CaseParticipation, Note
from cases.intake import signal as signals
from cases.notifications import courier, outbox
from cases.notifications.models import Delivery
from organisations import covenant, membership
from organisations.compartments import Compartment
from organisations.models import CovenantClause, CovenantParty, User
from tests.cases.intake.telling import tell
from tests.cast import CARE, FOUNDER, Region, admit, full_table, member, open_case

LogIn = Callable[[str], Client]


def _ended(region: Region, case: Case) -> None:
    part = CaseParticipation.objects.get(case=case, organisation=region.school)
    participation.end(part, actor=region.actor("anna"), reason="done", now=region.now)


def _clause(region: Region, _case: Case) -> None:
    clause = CovenantClause.objects.get(organisation_kind="school", compartment="core")
    covenant.withdraw_clause(clause, actor=FOUNDER, on=region.now.date(), now=region.now)


def _party(region: Region, _case: Case) -> None:
    party = CovenantParty.objects.get(organisation=region.school)
    covenant.withdraw(party, actor=FOUNDER, on=region.now.date(), now=region.now)


def _left(region: Region, _case: Case) -> None:
    membership.end(member(region, "bram"), actor=FOUNDER, now=region.now)


def _unnamed(region: Region, case: Case) -> None:
    participation.remove_colleague(case, actor=region.actor("bea"), user=region.bram, now=region.now)


def _disabled(region: Region, _case: Case) -> None:
    User.objects.filter(pk=region.bram.pk).update(is_active=False)


def _blocked(region: Region, case: Case) -> None:
    blocks.block(case, actor=region.actor("anna"), user=region.bram, reason="uncle", now=region.now)


WITHDRAWALS: dict[str, Callable[[Region, Case], None]] = {
    "the school's part ended": _ended,
    "the clause was withdrawn": _clause,
    "the school left the covenant": _party,
    "Bram left the school": _left,
    "Bram was taken off the case": _unnamed,
    "Bram's account was disabled": _disabled,
    "Bram was blocked for a conflict": _blocked,
}
every_way = pytest.mark.parametrize("withdraw", WITHDRAWALS.values(), ids=list(WITHDRAWALS))


@pytest.fixture
def written(region: Region) -> tuple[Case, Note]:
    """Give Noor's case with a note that Bram may read."""
    case = full_table(region)
    made = note.add(
        case, actor=region.actor("anna"), compartment=Compartment.CORE, text="Agreed.", now=region.now
    )
    return case, made


@every_way
def test_the_next_request_of_an_open_session_is_refused(
    region: Region, written: tuple[Case, Note], log_in: LogIn, withdraw: Callable
) -> None:
    case, made = written
    bram, base = log_in("bram"), f"/cases/{case.number}/"
    pages = [base, f"{base}timeline/", f"{base}notes/{made.pk}/", f"{base}notes/new/", f"{base}meldcode/"]
    assert [bram.get(page).status_code for page in pages] == [200] * 5
    withdraw(region, case)
    for page in pages:
        answer = bram.get(page)
        assert answer.status_code in {302, 403, 404}, page
        assert case.pseudonym not in answer.content.decode()
        assert answer.status_code != 302 or answer.url.startswith("/account/login/")
    assert case.number not in bram.get("/cases/", {"status": "all"}).content.decode()


@every_way
def test_a_form_on_a_page_that_is_still_open_changes_nothing(
    region: Region, written: tuple[Case, Note], log_in: LogIn, withdraw: Callable
) -> None:
    case, made = written
    bram, base = log_in("bram"), f"/cases/{case.number}/"
    form = bram.get(f"{base}notes/new/").context["form"]
    withdraw(region, case)
    sent = {**form.hidden_values(), "compartment": "core", "text": "Written too late", "reason": "x"}
    for page in (f"{base}notes/new/", f"{base}notes/{made.pk}/correct/"):
        assert bram.post(page, sent).status_code in {302, 403, 404}, page
    assert not Note.objects.filter(text="Written too late").exists()


@every_way
def test_a_mail_that_was_owed_already_is_not_sent(
    region: Region, written: tuple[Case, Note], withdraw: Callable
) -> None:
    case, _note = written
    Delivery.objects.update(state="sent")
    recipient = outbox.Recipient(region.bram, region.school, f"/cases/{case.number}/")
    for kind in ("alert", "colleague_named"):
        outbox.put(kind, number=case.number, to=[recipient], now=region.now, case=case)
    mail.outbox.clear()
    withdraw(region, case)
    courier.deliver_due(now=region.now + timedelta(seconds=1))
    assert [message for message in mail.outbox if region.bram.email in message.to] == []
    assert not Delivery.objects.filter(user=region.bram, channel="mail", state="queued").exists()


@pytest.mark.parametrize("compartments", ["core signals", "core signals identity"])
def test_a_signal_in_a_case_tells_a_name_only_with_the_identity(
    region: Region, log_in: LogIn, compartments: str
) -> None:
    case = open_case(region)
    admit(region, case, "school", CARE, compartments)
    told = tell(region, "hugo", subject_name="Zuster Onbekendnaam")
    signals.link(told, actor=region.actor("anna"), case=case, now=region.now)
    page = log_in("bea").get(f"/signals/{told.number}/")
    assert page.status_code == 200
    assert ("Onbekendnaam" in page.content.decode()) is ("identity" in compartments)
    assert "Onbekendnaam" in log_in("hugo").get(f"/signals/{told.number}/").content.decode()
    assert "Onbekendnaam" in log_in("anna").get(f"/signals/{told.number}/").content.decode()
