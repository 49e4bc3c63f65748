"""What a region looks back on: a sealed case, two emergencies, who came and went, a request that was refused.

One of each, so that whoever walks through the trial meets every page with something on it.
"""

from dataclasses import replace
from datetime import date, timedelta

from cases.access import answer, emergency, existence, look_back, request, sealing
from cases.access.models import EmergencyAccess
from cases.audit import control_case
from cases.demo import parties, reports, table
from cases.demo.clock import HERE, Story, on_a_day
from cases.demo.region import Region
from cases.demo.tale import Tale
from organisations.compartments import Compartment
from organisations.keys import key as sealing_key
from organisations.keys import rules
from organisations.models import Membership
from organisations.roles import Role
from organisations.staff import invitation, review, secondment


def is_sealed(tale: Tale) -> Story:
    """A case of which even the knowledge that it exists is a danger: it is there for five people."""
    yield tale.at
    yield from reports.to_a_case(tale)
    for home in ("school", "veilig_thuis"):
        yield tale.passes(minutes=25)
        table.admit(tale, home)
    yield tale.passes(hours=2)
    sealing.seal(
        tale.case,
        actor=tale.actor(tale.coordinator),
        reason="Er is met eerwraak gedreigd, en familie werkt bij een organisatie aan tafel.",
        keep=[_member(tale.region, key) for key in ("bram", "gerda", "guus")],
        now=tale.at,
    )
    yield tale.works(1, 2)
    table.says(tale, "bram", "Alleen de mentor weet ervan. Wij bellen niet, ook niet naar huis.")


def was_an_emergency(tale: Tale, days_ago: int) -> Story:
    """At night somebody opened a case of another table, gave it back, and both sides looked back on it."""
    yield on_a_day(tale.region.now, days_ago, 2, 10)
    own = replace(tale, at=on_a_day(tale.region.now, days_ago, 2, 10))
    why = "De jongere belde onze nachtlijn vanaf het station en hing op."
    opened = _breaks_the_glass(own, "guus", "danger_now", why, hours=2)
    yield own.passes(minutes=6)
    table.read(own, "guus")
    yield own.passes(minutes=44)
    emergency.give_back(opened, actor=own.actor("guus"), now=own.at)
    yield own.passes(hours=7)
    words = "Guus belde ons dezelfde nacht en gaf het zelf terug."
    judged = {"verdict": "needed", "now": own.at}
    look_back.judge_case(opened, actor=own.actor(own.coordinator), words=words, **judged)
    yield own.passes(hours=5)
    judged = {"verdict": "needed", "now": own.at}
    look_back.judge_audit(opened, actor=own.actor("dina"), words="Alleen geopend wat nodig was.", **judged)


def waits_for_a_look_back(tale: Tale) -> Story:
    """The night before last somebody opened a case because nobody answered: nobody has looked back yet."""
    yield on_a_day(tale.region.now, 1, 1, 40)
    own = replace(tale, at=on_a_day(tale.region.now, 1, 1, 40))
    why = "De jongere stond bij ons aan de deur. De dienst van de coördinatie nam niet op."
    _breaks_the_glass(own, "mo", "handover_failed", why, hours=1)
    yield own.passes(minutes=3)
    table.read(own, "mo")


def was_refused(tale: Tale, days_ago: int) -> Story:
    """Somebody found out that there is a case, asked to be let in, and was told why not."""
    yield on_a_day(tale.region.now, days_ago, 10, 15)
    own = replace(tale, at=on_a_day(tale.region.now, days_ago, 10, 15))
    child, asker = tale.case.young_person, own.actor("lotte")
    check = existence.ask(actor=asker, name=child.name, birth_date=child.birth_date, now=own.at)
    why = "Wij begeleiden een broer en willen weten of er iets met hem is afgesproken."
    wish = request.Wish(*parties.CARE, frozenset({Compartment.IDENTITY, Compartment.MELDCODE}), why)
    asked = request.ask_about(check, actor=asker, wish=wish, now=own.at)
    yield own.passes(hours=26)
    words = "Voor de broer is dit niet nodig. Bel mij: wat u voor hem moet weten, vertel ik u."
    answer.refuse(asked, actor=own.actor(own.coordinator), answer=words, now=own.at)


