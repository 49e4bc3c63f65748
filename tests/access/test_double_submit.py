"""A form that is sent ten times at once, and once more, makes one thing; all answers lead to it."""

import dis
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from inspect import isfunction, unwrap
from types import CodeType
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from cases.access import existence
from cases.casefile.models import Case
from cases.intake.models import Signal
from cases.meetings import agenda, attendance, guest, meeting, sign_off
from cases.meetings.models import AgendaItem, ItemGuest
from cases.retention.models import DestructionProposal
from organisations import covenant, drafting
from organisations.history import write
from organisations.models import (
    Organisation,
)
from organisations.roles import Role
from tests.access.addresses import one_of_everything
from tests.access.changing import CHANGING, OUTSIDE
from tests.access.creating import CREATING, Row
from tests.access.routes import address, routes
from tests.architecture.test_contents import _views
from tests.cases.intake.telling import tell, walk
from tests.cast import FOUNDER, Region, full_table, member, open_case
from tests.organisations.conftest import join
from tests.together import together

TIMES = 10
#: What the first word of an address is about.
KINDS = {"cases": "case", "meetings": "meeting", "signals": "signal", "organisations": "organisation"}
Things = dict[str, Any]


def ready_for_more(region: Region) -> Things:
    """Give one of everything, so far that every form can make one more."""
    things, joost = one_of_everything(region), region.actor("joost")
    told = Signal.objects.get(number=things["signal"])
    walk(region, told, "under_investigation", "verified", "established", "classified")
    join(region, "olga", "school", Role.ORGANISATION_ADMIN)
    standing = region.covenant_version.covenant
    other = covenant.draw_up(actor=FOUNDER, name="Convenant Noord", region="Noord", now=region.now)
    newcomer = Organisation(name="Jeugdhulp De Kade", kind="youth_care", municipality="Waterdam")
    ids = {key: thing.pk for key, thing in {**region.people, **region.organisations}.items()}
    return {
        **ids,
        **things,
        "newcomer": write(newcomer, actor=FOUNDER, now=region.now).pk,
        "quiet": full_table(region).number,
        "alone": open_case(region).number,
        "check": _hit(region),
        "kept_signal": tell(region).number,
        "joining_signal": tell(region).number,
        "splitting_signal": tell(region).number,
        "empty_meeting": _empty_meeting(region),
        "established": _established(region, full_table(region, name="Sil Duinpan")),
        "agenda_item": _running(region, things["agenda_item"]),
        "covenant": drafting.begin(standing, actor=joost, now=region.now).pk,
        "agreement": other.pk,
        "standing": standing.pk,
        "watcher": member(region, "bram").pk,
        "joining": _free_again(region, things["guest"]),
        "ending_case": DestructionProposal.objects.get(number=things["proposal"]).case.number,
        "address_of_chris": region.chris.email,
    }


def _free_again(region: Region, pk: int) -> int:
    """Let Chris give up the seat at the meeting, so that it can be offered again."""
    seat = ItemGuest.objects.select_related("item__meeting", "item__case").get(pk=pk)
    guest.withdraw(seat, actor=region.actor("anna"), now=region.now)
    return member(region, "chris").pk


def _hit(region: Region) -> Any:
    """Chris asks about a young person of whom a case exists, and has not asked for access yet."""
    born = date(2010, 1, 2)
    open_case(region, name="Fenne Rietkraag", birth_date=born)
    asked = {"name": "Fenne Rietkraag", "birth_date": born, "now": region.now}
    return existence.ask(actor=region.actor("chris"), **asked).token


def _empty_meeting(region: Region) -> str:
    planning = meeting.Planning(title="Table", starts_at=region.now + timedelta(days=1))
    return meeting.plan(actor=region.actor("iris"), planning=planning, now=region.now).number


def _established(region: Region, case: Case) -> Things:
    """Let a meeting about a case be held and its minutes be established."""
    iris, planning = region.actor("iris"), meeting.Planning(title="Table", starts_at=region.now)
    planned = meeting.plan(actor=iris, planning=planning, now=region.now)
    item = agenda.add(planned, actor=iris, case=case, question="Who calls?", now=region.now)
    for to in ("running", "held"):
        meeting.move(planned, actor=iris, to=to, reason="", version=None, now=region.now)
    sign_off.sign(planned, actor=iris, now=region.now)
    return {"meeting": planned.number, "agenda_item": item.pk}


