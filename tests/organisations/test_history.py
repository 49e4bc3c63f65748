"""The first book: nobody changes a tracked table without answering for it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.history import (
    StaleWriteError,
    Traced,
    UntracedWriteError,
    check_version,
    remove,
    write,
    write_all,
)
from organisations.models import ContactChannel, Membership, Organisation
from tests.cast import Region


def test_a_change_keeps_the_old_value_with_person_organisation_and_request(region: Region) -> None:
    anna = region.actor("anna")
    school = region.school
    school.municipality = "Dijkstad"
    write(school, actor=anna, now=region.now, reason="moved")
    old, new = school.history.order_by("history_id")[0], school.history.latest("history_id")
    assert (old.municipality, new.municipality) == ("Waterdam", "Dijkstad")
    assert new.history_user == region.anna
    assert new.acting_organisation_id == region.desk.pk
    assert (new.acting_role, new.request_id) == ("care_coordinator", anna.request_id)
    assert (new.history_date, new.history_change_reason) == (region.now, "moved")


def test_a_plain_save_of_a_tracked_table_is_refused(region: Region) -> None:
    region.school.municipality = "Dijkstad"
    with pytest.raises(UntracedWriteError):
        region.school.save()


def test_the_permission_to_write_does_not_linger(region: Region) -> None:
    write(region.school, actor=region.actor("anna"), now=region.now)
    with pytest.raises(UntracedWriteError):
        region.school.save()


def test_removing_keeps_the_last_values(region: Region) -> None:
    channel = ContactChannel.objects.get(user=region.chris)
    key = channel.pk
    remove(channel, actor=region.actor("chris"), now=region.now)
    last = ContactChannel.history.filter(id=key).latest("history_id")
    assert last.history_type == "-"
    assert last.address == region.chris.email


def test_a_stale_page_is_recognised() -> None:
    class Shown:
        version = 3

    check_version(Shown(), 3)
    check_version(Shown(), None)
    with pytest.raises(StaleWriteError):
        check_version(Shown(), 2)


def test_many_changes_at_once_keep_what_one_keeps(region: Region) -> None:
    anna, later = region.actor("anna"), region.now + timedelta(hours=1)
    new = (
        ContactChannel(user=region.people[name], kind="sms", address=f"+3161234567{number}")
        for number, name in enumerate(("bram", "chris", "dina"))
    )
    channels = write_all(new, actor=anna, now=region.now)
    for channel in channels:
        channel.verified_at = later
    with CaptureQueriesContext(connection) as asked:
        write_all(channels, actor=anna, now=later, reason="proved")
    assert len([query for query in asked if query["sql"].startswith(("INSERT", "UPDATE"))]) == 2
    for channel in channels:
        assert ContactChannel.objects.get(pk=channel.pk).verified_at == later
        first, last = ContactChannel.history.filter(id=channel.pk).order_by("history_id")
        assert (first.history_type, first.verified_at, last.history_type) == ("+", None, "~")
        assert (last.verified_at, last.history_date, last.history_change_reason) == (later, later, "proved")
        assert (last.history_user, last.acting_organisation_id) == (region.anna, region.desk.pk)
        assert (last.acting_role, last.request_id) == ("care_coordinator", anna.request_id)
    assert write_all([], actor=anna, now=later) == []


def test_many_changes_at_once_are_seen_by_an_open_page(region: Region) -> None:
    members = list(Membership.objects.order_by("pk")[:2])
    before = [member.version for member in members]
    write_all(members, actor=region.actor("anna"), now=region.now)
    assert [Membership.objects.get(pk=m.pk).version for m in members] == [v + 1 for v in before]


def test_every_history_table_has_the_extra_columns() -> None:
    columns = {field.name for field in Traced._meta.get_fields()}
    assert columns <= {field.name for field in Organisation.history.model._meta.get_fields()}
