"""Founds the region: organisations, people, two versions of the covenant, rosters and escalation."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from cases.demo import parties
from cases.demo.parties import Terms
from organisations import covenant, covenant_text, grants, membership, signing
from organisations.actor import Actor
from organisations.acts import Act
from organisations.covenant import Ceiling, Clause, Settled
from organisations.history import write
from organisations.identity import statement
from organisations.models import ContactChannel, Covenant, DutyShift, EscalationStep, Organisation, User
from organisations.roles import Role, acts_of

FOUNDER = Actor.system(
    "founder",
    frozenset({Act.MANAGE_COVENANT, Act.SIGN_COVENANT, Act.MANAGE_MEMBERS, Act.MANAGE_ROSTER}),
)

FOUNDED = timedelta(days=800)  # before the present
AMENDED = timedelta(days=300)


@dataclass
class Region:
    """The founded region, and the moment that counts as the present (aware)."""

    now: datetime
    organisations: dict[str, Organisation]
    people: dict[str, User]
    roles: dict[str, tuple[str, Role]] = field(
        default_factory=lambda: {seat.key: (seat.home, seat.role) for seat in parties.SEATS}
    )
    ceilings: dict[tuple[str, bool], dict[int, Ceiling]] = field(default_factory=dict)

    def actor(self, key: str, *, at: datetime) -> Actor:
        """Give a fresh actor for a person at an instant (aware), as each of their requests would get one."""
        home, role = self.roles[key]
        return Actor(
            user=self.people[key],
            organisation=self.organisations[home],
            role=role,
            acts=acts_of(role),
            origin="127.0.0.1",
            memo={"tables": self._tables(home, at)},
        )

    def _tables(self, home: str, at: datetime) -> dict[int, Ceiling]:
        """Give what the covenant allows, read once per version: here it changes on one day only."""
        known = (home, timezone.localdate(at) >= timezone.localdate(self.now - AMENDED))
        if known not in self.ceilings:
            self.ceilings[known] = covenant.tables(self.organisations[home], now=at)
        return self.ceilings[known]


def stands() -> bool:
    """Tell whether the region is in this database already."""
    return User.objects.filter(email=f"{parties.SEATS[0].key}@{parties.DOMAIN}").exists()


def found(*, now: datetime) -> Region:
    """Make everything that stands before the first signal comes in; ``now`` is the present (aware)."""
    then = now - FOUNDED
    organisations = _organisations(then)
    founders = {key: home for key, home in organisations.items() if key not in parties.JOINED_LATER}
    agreement = covenant.draw_up(
        actor=FOUNDER, name="Convenant zorgtafel Waterland-Zuid", region=parties.REGION, now=then
    )
    _settle(agreement, founders, parties.FIRST_VERSION, "Eerste versie", then)
    people = _people(founders, then)
    _amend(agreement, organisations, people, now - AMENDED)
    _rosters(organisations, people, then)
    return Region(now=now, organisations=organisations, people=people)


def promise(founded: Region, *, now: datetime) -> None:
    """Publish the confidentiality statement, and let everybody have accepted it: the walk is not held up."""
    statement.publish(actor=FOUNDER, text_nl=parties.PROMISE_NL, text_en=parties.PROMISE_EN, now=now)
    for person in founded.people.values():
        statement.accept(actor=Actor(user=person, origin="127.0.0.1"), number=1, now=now)


def _organisations(then: datetime) -> dict[str, Organisation]:
    made = {}
    for number, (key, (name, kind)) in enumerate(parties.ORGANISATIONS.items()):
        municipality = parties.MUNICIPALITIES[number % len(parties.MUNICIPALITIES)]
        organisation = Organisation(name=name, kind=kind, municipality=municipality)
        made[key] = write(organisation, actor=FOUNDER, now=then)
        grants.sync(organisation)
    return made


def _people(homes: dict[str, Organisation], then: datetime) -> dict[str, User]:
    scrambled = make_password(parties.PASSWORD)  # once: forty times would take a quarter of a minute
    made = {}
    for seat in parties.SEATS:
        if seat.home not in homes:
            continue
        user = User.objects.create_user(f"{seat.key}@{parties.DOMAIN}", seat.name)
        user.password = scrambled
        user.save(update_fields=["password"])
        home = homes[seat.home]
        membership.start(actor=FOUNDER, user=user, organisation=home, role=seat.role, now=then)
        channel = ContactChannel(user=user, kind="mail", address=user.email, verified_at=then)
        write(channel, actor=FOUNDER, now=then)
        made[seat.key] = user
    return made


def _amend(
    agreement: Covenant, organisations: dict[str, Organisation], people: dict[str, User], at: datetime
) -> None:
    """Let the second version start: who joined signs first, and its people come after that."""
    summary = "Centrum Seksueel Geweld treedt toe; netwerk en medisch geopend"
    _settle(agreement, organisations, parties.SECOND_VERSION, summary, at)
    joined = {key: home for key, home in organisations.items() if key in parties.JOINED_LATER}
    people.update(_people(joined, at))


def _settle(
    agreement: Covenant,
    homes: dict[str, Organisation],
    terms: dict[str, list[Terms]],
    summary: str,
    at: datetime,
) -> None:
    """Write a version that was agreed on paper, and let each of its parties sign it."""
    settled = Settled(
        parties=tuple(homes.values()),
        clauses=(*_clauses(terms), *_existence_clauses()),
        valid_from=timezone.localdate(at),
        summary=summary,
        controller="Gemeente Waterdam",
        rights_contact=parties.RIGHTS_CONTACT,
        purposes=parties.PURPOSES,
        grounds=parties.GROUNDS,
        controllers=parties.CONTROLLERS,
    )
    version = covenant.amend(agreement, actor=FOUNDER, settled=settled, now=at)
    for party in covenant_text.parties(version):
        signing.sign(party, actor=FOUNDER, name=_signatory(party.organisation, homes), now=at)


def _signatory(organisation: Organisation, organisations: dict[str, Organisation]) -> str:
    """Give who signed on paper for an organisation: its administrator where it has one, else its board."""
    keys = [key for key, home in organisations.items() if home.pk == organisation.pk]
    seats = [seat for seat in parties.SEATS if seat.home in keys and seat.role is Role.ORGANISATION_ADMIN]
    return seats[0].name if seats else "De bestuurder"


def _clauses(terms: dict[str, list[Terms]]) -> Iterable[Clause]:
    """Number the clauses: an article per kind of organisation, a part per compartment."""
    for number, (kind, entries) in enumerate(terms.items(), start=4):
        parts = [(pair, name) for pair, names in entries for name in names.split()]
        for part, ((purpose, ground), compartment) in enumerate(parts, start=1):
            yield Clause(
                article=f"{number}.{part}",
                compartment=compartment,
                purpose=purpose,
                legal_ground=ground,
                organisation_kind=kind,
            )


def _existence_clauses() -> Iterable[Clause]:
    """Let some kinds ask whether a case exists: an article of its own, that opens nothing to read."""
    for part, kind in enumerate(parties.EXISTENCE, start=1):
        yield Clause(
            article=f"20.{part}",
            compartment="core",
            purpose=parties.SAFETY[0],
            legal_ground=parties.SAFETY[1],
            organisation_kind=kind,
            existence_only=True,
        )


def _rosters(organisations: dict[str, Organisation], people: dict[str, User], then: datetime) -> None:
    for home, level, person, starts, ends in parties.ROSTER:
        for weekday in range(7):
            shift = DutyShift(
                organisation=organisations[home],
                user=people[person],
                level=level,
                weekday=weekday,
                starts=time(starts),
                ends=time(ends),
            )
            write(shift, actor=FOUNDER, now=then)
    for organisation in organisations.values():
        for colour, steps in parties.LADDERS.items():
            for order, (calls, level, wait) in enumerate(steps, start=1):
                step = EscalationStep(
                    organisation=organisation,
                    colour=colour,
                    order=order,
                    calls=calls,
                    duty_level=level,
                    wait_seconds=wait,
                )
                write(step, actor=FOUNDER, now=then)
