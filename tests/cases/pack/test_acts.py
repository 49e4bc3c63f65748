"""Who makes, keeps, confirms and hands over a grab pack, and what the books say of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cases.access import emergency
from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile import participation
from cases.casefile.models import Case, CaseParticipation
from cases.conflict import StateConflictError
from cases.missing import episode as episodes
from cases.missing.models import MissingEpisode
from cases.notifications.models import Delivery
from cases.pack import grab_pack, handover, photo, picture, reminder
from cases.pack.door import HandedOverError
from cases.pack.grab_pack import AlreadyKeptError, Content
from cases.pack.models import GrabPack, PackOffer, PackPhoto
from organisations.actor import AccessDenied
from organisations.compartments import Compartment
from organisations.history import StaleWriteError
from tests.cases.pack.kept import CONTENT, drawn, keep_pack
from tests.cast import Region

Sound = Callable[[], MissingEpisode]


def lines(event: str) -> list[LedgerLine]:
    return list(LedgerLine.objects.filter(event=event).order_by("pk"))


def told(kind: str) -> list[str]:
    """Give who got a message of a kind, by name."""
    rows = Delivery.objects.filter(notification__kind=kind, channel="inbox").select_related("user")
    return sorted(row.user.name for row in rows)


# -- Making and keeping --------------------------------------------------------------------------------------


def test_hugo_makes_the_pack_and_owns_it(region: Region, case: Case, pack: GrabPack) -> None:
    assert (pack.owner_organisation, pack.owner) == (region.institution, region.hugo)
    [line] = lines("pack.made")
    assert (line.object_type, line.object_id, line.case_id) == ("grabpack", pack.pk, case.pk)
    assert (line.act, line.compartments, line.detail) == ("keep_pack", "missing", {})
    assert len(lines("pack.photo_placed")) == 1
    assert pack.history.count() == 2


@pytest.mark.parametrize("name", ["bram", "farid", "gerda", "bea"])
def test_who_does_not_look_after_young_people_makes_none_and_hears_of_none(
    region: Region, case: Case, name: str
) -> None:
    with pytest.raises(AccessDenied) as denied:
        grab_pack.make(case, actor=region.actor(name), content=Content(), now=region.now)
    assert denied.value.conceal
    assert not GrabPack.objects.exists()


@pytest.mark.parametrize("name", ["anna", "chris", "dina", "eva", "iris", "joost"])
def test_nobody_else_makes_one(region: Region, case: Case, name: str) -> None:
    with pytest.raises(AccessDenied):
        grab_pack.make(case, actor=region.actor(name), content=Content(), now=region.now)


def test_an_emergency_does_not_open_the_keeping_of_packs(region: Region, case: Case) -> None:
    wanted = emergency.Emergency("danger_now", "Called me", 1, frozenset({Compartment.MISSING}))
    emergency.break_glass(case.number, actor=region.actor("chris"), emergency=wanted, now=region.now)
    with pytest.raises(AccessDenied) as denied:
        grab_pack.make(case, actor=region.actor("chris"), content=Content(), now=region.now)
    assert denied.value.conceal


def test_there_is_one_pack_and_a_closed_case_gets_none(
    region: Region, two_homes: Case, pack: GrabPack
) -> None:
    with pytest.raises(AlreadyKeptError) as refused:
        grab_pack.make(two_homes, actor=region.actor("chris"), content=Content(), now=region.now)
    assert region.institution.name in str(refused.value.sentence)
    assert "Kastanjebruin" not in str(refused.value.sentence)


def test_a_closed_case_gets_no_pack(region: Region, case: Case) -> None:
    casefile.close(case, actor=region.actor("anna"), reason="done", now=region.now)
    with pytest.raises(StateConflictError) as refused:
        grab_pack.make(case, actor=region.actor("hugo"), content=Content(), now=region.now)
    assert refused.value.code == "case_closed"


def test_a_colleague_changes_it_and_the_older_page_overwrites_nothing(region: Region, pack: GrabPack) -> None:
    shown = pack.version
    piet = region.actor("piet")
    changed = grab_pack.change(
        pack, actor=piet, content=Content(hair="Blauw"), owner=region.piet, version=shown, now=region.now
    )
    assert (changed.hair, changed.owner, changed.confirmed_by) == ("Blauw", region.piet, region.hugo)
    with pytest.raises(StaleWriteError):
        grab_pack.change(pack, actor=region.actor("hugo"), content=CONTENT, version=shown, now=region.now)
    assert GrabPack.objects.get().hair == "Blauw"
    assert len(lines("pack.changed")) == 1


def test_somebody_of_another_organisation_cannot_own_it(region: Region, pack: GrabPack) -> None:
    with pytest.raises(StateConflictError) as refused:
        grab_pack.change(
            pack, actor=region.actor("hugo"), content=CONTENT, owner=region.farid, now=region.now
        )
    assert refused.value.field == "owner"


def test_nobody_else_changes_confirms_or_places_a_photo(
    region: Region, two_homes: Case, pack: GrabPack
) -> None:
    now, made = region.now, picture.clean(drawn())
    attempts: list[Callable[..., object]] = [
        lambda someone: grab_pack.change(pack, actor=someone, content=Content(), now=now),
        lambda someone: grab_pack.confirm(pack, actor=someone, now=now),
        lambda someone: photo.place(pack, actor=someone, picture=made, taken_on=now.date(), now=now),
        lambda someone: photo.take_away(pack, actor=someone, now=now),
        lambda someone: handover.offer(pack, actor=someone, to=region.elsewhere, now=now),
    ]
    for name in ("chris", "anna", "farid", "gerda"):
        for attempt in attempts:
            with pytest.raises(AccessDenied):
                attempt(region.actor(name))
    assert GrabPack.objects.get().hair == CONTENT.hair


# -- The photo -----------------------------------------------------------------------------------------------


def test_a_new_photo_takes_the_place_of_the_old_one_which_is_kept_nowhere(
    region: Region, pack: GrabPack
) -> None:
    newer = picture.clean(drawn("PNG", size=(300, 300)))
    day = region.now.date()
    photo.place(pack, actor=region.actor("hugo"), picture=newer, taken_on=day, now=region.now)
    kept = PackPhoto.objects.get()
    assert (bytes(kept.content), kept.width) == (newer.content, 300)
    assert GrabPack.objects.get().photo_taken_on == day
    assert not hasattr(PackPhoto, "history")


def test_a_photo_of_tomorrow_is_refused(region: Region, pack: GrabPack) -> None:
    tomorrow = region.now.date() + timedelta(days=1)
    with pytest.raises(StateConflictError) as refused:
        photo.place(
            pack,
            actor=region.actor("hugo"),
            picture=picture.clean(drawn()),
            taken_on=tomorrow,
            now=region.now,
        )
    assert refused.value.field == "taken_on"


def test_a_photo_is_taken_away_once(region: Region, pack: GrabPack) -> None:
    hugo = region.actor("hugo")
    photo.take_away(pack, actor=hugo, now=region.now)
    assert not PackPhoto.objects.exists()
    assert GrabPack.objects.get().photo_taken_on is None
    assert len(lines("pack.photo_taken_away")) == 1
    with pytest.raises(StateConflictError):
        photo.take_away(pack, actor=hugo, now=region.now)


# -- Each quarter --------------------------------------------------------------------------------------------


def test_the_owner_is_reminded_once_and_confirms(region: Region, case: Case) -> None:
    pack = keep_pack(region, case, days_ago=4)
    later = pack.confirmed_at + timedelta(days=80)
    assert reminder.sweep(now=region.now) == 0
    assert reminder.sweep(now=later) == 1
    assert reminder.sweep(now=later + timedelta(hours=1)) == 0
    assert told("pack_due") == ["Hugo"]
    [message] = Delivery.objects.filter(notification__kind="pack_due", channel="inbox")
    assert message.path == f"/cases/{case.number}/pack/"
    grab_pack.confirm(GrabPack.objects.get(), actor=region.actor("hugo", now=later), now=later)
    standing = GrabPack.objects.get()
    assert (standing.confirmed_at, standing.reminded_at) == (later, None)
    assert reminder.sweep(now=later + timedelta(days=60)) == 0
    assert len(lines("pack.confirmed")) == 1


def test_an_owner_who_left_is_replaced_by_the_contact_points(region: Region, case: Case) -> None:
    pack = keep_pack(region, case, days_ago=4)
    region.hugo.is_active = False
    region.hugo.save(update_fields=["is_active"])
    assert reminder.sweep(now=pack.confirmed_at + timedelta(days=80)) == 1
    assert told("pack_due") == ["Piet"]


def test_nobody_is_reminded_for_a_closed_case(region: Region, case: Case, pack: GrabPack) -> None:
    casefile.close(case, actor=region.actor("anna"), reason="done", now=region.now)
    assert reminder.sweep(now=region.now + timedelta(days=200)) == 0


# -- It moves along ------------------------------------------------------------------------------------------


def test_the_pack_moves_when_the_other_accepts_and_not_before(
    region: Region, two_homes: Case, pack: GrabPack
) -> None:
    hugo, chris, now = region.actor("hugo"), region.actor("chris"), region.now
    asked = handover.offer(pack, actor=hugo, to=region.elsewhere, now=now)
    assert told("pack_offered") == ["Chris"]
    assert GrabPack.objects.get().owner_organisation == region.institution
    with pytest.raises(AccessDenied):
        grab_pack.change(pack, actor=chris, content=Content(), now=now)
    with pytest.raises(StateConflictError):
        handover.offer(pack, actor=hugo, to=region.elsewhere, now=now)
    handover.accept(asked, actor=chris, now=now)
    standing = GrabPack.objects.get()
    assert (standing.owner_organisation, standing.owner) == (region.elsewhere, region.chris)
    assert told("pack_taken_over") == ["Hugo"]
    with pytest.raises(AccessDenied):
        grab_pack.change(standing, actor=hugo, content=Content(), now=now)
    with pytest.raises(HandedOverError):  # a page of Hugo's that was open all the time
        grab_pack.change(pack, actor=hugo, content=Content(), now=now)
    with pytest.raises(StateConflictError):
        handover.accept(asked, actor=chris, now=now)
    assert [line.detail for line in lines("pack.offered")] == [{"party": region.elsewhere.pk}]
    assert [line.organisation_id for line in lines("pack.taken_over")] == [region.elsewhere.pk]


def test_who_declines_leaves_it_where_it_is(region: Region, two_homes: Case, pack: GrabPack) -> None:
    asked = handover.offer(pack, actor=region.actor("hugo"), to=region.elsewhere, now=region.now)
    with pytest.raises(AccessDenied):
        handover.decline(asked, actor=region.actor("hugo"), now=region.now)
    handover.decline(asked, actor=region.actor("chris"), now=region.now)
    assert GrabPack.objects.get().owner == region.hugo
    assert told("pack_declined") == ["Hugo"]
    assert handover.waiting(pack) is None


def test_the_question_is_taken_back(region: Region, two_homes: Case, pack: GrabPack) -> None:
    asked = handover.offer(pack, actor=region.actor("hugo"), to=region.elsewhere, now=region.now)
    with pytest.raises(AccessDenied):
        handover.take_back(asked, actor=region.actor("chris"), now=region.now)
    handover.take_back(asked, actor=region.actor("hugo"), now=region.now)
    with pytest.raises(StateConflictError):
        handover.accept(asked, actor=region.actor("chris"), now=region.now)
    assert PackOffer.objects.get().state == "taken_back"
    mails = Delivery.objects.filter(notification__kind="pack_offered", channel="mail")
    assert set(mails.values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.parametrize("key", ["police", "elsewhere", "institution", "school"])
def test_it_moves_only_to_who_takes_part_and_looks_after_young_people(
    region: Region, pack: GrabPack, key: str
) -> None:
    to = region.organisations[key]
    with pytest.raises(StateConflictError) as refused:
        handover.offer(pack, actor=region.actor("hugo"), to=to, now=region.now)
    assert refused.value.field == "to"


def test_a_pack_that_was_left_behind_is_taken_up_by_who_looks_after_the_young_person_now(
    region: Region, two_homes: Case, pack: GrabPack
) -> None:
    chris, now = region.actor("chris"), region.now
    with pytest.raises(StateConflictError) as refused:
        handover.take_up(pack, actor=chris, now=now)
    assert refused.value.code == "is_kept"
    asked = handover.offer(pack, actor=region.actor("hugo"), to=region.elsewhere, now=now)
    part = CaseParticipation.objects.get(case=two_homes, organisation=region.institution, ended_at=None)
    participation.end(part, actor=region.actor("anna"), reason="moved", now=now)
    for name in ("hugo", "farid", "anna"):
        with pytest.raises(AccessDenied):
            handover.take_up(pack, actor=region.actor(name), now=now)
    handover.take_up(pack, actor=region.actor("chris"), now=now)
    standing = GrabPack.objects.get()
    assert (standing.owner_organisation, standing.owner) == (region.elsewhere, region.chris)
    assert [line.detail for line in lines("pack.taken_over")] == [{"party": region.institution.pk}]
    asked.refresh_from_db()
    assert asked.state == "taken_back"


# -- The seal ------------------------------------------------------------------------------------------------


def test_the_books_tell_when_an_alert_opened_and_sealed_it(
    region: Region, case: Case, pack: GrabPack, sound: Sound
) -> None:
    missed = sound()
    [opened] = lines("pack.opened")
    assert (opened.object_number, opened.detail) == (missed.number, {"organisations": missed.calls.count()})
    found = {"found_at": region.now, "found_by": "", "condition": ""}
    episodes.found(missed, actor=region.actor("hugo"), now=region.now, **found)
    assert [line.object_number for line in lines("pack.sealed")] == [missed.number]
    again = sound()
    episodes.withdraw(again, actor=region.actor("hugo"), reason="mistake", now=region.now)
    assert [line.object_number for line in lines("pack.sealed")] == [missed.number, again.number]


def test_without_a_pack_an_alert_opens_nothing_and_one_made_meanwhile_is_open_at_once(
    region: Region, case: Case, sound: Sound
) -> None:
    sound()
    assert lines("pack.opened") == []
    keep_pack(region, case)
    assert len(lines("pack.opened")) == 1


def test_a_message_about_a_pack_tells_a_number_and_no_word_of_it(
    region: Region, case: Case, two_homes: Case, pack: GrabPack
) -> None:
    handover.offer(pack, actor=region.actor("hugo"), to=region.elsewhere, now=region.now)
    row = Delivery.objects.filter(notification__kind="pack_offered").first()
    assert (row.notification.number, row.path) == (case.number, f"/cases/{case.number}/pack/")
