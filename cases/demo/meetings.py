"""The monthly care table: a story of its own, which meets the cases that stand open at that time."""

import random
from datetime import datetime, timedelta

from django.utils import timezone

from cases.access import gate
from cases.casefile.models import Case
from cases.coordination import action
from cases.coordination.models import Action
from cases.demo.clock import Story, at_work
from cases.demo.region import Region
from cases.demo.tale import COLLEAGUES
from cases.meetings import agenda, attendance, decision, draft, meeting, room
from cases.meetings.models import AgendaItem, Meeting
from cases.meetings.rules import Attendance
from organisations.compartments import LegalGround
from organisations.models import Organisation

CHAIR = "iris"
QUESTIONS = (
    "Wie is het eerste aanspreekpunt voor de jongere?",
    "Wat is er nodig om deze week veilig te zijn?",
    "Kan de zorg worden afgeschaald?",
)
DISCUSSED = "Iedereen deelde wat hij weet. De jongere wil rust en één vast gezicht."
DECIDED = "Eén vast aanspreekpunt; de anderen wachten met eigen gesprekken."
AGREED = (
    "Spreekt deze week met de jongere over de afspraken",
    "Belt de ouders en legt uit wat de tafel doet",
    "Regelt vervoer naar school voor de komende maand",
    "Zoekt een plek waar de jongere overdag terecht kan",
)
ITEMS = 3


def every_month(region: Region, *, seed: int, months: int) -> list[Story]:
    """Give a meeting for each month before the present, the last one some weeks ago."""
    rng = random.Random(f"meetings {seed}")
    return [_meets(region, rng, region.now - timedelta(days=21 + 30 * month)) for month in range(months)]


def plan(region: Region, *, starts_at: datetime, title: str, at: datetime) -> Meeting:
    """Plan a meeting with everybody at the table, except who only oversees it."""
    invited = [home for key, home in region.organisations.items() if key not in {"oversight", "table"}]
    planning = meeting.Planning(
        title=title, starts_at=starts_at, place="Vergaderzaal Waterlelie", organisations=tuple(invited)
    )
    return meeting.plan(actor=region.actor(CHAIR, at=at), planning=planning, now=at)


def put_on(region: Region, planned: Meeting, case: Case, question: str, *, at: datetime) -> AgendaItem:
    """Put a case on the agenda."""
    return agenda.add(planned, actor=region.actor(CHAIR, at=at), case=case, question=question, now=at)


def types(region: Region, item: AgendaItem, text: str, *, at: datetime) -> None:
    """Let who chairs begin to write what was discussed, and be called away."""
    chair = region.actor(CHAIR, at=at)
    draft.keep(item, actor=chair, form="discussed", key="0" * 32, values={"text": [text]}, now=at)


def _meets(region: Region, rng: random.Random, about: datetime) -> Story:
    starts_at = at_work(rng, about, days=(0, 3))
    at = starts_at - timedelta(days=8)
    yield at
    planned = plan(region, starts_at=starts_at, title="Zorgtafel", at=at)
    at = starts_at - timedelta(days=1)
    yield at
    items = _agenda(region, rng, planned, at)
    yield starts_at
    _move(region, planned, "running", at=starts_at)
    at, agreed = starts_at, []
    for item in items:
        at += timedelta(minutes=20)
        yield at
        agreed += _discuss(region, rng, item, at)
    at += timedelta(minutes=10)
    yield at
    _move(region, planned, "held", at=at)
    yield from _act(region, rng, agreed, at)


def _agenda(region: Region, rng: random.Random, planned: Meeting, at: datetime) -> list[AgendaItem]:
    open_cases = Case.objects.filter(status="open").order_by("pk")
    may_be_spoken_of = list(gate.visible(region.actor(CHAIR, at=at), open_cases, now=at))
    chosen = rng.sample(may_be_spoken_of, min(ITEMS, len(may_be_spoken_of)))
    return [put_on(region, planned, case, rng.choice(QUESTIONS), at=at) for case in chosen]


def _move(region: Region, planned: Meeting, to: str, *, at: datetime) -> None:
    meeting.move(planned, actor=region.actor(CHAIR, at=at), to=to, reason="", version=None, now=at)


def _discuss(region: Region, rng: random.Random, item: AgendaItem, at: datetime) -> list[Action]:
    """Record who was there, what was said and what was decided; give the action that came of it."""
    chair = region.actor(CHAIR, at=at)
    inside = room.seats(AgendaItem.objects.get(pk=item.pk), now=at).inside
    if not inside:
        return []
    there = rng.choices((Attendance.PRESENT, Attendance.ABSENT), (9, 1), k=len(inside))
    there[0] = Attendance.PRESENT  # with nobody in the room there is nothing to record
    seats = [attendance.Seat(home, status) for home, status in zip(inside, there, strict=True)]
    attendance.record(item, actor=chair, taken=seats, now=at)
    agenda.record_discussed(item, actor=chair, text=DISCUSSED, version=None, now=at)
    outcome = decision.Outcome(
        text=DECIDED,
        legal_ground=LegalGround.PUBLIC_TASK.value,
        description=rng.choice(AGREED),
        owner_organisation=rng.choice(inside),
        due_on=timezone.localdate(at) + timedelta(days=rng.randint(7, 28)),
    )
    made = decision.record(item, actor=chair, outcome=outcome, now=at)
    return list(made.actions.all())


def _act(region: Region, rng: random.Random, agreed: list[Action], at: datetime) -> Story:
    """Let organisations do what they agreed; of what was agreed lately some still waits."""
    is_late = at > region.now - timedelta(days=45)
    for owed in agreed:
        person = _who_acts(region, owed.owner_organisation)
        if not person or (rng.random() > 0.85 and is_late):
            continue
        at = at_work(rng, at, days=(2, 9))
        yield at
        outcome = "Gedaan; de jongere weet ervan."
        action.finish(owed, actor=region.actor(person, at=at), outcome=outcome, now=at)


def _who_acts(region: Region, home: Organisation) -> str:
    key = next(key for key, organisation in region.organisations.items() if organisation.pk == home.pk)
    return {"desk": "anna", "table": CHAIR}.get(key) or COLLEAGUES.get(key, ("",))[0]
