"""``manage.py scale_data``: many bare cases in a moment, to measure with. Never where people work."""

import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils import timezone
from tqdm import tqdm

from cases.casefile import mark_rules, marks
from cases.casefile.models import (
    Case,
    CaseParticipation,
    CaseUserObjectPermission,
    Mark,
    TimelineEntry,
    YoungPerson,
)
from cases.coordination.models import CoordinatorAssignment
from cases.numbers import ALPHABET
from organisations import covenant, grants, membership, signing
from organisations.actor import Actor
from organisations.acts import Act
from organisations.covenant import Clause, Settled
from organisations.history import write
from organisations.models import Covenant, Organisation, User
from organisations.roles import Role

FOUNDER = Actor.system("scale", frozenset({Act.MANAGE_COVENANT, Act.SIGN_COVENANT, Act.MANAGE_MEMBERS}))
ORGANISATIONS = 40
#: Of how many cases each organisation sees one; the first two see more, all others one in forty.
ONE_IN = (2, 10, *[ORGANISATIONS] * (ORGANISATIONS - 2))
DOMAIN = "scale.zorgtafel.example"
TERMS = ("care_coordination", "public_task")
READS = ("core", "identity", "signals", "meldcode", "missing")
BATCH = 2000
LINES_PER_CASE = 3
NAMED_ONE_IN = 40  # of the cases their organisation sees, a professional is named on one in this many


class Command(BaseCommand):
    """Bring the number of cases up to what was asked."""

    help = "Fill a database to measure with: 40 organisations and N bare cases, without history."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the number of cases be chosen."""
        parser.add_argument(
            "--cases", type=int, required=True, help="how many cases there must be in the end"
        )

    def handle(self, *args: Any, cases: int, **options: Any) -> None:
        """Add what is missing, in batches; then let PostgreSQL look at its tables anew."""
        if not settings.ZORGTAFEL_TRIAL and not str(connection.settings_dict["NAME"]).startswith("test_"):
            raise CommandError("scale_data is for measuring only: it needs ZORGTAFEL_DEBUG=1.")
        if Organisation.objects.exclude(name__startswith="Scale ").exists():
            raise CommandError("This database holds other organisations: use an empty one to measure with.")
        now = timezone.now()
        homes = found(now=now)
        standing = Case.objects.count()
        with tqdm(total=max(cases, standing), initial=standing, unit=" cases", disable=None) as bar:
            for numbers in _batches(range(standing, cases)):
                fill(numbers, homes, now=now)
                bar.update(len(numbers))
        _look_anew()
        self.stdout.write(
            f"{Case.objects.count()} cases, {CaseParticipation.objects.count()} participations."
        )


def found(*, now: datetime) -> list[Organisation]:
    """Make the organisations with a contact point and a professional each, and their covenant, once."""
    standing = list(Organisation.objects.order_by("pk"))
    if standing:
        return standing
    with transaction.atomic():
        homes = [_organisation(number, now) for number in range(ORGANISATIONS)]
        agreement = covenant.draw_up(actor=FOUNDER, name="Scale", region="Scale", now=now)
        clauses = tuple(
            Clause("1", part, *TERMS, organisation_kind=kind)
            for kind in ("care_coordination", "youth_care")
            for part in READS
        )
        day = (now - timedelta(days=1000)).date()
        settled = Settled(parties=tuple(homes), clauses=clauses, valid_from=day)
        version = covenant.amend(agreement, actor=FOUNDER, settled=settled, now=now)
        for party in version.parties.select_related("organisation"):
            signing.sign(party, actor=FOUNDER, name="Scale", now=now)
        for number, home in enumerate(homes):
            _people(number, home, now)
    return homes


def person(number: int, role: Role) -> str:
    """Give the account of an organisation's contact point or professional."""
    return f"{role.value}{number}@{DOMAIN}"


def fill(numbers: list[int], homes: list[Organisation], *, now: datetime) -> None:
    """Write the cases with these serial numbers and everything around them, in one transaction."""
    with transaction.atomic():
        table = Covenant.objects.get(name="Scale")
        people = YoungPerson.objects.bulk_create(_young_person(number) for number in numbers)
        made = Case.objects.bulk_create(
            _case(number, whose, table, now) for number, whose in zip(numbers, people, strict=True)
        )
        Mark.objects.bulk_create(_marks(made), batch_size=BATCH)
        seen = {case.pk: _who_sees(number) for case, number in zip(made, numbers, strict=True)}
        CaseParticipation.objects.bulk_create(_participations(made, seen, homes), batch_size=BATCH)
        CaseUserObjectPermission.objects.bulk_create(_namings(made, seen, homes), batch_size=BATCH)
        CoordinatorAssignment.objects.bulk_create(_assignments(made))
        TimelineEntry.objects.bulk_create(_lines(made, homes), batch_size=BATCH)


