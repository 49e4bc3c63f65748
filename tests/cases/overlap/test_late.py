"""Who does not answer within two working days hears it once; what was compared is forgotten after a while."""

from datetime import timedelta

from cases.audit.models import LedgerLine
from cases.casefile.models import Case, MarksWritten
from cases.notifications.models import Delivery, Notification
from cases.overlap import compare, reminder, rules, side
from cases.overlap.models import Overlap, OverlapKey
from tests.cases.overlap.test_overlap import of
from tests.cast import Region, open_case


def told() -> set[tuple[str, str]]:
    rows = Delivery.objects.filter(notification__kind=reminder.KIND, channel="inbox")
    return {(row.user.name, row.notification.number) for row in rows}


def test_nobody_hears_anything_before_the_clock_runs_out(region: Region, both: tuple[Case, Case]) -> None:
    assert reminder.remind(now=rules.due(region.now) - timedelta(seconds=1)) == 0
    assert told() == set()


def test_both_sides_hear_it_once_each_of_their_own_case(region: Region, both: tuple[Case, Case]) -> None:
    ours, theirs = both
    late = rules.due(region.now)
    assert reminder.remind(now=late) == 2
    assert reminder.remind(now=late + timedelta(days=3)) == 0
    assert told() == {
        ("Anna", ours.number),
        ("Arno", ours.number),
        ("Wim", theirs.number),
        ("Wies", theirs.number),
    }
    lines = LedgerLine.objects.filter(event="overlap.reminded")
    assert {(line.user_id, line.detail == {}) for line in lines} == {(None, True)}


def test_only_who_did_not_answer_hears_it_and_nothing_of_the_other(
    region: Region, both: tuple[Case, Case]
) -> None:
    ours, theirs = both
    side.answer(of(theirs), actor=region.actor("wim"), says="yes", now=region.now)
    reminder.remind(now=rules.due(region.now))
    assert {name for name, _number in told()} == {"Anna", "Arno"}
    paths = Delivery.objects.filter(notification__kind=reminder.KIND).values_list("path", flat=True)
    assert set(paths) == {f"/overlaps/{of(ours).pk}/"}


def test_what_is_over_reminds_nobody(region: Region, both: tuple[Case, Case]) -> None:
    side.answer(of(both[0]), actor=region.actor("anna"), says="no", now=region.now)
    assert reminder.remind(now=rules.due(region.now)) == 0
    assert not Notification.objects.filter(kind=reminder.KIND).exists()


def test_what_was_compared_is_forgotten_and_what_waits_is_not(
    region: Region, both: tuple[Case, Case]
) -> None:
    keys = OverlapKey.objects.count()
    assert compare.forget(now=region.now + rules.KEPT_FOR - timedelta(seconds=1)) == 0
    open_case(region)
    assert compare.forget(now=region.now + rules.KEPT_FOR) == 2
    (left,) = MarksWritten.objects.all()
    assert left.compared_at is None
    assert OverlapKey.objects.count() == keys
    assert Overlap.objects.count() == 2


def test_the_pace_counts_no_longer_back_than_is_kept() -> None:
    assert rules.KEPT_FOR > rules.DAY
