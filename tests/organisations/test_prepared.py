"""Prepared statements: the same rows as the plain question, asked anew each time, spelled once."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext

from cases.notifications.models import Heartbeat
from organisations.models import Membership, Organisation, User
from organisations.prepared import Prepared, Update, forget, prepared, prepared_insert, prepared_update
from tests.cast import Region

BUILT = []


@prepared
def at_home(*kinds: str, user_id: Any, since: Any) -> QuerySet[Membership]:
    """Give a person's memberships at organisations of some kinds, and keep count of how often it is built."""
    BUILT.append(kinds)
    rows = Membership.objects.filter(user_id=user_id, starts_at__gte=since, organisation__kind__in=kinds)
    return rows.select_related("organisation", "user")


@pytest.fixture(autouse=True)
def _anew() -> None:
    forget()
    BUILT.clear()


LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def test_every_value_gets_its_own_rows(region: Region) -> None:
    for name in ("anna", "arno", "eva"):
        (found,) = at_home("care_coordination", user_id=region.people[name].pk, since=LONG_AGO)
        assert (found.user, found.organisation) == (region.people[name], region.desk)
    assert BUILT == [("care_coordination",)]


def test_what_changed_meanwhile_is_seen(region: Region) -> None:
    asked = {"user_id": region.anna.pk, "since": LONG_AGO}
    assert len(at_home("care_coordination", **asked)) == 1
    Membership.objects.filter(user=region.anna).update(starts_at=datetime(2019, 1, 1, tzinfo=UTC))
    assert len(at_home("care_coordination", **asked)) == 0


def test_another_shape_is_spelled_apart(region: Region) -> None:
    asked = {"user_id": region.bram.pk, "since": LONG_AGO}
    assert not at_home("care_coordination", **asked)
    assert len(at_home("care_coordination", "school", **asked)) == 1
    assert BUILT == [("care_coordination",), ("care_coordination", "school")]


def test_the_tables_that_come_along_cost_no_statement_more(region: Region) -> None:
    with CaptureQueriesContext(connection) as captured:
        (found,) = at_home("school", user_id=region.bram.pk, since=LONG_AGO)
        assert (found.user.name, found.organisation.name) == ("Bram", region.school.name)
    assert len(captured) == 1


def test_nothing_matches_and_no_statement_is_needed(region: Region) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert list(at_home(user_id=region.bram.pk, since=LONG_AGO)) == []
    assert len(captured) == 0


def test_nobody_is_spelled_as_nobody(region: Region) -> None:
    assert list(at_home("school", user_id=None, since=LONG_AGO)) == []
    assert BUILT == [("school",)]
    assert len(at_home("school", user_id=region.bram.pk, since=LONG_AGO)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Lyceum De Dijk"),
        ("name", "' OR 1=1 --"),
        ("name", "100%s"),
        ("created", date(2026, 11, 17)),
    ],
)
def test_a_value_never_becomes_a_part_of_the_text(region: Region, field: str, value: Any) -> None:
    if field == "created":
        by_day = Prepared(lambda *, day: User.objects.filter(last_login__date=day))
        assert list(by_day(day=value)) == list(User.objects.filter(last_login__date=value))
    else:
        by_name = Prepared(lambda *, name: Organisation.objects.filter(name=name))
        assert list(by_name(name=value)) == list(Organisation.objects.filter(name=value))


def test_flat_lists_and_slices_stay_what_they_are(region: Region) -> None:
    names = Prepared(
        lambda *, kind: (
            Organisation.objects.filter(kind=kind).order_by("name").values_list("name", flat=True)[:1]
        )
    )
    assert list(names(kind="youth_care")) == ["Jeugdhulp De Overkant"]


@prepared_update
def let_go(*, name: Any, language: Any) -> Update:
    """Change the language of who has a name, and keep count of how often it is built."""
    BUILT.append(("let_go",))
    changes = {"language": language, "is_active": F("is_superuser")}
    return User.objects.filter(name=name, language="nl"), changes


def test_a_change_is_spelled_once_and_reaches_its_own_rows_only(region: Region) -> None:
    assert let_go(name="Anna", language="en") == 1
    assert let_go(name="Anna", language="en") == 0  # no longer among the rows that it asks for
    assert let_go(name="Bram", language="en") == 1
    assert BUILT == [("let_go",)]
    changed = User.objects.filter(language="en", is_active=False).order_by("name")
    assert list(changed.values_list("name", flat=True)) == ["Anna", "Bram"]


def test_a_change_to_nothing_is_spelled_anew(region: Region) -> None:
    assert let_go(name=None, language="en") == 0
    assert not User.objects.filter(language="en").exists()


@prepared_update
def rename(*, pk: Any, name: Any) -> Update:
    """Change the name of an organisation, without its history."""
    return Organisation.objects.filter(pk=pk), {"name": name}


@pytest.mark.parametrize("name", ["Anders", None])
def test_a_table_with_a_history_is_refused(region: Region, name: str | None) -> None:
    with pytest.raises(TypeError, match="tracked"):
        rename(pk=region.school.pk, name=name)


@prepared_insert
def beat(*, name: Any, at: Any, trouble: Any) -> Heartbeat:
    """Write down that a job ran, and keep count of how often it is built."""
    BUILT.append(("beat",))
    return Heartbeat(name=name, at=at, trouble=trouble)


@pytest.mark.django_db
def test_a_record_is_spelled_once_and_holds_its_own_values() -> None:
    beat(name="one", at=LONG_AGO, trouble="")
    beat(name="'); DROP TABLE cases_heartbeat; --", at=LONG_AGO, trouble="100%s")
    assert BUILT == [("beat",)]
    assert list(Heartbeat.objects.order_by("pk").values_list("name", "at", "trouble")) == [
        ("one", LONG_AGO, ""),
        ("'); DROP TABLE cases_heartbeat; --", LONG_AGO, "100%s"),
    ]


def test_a_new_record_of_a_table_with_a_history_is_refused(region: Region) -> None:
    found = prepared_insert(lambda *, name: Organisation(name=name))
    with pytest.raises(TypeError, match="tracked"):
        found(name="Anders")
