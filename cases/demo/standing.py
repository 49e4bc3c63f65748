"""What stands open today: the stories that the cast walks through, with their clocks running.

All instants hang on the present, so that a trial finds the same situation on any day.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from cases.aside.rules import Work
from cases.coordination import action
from cases.demo import (
    codes,
    conditions,
    contacts,
    disappearances,
    lists,
    meetings,
    networks,
    otherways,
    packs,
    reports,
    rights,
    table,
    trust,
    twice,
    working,
)
from cases.demo.children import Child
from cases.demo.clock import HERE, Story, on_a_day
from cases.demo.region import Region
from cases.demo.tale import Tale
from cases.forensic.rules import Outcome
from cases.police.rules import ComplaintStage


def all_of(region: Region, tell: Callable[[Child, int], Tale]) -> list[Story]:
    """Give the standing stories. ``tell`` makes a tale with its own source of chance."""
    made = [tell(child, number) for number, child in enumerate(_children(region.now), start=1000)]
    walk, second, third, elsewhere, *waiting, sealed = made
    return [
        _the_walk(walk),
        _named_together(second, "Bram en Farid delen wat zij zagen.", pack=1),  # by now nobody confirmed it
        _named_together(third, "Er is een tweede signaal over dezelfde auto.", pack=2),  # soon to confirm
        _on_the_other_side(elsewhere),
        trust.is_sealed(sealed),
        trust.was_refused(second, days_ago=19),
        trust.was_an_emergency(second, days_ago=17),
        trust.waits_for_a_look_back(third),
        working.together(third),
        trust.people_come_and_go(region),
        trust.rights_were_reviewed(region),
        trust.keys_are_kept(region),
        trust.is_watched(region),
        otherways.all_of(region),
        twice.are_both_at_work(region, second.child),
        *(_waits(tale) for tale in waiting),
    ]


def _children(now: datetime) -> list[Child]:
    """Who they are: (name, age, form, urgency, reporter, hours before the present)."""
    rows = (
        ("Noor Zeegras", 14, "sexual", "urgent", "bram", 45 * 24),
        ("Sem Windvaan", 15, "criminal", "normal", "bram", 120 * 24),
        ("Liv Kompasroos", 16, "sexual", "urgent", "farid", 80 * 24),
        ("Ties Luchtbrug", 17, "criminal", "normal", "mo", 60 * 24),
        ("Pien Theepot", 13, "sexual", "acute", "bram", 0.6),
        ("Abel Potlood", 16, "criminal", "urgent", "farid", 5),
        ("Mira Paraplu", 15, "unknown", "normal", "kaat", 30),
        ("Jonas Vlieger", 14, "criminal", "normal", "mo", 75),
        ("Fay Zonnescherm", 15, "sexual", "urgent", "bram", 33 * 24),
    )
    return [
        Child(
            name=name,
            birth_date=date(now.year - age, 1, 1) - timedelta(days=30 + age),
            municipality="Waterdam",
            form=form,
            urgency=urgency,
            reporter=reporter,
            begins_at=now - timedelta(hours=hours),
            becomes_case=True,
            reported_twice=False,
            runs_off=False,
        )
        for name, age, form, urgency, reporter, hours in rows
    ]


def _on(tale: Tale, days_ago: int, hour: int, minute: int = 0) -> datetime:
    """Move to a local hour so many days before today (negative: after)."""
    tale.at = on_a_day(tale.region.now, days_ago, hour, minute)
    return tale.at


def _joins(tale: Tale, *homes_and_people: tuple[str, str]) -> Story:
    for home, person in homes_and_people:
        yield tale.passes(minutes=25)
        table.admit(tale, home)
        if person:
            yield tale.passes(minutes=10)
            table.name(tale, home, person)


def _the_walk(tale: Tale) -> Story:
    """The case of the README's walk: every slice has something in it that is going on."""
    yield tale.at
    yield from reports.to_a_case(tale)
    yield _on(tale, 34, 10)
    yield from _joins(
        tale,
        ("school", "bram"),
        ("police", "farid"),
        ("veilig_thuis", ""),
        ("institution", "hanna"),
        ("table", ""),
    )
    table.keeps_away(tale, "eva")
    yield tale.passes(minutes=50)
    packs.is_kept(tale, 0)
    yield _on(tale, 30, 9)
    yield from _follows_the_meldcode(tale)
    yield from _police_come_in(tale)
    yield _on(tale, 6, 10)
    yield from _the_institution_follows_too(tale)
    yield _on(tale, 6, 11)
    contacts.is_told(tale, "farid")
    contacts.has_dates_and_questions(tale, "farid")
    networks.is_known(tale)
    yield _on(tale, 6, 12)
    contacts.can_be_reached(tale, "bram")
    contacts.is_under_supervision(tale, "hugo")
    yield _on(tale, 6, 14)
    contacts.sees_somebody_at_the_gate(tale, "hugo")
    contacts.tells(tale, "bram")
    contacts.has_a_plan(tale, "bram")
    yield _on(tale, 6, 15)
    yield from _is_agreed(tale)
    yield _on(tale, 5, 11)
    must_hold = conditions.are_set(tale)
    yield _on(tale, 4, 11)
    rights.asks(tale)
    yield _on(tale, 3, 16)
    rights.hears_who_looked(tale)
    yield from _was_missing(tale)
    yield tale.passes(minutes=5)
    conditions.are_looked_at(tale, must_hold)
    yield tale.passes(minutes=10)
    lists.puts_aside(tale, "anna", Work.MEASURE)
    lists.keeps_filters(tale, "anna")