def people_come_and_go(region: Region) -> Story:
    """Somebody works at another organisation for a while, somebody is asked for, somebody is invited."""
    host = region.organisations["agency"]
    yield (at := on_a_day(region.now, 12, 11, 30))
    period = secondment.Period(host, starts_at=at + timedelta(days=4), ends_at=at + timedelta(days=64))
    offered = secondment.offer(
        _member(region, "teun"), actor=region.actor("hilde", at=at), period=period, now=at
    )
    yield (at := on_a_day(region.now, 11, 9, 10))
    secondment.accept(offered, actor=region.actor("luuk", at=at), role=Role.PROFESSIONAL, now=at)
    yield (at := on_a_day(region.now, 3, 15, 20))
    period = secondment.Period(
        region.organisations["team"], starts_at=at + timedelta(days=10), ends_at=at + timedelta(days=40)
    )
    secondment.offer(_member(region, "guus"), actor=region.actor("vera", at=at), period=period, now=at)
    yield (at := on_a_day(region.now, 2, 16, 45))
    invited = invitation.Asked(f"storm@{parties.DOMAIN}", "Storm Sleutelbloem", Role.PROFESSIONAL)
    school = region.organisations["school"]
    invitation.send(actor=region.actor("bilal", at=at), organisation=school, asked=invited, now=at)


#: Public keys of pairs that nobody has any more.
KEYS = (
    "age1u5dsd0xugkvtv5spn9790jlhz2g92h3hrek993xavs26t72p4dgsz37s4v",
    "age1gh4ntvn738zt0ahpjufqpap3vntw32gjgvqf090p2x5gdzc2wqhsfwy2z4",
)


def keys_are_kept(region: Region) -> Story:
    """One organisation has a key with which cases are sealed for it; one of another waits for a colleague."""
    yield (at := on_a_day(region.now, 90, 10, 5))
    made = sealing_key.register(actor=region.actor("luuk", at=at), public_key=KEYS[0], now=at)
    yield (at := on_a_day(region.now, 89, 9, 40))
    lars, end = region.actor("lars", at=at), rules.fingerprint(KEYS[0])
    sealing_key.confirm(made, actor=lars, fingerprint=end, now=at)
    yield (at := on_a_day(region.now, 1, 15, 10))
    sealing_key.register(actor=region.actor("gerda", at=at), public_key=KEYS[1], now=at)


def rights_were_reviewed(region: Region) -> Story:
    """Every administrator looked at all rights this year, but two: one is late, one has just begun."""
    admins = [seat for seat in parties.SEATS if seat.role is Role.ORGANISATION_ADMIN]
    for turn, seat in enumerate(admin for admin in admins if admin.home not in ("attendance", "team")):
        yield (at := on_a_day(region.now, 240 - 11 * turn, 14, 20))
        admin, home = region.actor(seat.key, at=at), region.organisations[seat.home]
        begun = review.start(home, actor=admin, now=at)
        for member in review.members(home, now=at):
            kept = review.Choice(member, "kept", member.version)
            review.decide(begun, actor=admin, choice=kept, now=at)
        yield (at := at + timedelta(minutes=35))
        review.finish(begun, actor=region.actor(seat.key, at=at), now=at)
    yield (at := on_a_day(region.now, 1, 16, 5))
    review.start(region.organisations["team"], actor=region.actor("mats", at=at), now=at)


def is_watched(region: Region) -> Story:
    """The auditor puts an invented case of long ago in the list, which nobody has reason to open."""
    yield (at := on_a_day(region.now, 60, 13, 0))
    started = at.astimezone(HERE).date() - timedelta(days=450)
    invented = control_case.Invented(
        organisation=region.organisations["desk"],
        coordinator=region.people["arno"],
        deputy=region.people["eva"],
        name="Juul Regenpijp",
        birth_date=date(started.year - 15, 3, 9),
        form_of_concern="sexual",
        age_band="12_15",
        started_on=started,
        close_reason="Verhuisd naar een andere regio; de hulp is daar overgenomen.",
        explanation="Besluit van het convenantberaad: één controlecasus per bureau.",
    )
    control_case.place(actor=region.actor("dina", at=at), invented=invented, now=at)


def _breaks_the_glass(tale: Tale, person: str, reason: str, why: str, *, hours: int) -> EmergencyAccess:
    asked = emergency.Emergency(reason, why, hours, frozenset({Compartment.IDENTITY, Compartment.SIGNALS}))
    return emergency.break_glass(tale.case.number, actor=tale.actor(person), emergency=asked, now=tale.at)


def _member(region: Region, key: str) -> Membership:
    """Give somebody's place at their own organisation."""
    home = region.organisations[region.roles[key][0]]
    return Membership.objects.get(user=region.people[key], organisation=home)