def _running(region: Region, pk: int) -> int:
    """Let the meeting of an item begin, with everybody there."""
    iris, item = region.actor("iris"), AgendaItem.objects.select_related("meeting", "case").get(pk=pk)
    meeting.move(item.meeting, actor=iris, to="running", reason="", version=None, now=region.now)
    keys = ("table", "desk", "school", "police", "veilig_thuis", "institution")
    there = [attendance.Seat(region.organisations[key], attendance.Attendance.PRESENT) for key in keys]
    attendance.record(item, actor=iris, taken=there, now=region.now)
    return pk


@pytest.mark.postgres
def test_ten_at_once_make_one_and_all_answers_lead_to_it(
    transactional_db: None, region: Region, log_in: Callable[[str], Client], subtests: pytest.Subtests
) -> None:
    things = ready_for_more(region)
    clients = {name: [log_in(name) for _ in range(TIMES)] for name in {row.name for row in CREATING.values()}}
    for route, row in CREATING.items():
        with subtests.test(route):
            _send_again_and_again(_page(route, row, things), row, things, clients[row.name])


def test_every_form_of_the_site_is_known_to_make_or_to_change_something() -> None:
    views = zip(routes(), (view for _route, view in _views(get_resolver().url_patterns)), strict=True)
    found = {route for route, view in views if "form_for" in _reached(unwrap(view))}
    changing = set(CHANGING.split()) | OUTSIDE
    assert found == CREATING.keys() | changing
    assert CREATING.keys() & changing == set()


def _send_again_and_again(page: str, row: Row, things: Things, clients: list[Client]) -> None:
    shown = clients[0].get(page)
    assert shown.status_code == 200
    sent, before = _filled(shown, row.asked, things), row.model.objects.count()
    answers = together(*(lambda client=client: client.post(page, sent) for client in clients))
    answers.append(clients[0].post(page, sent))  # and once more when all is done
    assert [getattr(answer, "status_code", answer) for answer in answers] == [302] * (TIMES + 1), _wrong(
        answers
    )
    assert len({answer.url for answer in answers}) == 1
    assert row.model.objects.count() == before + 1
    assert clients[0].get(answers[0].url).status_code == 200


def _page(route: str, row: Row, things: Things) -> str:
    kind = KINDS.get(route.partition("/")[0])
    meant = things
    if row.about:
        found = things[row.about]
        meant = {**things, **(found if isinstance(found, dict) else {kind: found})}
    return address(route, meant) + row.query.format(**things)


def _filled(page: Any, asked: dict[str, Any], things: Things) -> dict[str, Any]:
    shown = {field.html_name: field.value() for field in page.context["form"]}
    typed_in = {name: _put(value, things) for name, value in asked.items()}
    return {**{name: value for name, value in shown.items() if value is not None}, **typed_in}


def _put(value: Any, things: Things) -> Any:
    if isinstance(value, list):
        return [_put(one, things) for one in value]
    is_reference = isinstance(value, str) and value.startswith("{")
    return value.format(**things) if is_reference else value


def _wrong(answers: list[Any]) -> list[Any]:
    """Give what the forms say, for whoever mends a row."""
    pages = [answer.context for answer in answers if getattr(answer, "context", None)]
    return [page["form"].errors for page in pages if "form" in page]


def _reached(view: Any) -> set[str]:
    """Give the names a view and the functions beside it use; ``form_for`` gives a form its key."""
    found, todo = set(), [view]
    while todo:
        one = todo.pop()
        used = set(_globals(one.__code__)) - found if isfunction(one) else set()
        found |= used
        beside = [one.__globals__.get(name) for name in used]
        todo += [other for other in beside if getattr(other, "__module__", "") == view.__module__]
    return found


def _globals(code: CodeType) -> Iterator[str]:
    for step in dis.get_instructions(code):
        if step.opname == "LOAD_GLOBAL":
            yield step.argval
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _globals(inner)