def _follows_the_meldcode(tale: Tale) -> Story:
    """Bram's track: a report two days ago, so that the clock of Veilig Thuis runs now."""
    followed = codes.starts(tale, "bram")
    yield from codes.maps_and_consults(tale, followed, "bram")
    yield _on(tale, 16, 14)
    codes.talks(tale, followed, "bram")
    tale.meldcode = followed


def _the_institution_follows_too(tale: Tale) -> Story:
    """Hanna's track, beside Bram's: she mapped the signals and has not weighed yet."""
    beside = codes.starts(tale, "hanna")
    yield tale.passes(minutes=20)
    codes.maps(tale, beside, "hanna")


def _police_come_in(tale: Tale) -> Story:
    yield _on(tale, 12, 11)
    contacts.keep_a_phone_list(tale, "anna")
    consulted = contacts.consults(tale, "farid")
    yield tale.passes(minutes=30)
    contacts.is_released(tale, consulted, "farid")
    yield _on(tale, 9, 13)
    wish = "Ik wil weten wat er gebeurt als ik praat."
    contacts.stands(tale, "farid", ComplaintStage.INFORMATION_INTERVIEW, wish)
    yield _on(tale, 8, 20)
    earlier = contacts.may_need_help(tale, "anna", hours_ago=30)
    contacts.gets_help(tale, earlier, "anna", Outcome.OFFERED)
    yield tale.passes(hours=14)
    contacts.gets_help(tale, earlier, "anna", Outcome.ACCEPTED)
    yield _on(tale, 7, 10)
    contacts.stands(tale, "farid", ComplaintStage.NOT_YET, "Nu nog niet.", "Wij laten de deur open.")


def _is_agreed(tale: Tale) -> Story:
    """An action that is overdue, one that is not, and the meeting of tomorrow."""
    today = tale.region.now.astimezone(HERE).date()
    for home, what, days in (
        ("school", "Spreekt de mentor over het rooster op vrijdag", -2),
        ("institution", "Stelt een veiligheidsplan voor de avonden op", 4),
        ("desk", "Vraagt bij CoMensha na of er eerder een melding was", 6),
    ):
        yield tale.passes(minutes=5)
        action.agree(
            tale.case,
            actor=tale.actor(tale.coordinator),
            description=what,
            owner_organisation=tale.organisation(home),
            due_on=today + timedelta(days=days),
            now=tale.at,
        )
    yield _on(tale, 5, 9)
    tomorrow = datetime.combine(today + timedelta(days=1), time(13, 30), HERE)
    planned = meetings.plan(tale.region, starts_at=tomorrow, title="Zorgtafel deze week", at=tale.at)
    question = "Wat is er nodig om de komende avonden veilig te zijn?"
    item = meetings.put_on(tale.region, planned, tale.case, question, at=tale.at)
    meetings.types(tale.region, item, "Vooraf gebeld: school kan woensdag", at=tale.at)


def _was_missing(tale: Tale) -> Story:
    """Missing the evening before last, found yesterday: the clock of the return talk runs now."""
    yield _on(tale, 2, 10)
    yield from codes.weighs_and_reports(tale, tale.meldcode, "bram")
    yield _on(tale, 2, 22, 40)
    missed = disappearances.is_missed(tale, colour="red")
    yield from disappearances.is_answered(tale, missed)
    yield _on(tale, 1, 6, 15)
    disappearances.is_found(tale, missed, violence="unknown")
    yield tale.passes(hours=1)
    contacts.may_need_help(tale, "anna", hours_ago=2)
    yield tale.passes(hours=1)
    table.asks_to_join(
        tale,
        "chris",
        "Zij vroeg gisteren bij onze opvang om een bed; wij willen weten met wie af te stemmen.",
    )


def _named_together(tale: Tale, what: str, *, pack: int) -> Story:
    """A case on which Bram and Farid are both named, and that Hugo's institution is on."""
    yield tale.at
    yield from reports.to_a_case(tale)
    yield tale.works(1, 2)
    yield from _joins(tale, ("school", "bram"), ("police", "farid"), ("institution", "teun"), ("table", ""))
    yield tale.passes(minutes=15)
    packs.is_kept(tale, pack, photo_of_days_ago=300)
    yield tale.works(3, 9)
    table.read(tale, "bram")
    table.says(tale, "bram", what)
    networks.is_fetched_by_the_same_car(tale, "anna")
    yield from contacts.come_in(tale, "farid")
    yield from disappearances.runs_off(tale)


def _on_the_other_side(tale: Tale) -> Story:
    """The one case that Chris' organisation is on; nobody of the others is."""
    tale.coordinator, tale.deputy = "arno", "eva"
    yield tale.at
    yield from reports.to_a_case(tale)
    yield tale.works(1, 2)
    yield from _joins(tale, ("elsewhere", "carla"), ("team", "mo"))
    yield tale.works(2, 5)
    table.read(tale, "chris")


def _waits(tale: Tale) -> Story:
    """A signal that came in and waits for triage, with its clock running."""
    yield tale.at
    reports.comes_in(tale, tale.child.reporter)