def _organisation(number: int, now: datetime) -> Organisation:
    kind = "care_coordination" if number == 0 else "youth_care"
    home = write(Organisation(name=f"Scale {number:02d}", kind=kind), actor=FOUNDER, now=now)
    grants.sync(home)
    return home


def _people(number: int, home: Organisation, now: datetime) -> None:
    scrambled = make_password(None)
    for role in (Role.CONTACT_POINT, Role.PROFESSIONAL):
        user = User(email=person(number, role), name=f"Scale {role.value} {number}", password=scrambled)
        user.save()
        membership.start(actor=FOUNDER, user=user, organisation=home, role=role, now=now)


def _young_person(number: int) -> YoungPerson:
    name = f"Jongere Schaal{number}"
    born = date(2006, 1, 1) + timedelta(days=number * 7919 % 3000)
    return YoungPerson(name=name, name_key=name.casefold(), birth_date=born)


def _case(number: int, whose: YoungPerson, table: Covenant, now: datetime) -> Case:
    rng = random.Random(f"case {number}")
    changed = now - timedelta(minutes=rng.randrange(1, 700 * 1440))
    return Case(
        number=f"C-{now.year % 100:02d}-{_code(number)}",
        pseudonym=f"Jongere {now.year % 100:02d}-{number:06d}",
        covenant=table,
        young_person=whose,
        form_of_concern=rng.choice(("sexual", "sexual", "criminal", "unknown")),
        urgency=rng.choice(("acute", "urgent", "normal", "normal")),
        age_band="12_15",
        started_at=changed - timedelta(days=30),
        updated_at=changed,
    )


def _marks(made: list[Case]) -> Iterator[Mark]:
    for case in made:
        for mark in sorted(mark_rules.marks(marks.known_of(case.young_person)), key=lambda mark: mark.key):
            yield Mark(case=case, kind=mark.kind.value, key=mark.key)


def _code(number: int) -> str:
    """Write a number with the letters and digits of case numbers, always five of them."""
    code = ""
    for _ in range(5):
        number, rest = divmod(number, len(ALPHABET))
        code = ALPHABET[rest] + code
    return code


def _who_sees(number: int) -> list[int]:
    """Draw which organisations take part in a case; the same ones for the same serial number."""
    rng = random.Random(f"sees {number}")
    return [home for home, one_in in enumerate(ONE_IN) if rng.random() < 1 / one_in]


def _participations(
    made: list[Case], seen: dict[int, list[int]], homes: list[Organisation]
) -> Iterator[CaseParticipation]:
    opened = {f"reads_{part}": True for part in READS}
    for case in made:
        for home in seen[case.pk]:
            yield CaseParticipation(
                case=case,
                organisation=homes[home],
                covenant_id=case.covenant_id,
                purpose=TERMS[0],
                legal_ground=TERMS[1],
                starts_at=case.started_at,
                sort_at=case.updated_at,
                **opened,
            )


def _namings(
    made: list[Case], seen: dict[int, list[int]], homes: list[Organisation]
) -> Iterator[CaseUserObjectPermission]:
    permission = Permission.objects.get(codename="work_on_case", content_type__app_label="cases")
    users = dict(User.objects.filter(email__endswith=DOMAIN).values_list("email", "pk"))
    for case in made:
        for home in seen[case.pk] if case.pk % NAMED_ONE_IN == 0 else ():
            yield CaseUserObjectPermission(
                user_id=users[person(home, Role.PROFESSIONAL)],
                permission=permission,
                content_object=case,
                organisation=homes[home],
            )


def _assignments(made: list[Case]) -> Iterator[CoordinatorAssignment]:
    coordinator, deputy = User.objects.filter(email__endswith=DOMAIN).order_by("pk")[:2]
    for case in made:
        yield CoordinatorAssignment(
            case=case, coordinator=coordinator, deputy=deputy, started_at=case.started_at
        )


def _lines(made: list[Case], homes: list[Organisation]) -> Iterator[TimelineEntry]:
    for case in made:
        for line in range(LINES_PER_CASE):
            at = case.started_at + timedelta(days=line)
            yield TimelineEntry(
                case=case, at=at, compartment="core", kind="case_changed", organisation=homes[0]
            )


def _batches(numbers: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(numbers)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _look_anew() -> None:
    """Let PostgreSQL count anew, as its own housekeeping does overnight."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
