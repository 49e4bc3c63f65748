"""Anna brings in what her desk kept in a spreadsheet: looked at first, in pieces, and nothing twice."""

from datetime import timedelta

import pytest

from cases.audit.models import LedgerLine
from cases.casefile.models import Mark
from cases.conflict import StateConflictError
from cases.intake import signal
from cases.intake.models import Signal, SignalIndicator
from cases.intake.sheets import refused, sheet, work
from cases.intake.sheets.models import Sheet, SheetPart, SheetRow
from cases.intake.sheets.row_rules import Meant
from cases.notifications.models import Delivery, Notification
from organisations import covenant, membership
from organisations.actor import AccessDenied
from organisations.compartments import Compartment
from organisations.history import StaleWriteError
from organisations.models import CovenantClause, Membership
from tests.cases.intake.sheets.files import (
    HEADINGS,
    MEANT,
    OTHERWISE,
    brought_in,
    csv,
    looked_at,
    row,
    sent,
    work_on,
    xlsx,
)
from tests.cast import FOUNDER, Region

SECRET_NAME = "Jongere 1"


def lines(event: str) -> list[LedgerLine]:
    return list(LedgerLine.objects.filter(event=event).order_by("id"))


def number_of_old_values() -> int:
    return Signal.history.count()


class TestLooking:
    """Nothing becomes a signal before somebody says so."""

    def test_looking_counts_and_makes_nothing(self, region: Region) -> None:
        made = looked_at(region, csv([row(1), row(2, date="31-02-2025"), row(3)]))
        assert made.state == "checked"
        assert sheet.counts(made) == {"rows": 3, "new": 2, "known": 0, "refused": 1}
        assert not Signal.objects.exists()

    def test_the_rows_stand_encrypted_and_the_file_nowhere(self, region: Region) -> None:
        made = looked_at(region, csv([row(1)]))
        stored = str(SheetPart.objects.values_list()[0]) + str(Sheet.objects.values_list()[0])
        assert not {SECRET_NAME, "Omschrijving", "opgehaald"} & set(stored.split())
        assert "Jongere" not in stored
        assert sheet.rows_of(made.parts.get())[0].cells[2] == SECRET_NAME

    def test_the_same_row_twice_in_a_file_is_said(self, region: Region) -> None:
        first = [row(number) for number in range(1, 151)]
        made = looked_at(region, csv([*first, row(3), row(150), row(150)]))
        assert sheet.counts(made) == {"rows": 153, "new": 150, "known": 0, "refused": 3}

    def test_other_columns_are_looked_at_anew(self, region: Region) -> None:
        made = looked_at(region, csv([row(1, channel="onzin")]))
        assert sheet.counts(made)["refused"] == 1
        without = Meant((*MEANT.columns[:5], "", "municipality"), OTHERWISE)
        sheet.choose_columns(made, actor=region.actor("anna"), meant=without, now=region.now)
        work_on(region.now)
        assert sheet.counts(made) == {"rows": 1, "new": 1, "known": 0, "refused": 0}

    @pytest.mark.parametrize(
        ("columns", "code"),
        [
            (("", "noticed_at", "", "", "", "", ""), "column_missing"),
            (("", "", "", "", "observation", "", ""), "column_missing"),
            (("subject_name", "noticed_at", "subject_name", "", "observation", "", ""), "column_twice"),
        ],
    )
    def test_two_columns_are_needed_and_none_comes_twice(
        self, region: Region, columns: tuple[str, ...], code: str
    ) -> None:
        made = sent(region, csv([row(1)]))
        with pytest.raises(StateConflictError) as conflict:
            sheet.choose_columns(
                made, actor=region.actor("anna"), meant=Meant(columns, OTHERWISE), now=region.now
            )
        assert conflict.value.code == code

    def test_what_was_chosen_is_proposed_for_the_next_file_of_this_desk(self, region: Region) -> None:
        meant = Meant((*MEANT.columns[:6], "subject_description"), OTHERWISE)
        looked_at(region, csv([row(1)]), meant=meant)
        assert sheet.proposed(sent(region, csv([row(2)]))) == list(meant.columns)

    @pytest.mark.parametrize("said", [{"date": "12-03-2027"}, {"born": "12-03-2027"}, {"born": "01-01-1890"}])
    def test_what_cannot_be_true_is_refused_as_on_the_form(self, region: Region, said: dict) -> None:
        made = looked_at(region, csv([row(1, **said)]))
        assert sheet.counts(made)["refused"] == 1


class TestBringingIn:
    """Each row becomes a signal like any other."""

    def test_a_row_becomes_a_signal_on_the_desk_with_clock_number_marks_and_history(
        self, region: Region
    ) -> None:
        made = brought_in(region, csv([row(1), row(2)]))
        assert made.state == "done"
        first = Signal.objects.get(subject_name=SECRET_NAME)
        assert first.number.startswith("S-26-")
        assert (first.addressed_to, first.reported_by) == (region.desk, region.anna)
        assert (first.received_at, first.status) == (region.now, "received")
        assert first.triage_due_at == signal.rules.triage_due(region.now, signal.Urgency.NORMAL)
        assert first.noticed_at.isoformat() == "2025-03-11T23:00:00+00:00"
        assert (first.channel, first.reporter_name, first.reporter_contact) == ("bystander", "", "")
        assert first.steps.get().to_status == "received"
        assert first.feedback.get().moment == "received"
        assert Mark.objects.filter(signal=first).exists()
        assert number_of_old_values() == 2

    def test_the_ledger_names_who_brought_it_in_and_no_word_of_a_row(self, region: Region) -> None:
        made = brought_in(region, csv([row(1), row(2), row(3, date="")]))
        logged = lines("signal.logged")
        assert {line.object_number for line in logged} == set(Signal.objects.values_list("number", flat=True))
        assert {line.user_id for line in logged} == {region.anna.pk}
        (done,) = lines("sheet.done")
        assert (done.object_number, done.user_id) == (made.number, region.anna.pk)
        assert done.detail == {"rows": 3, "new": 2, "known": 0, "refused": 1}
        for event in ("sheet.sent", "sheet.columns_chosen", "sheet.checked", "sheet.started"):
            assert len(lines(event)) == 1, event
        assert "Jongere" not in str([line.detail for line in LedgerLine.objects.all()])

    def test_one_message_when_all_is_in_and_one_for_each_that_cannot_wait(self, region: Region) -> None:
        urgent = Meant((*MEANT.columns, "urgency", "urgency_ground"), OTHERWISE)
        headings = (*HEADINGS, "Urgentie", "Reden spoed")
        rows = [(*row(1), "acuut", "Hij staat buiten"), (*row(2), "normaal", ""), (*row(3), "acuut", "")]
        made = looked_at(region, csv(rows, headings=headings), meant=urgent)
        assert sheet.counts(made) == {"rows": 3, "new": 2, "known": 0, "refused": 1}
        sheet.start(made, actor=region.actor("anna"), leave_out=True, now=region.now)
        work_on(region.now)
        acute = Signal.objects.get(urgency="acute")
        assert [one.number for one in Notification.objects.filter(kind="signal_received")] == [acute.number]
        told = Delivery.objects.filter(notification__kind="sheet_done", channel="inbox").get()
        assert (told.user, told.path) == (region.anna, f"/signals/sheets/{made.number}/")

    def test_the_same_file_again_makes_nothing_new_in_whatever_form(self, region: Region) -> None:
        rows = [row(1), row(2)]
        brought_in(region, csv(rows))
        again = looked_at(region, xlsx([*rows, row(3)]))
        assert sheet.counts(again) == {"rows": 3, "new": 1, "known": 2, "refused": 0}
        sheet.start(again, actor=region.actor("anna"), leave_out=False, now=region.now)
        work_on(region.now)
        assert Signal.objects.count() == 3
        with pytest.raises(StateConflictError):
            sheet.start(
                looked_at(region, csv(rows)), actor=region.actor("anna"), leave_out=True, now=region.now
            )

    def test_a_number_that_came_in_with_other_words_is_no_second_signal(self, region: Region) -> None:
        brought_in(region, csv([row(1)]))
        again = looked_at(region, csv([row(1, seen="Toch iets anders")]))
        assert sheet.counts(again) == {"rows": 1, "new": 0, "known": 0, "refused": 1}

    def test_rows_with_something_wrong_stay_out_only_when_somebody_says_so(self, region: Region) -> None:
        made = looked_at(region, csv([row(1), row(2, date="")]))
        with pytest.raises(StateConflictError) as conflict:
            sheet.start(made, actor=region.actor("anna"), leave_out=False, now=region.now)
        assert conflict.value.field == "leave_out"
        assert not Signal.objects.exists()

    def test_the_signs_of_a_row_stand_on_its_signal_known_as_the_rest(self, region: Region) -> None:
        meant = Meant((*MEANT.columns, "indicators"), OTHERWISE)
        rows = [(*row(1), "Loopt weg; Heeft ineens schulden"), (*row(2), "onzin"), (*row(3), "")]
        made = looked_at(
            region,
            csv([[c.replace(";", "|") for c in cells] for cells in rows], headings=(*HEADINGS, "Signalen")),
            meant=meant,
        )
        assert sheet.proposed(made)[-1] == "indicators"
        assert sheet.counts(made) == {"rows": 3, "new": 2, "known": 0, "refused": 1}
        sheet.start(made, actor=region.actor("anna"), leave_out=True, now=region.now)
        work_on(region.now)
        signs = SignalIndicator.objects.filter(signal__subject_name=SECRET_NAME)
        assert set(signs.values_list("code", "knowledge")) == {
            ("running_away", "second_hand"),
            ("sudden_debts", "second_hand"),
        }
        assert SignalIndicator.objects.count() == 2

    def test_the_anonymous_stay_anonymous(self, region: Region) -> None:
        headings, meant = (*HEADINGS, "Naam melder"), Meant((*MEANT.columns, "reporter_name"), OTHERWISE)
        rows = [(*row(1, channel="mma"), "Klaas"), (*row(2, channel="mma"), "")]
        made = looked_at(region, csv(rows, headings=headings), meant=meant)
        assert sheet.counts(made) == {"rows": 2, "new": 1, "known": 0, "refused": 1}


class TestInterrupted:
    """A worker dies, somebody stops it, somebody leaves."""

    def _started(self, region: Region, count: int) -> Sheet:
        made = looked_at(region, csv([row(number) for number in range(1, count + 1)]))
        sheet.start(made, actor=region.actor("anna"), leave_out=True, now=region.now)
        return made

    def test_a_worker_that_dies_in_the_middle_leaves_nothing_half_and_nothing_comes_twice(
        self, region: Region, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = self._started(region, 250)
        real, turns = signal.log_many, []

        def dies(**asked: object) -> list[Signal]:
            logged = real(**asked)
            turns.append(len(logged))
            if len(turns) == 2:
                raise SystemExit("killed")
            return logged

        monkeypatch.setattr(signal, "log_many", dies)
        with pytest.raises(SystemExit):
            work_on(region.now)
        assert Signal.objects.count() == 100
        monkeypatch.setattr(signal, "log_many", real)
        work_on(region.now)
        assert Signal.objects.count() == 100, "its claim still holds"
        work_on(region.now + work.LEASE)
        made.refresh_from_db()
        assert (made.state, Signal.objects.count()) == ("done", 250)
        assert SheetRow.objects.filter(sheet=made).values("number").distinct().count() == 250

    def test_stopped_stays_stopped_and_the_same_file_goes_on_where_it_was(self, region: Region) -> None:
        made = self._started(region, 250)
        work.turn(clock=lambda: region.now, patience=-timedelta(seconds=1))
        sheet.stop(made, actor=region.actor("arno"), now=region.now)
        work_on(region.now)
        made.refresh_from_db()
        assert (made.state, Signal.objects.count()) == ("stopped", 100)
        brought_in(region, csv([row(number) for number in range(1, 251)]), by="arno")
        assert Signal.objects.count() == 250

    def test_it_works_for_a_moment_and_then_others_go_first(self, region: Region) -> None:
        self._started(region, 250)
        assert work.turn(clock=lambda: region.now, patience=-timedelta(seconds=1)) is True
        assert Signal.objects.count() == 100

    def test_two_workers_are_never_at_one_file(self, region: Region) -> None:
        made = self._started(region, 150)
        made.parts.filter(position=0).update(claimed_until=region.now + timedelta(seconds=30))
        assert work.turn(clock=lambda: region.now, patience=work.LEASE) is False
        assert not Signal.objects.exists()

    def test_who_left_the_desk_brings_nothing_in_any_more(self, region: Region) -> None:
        made = self._started(region, 150)
        left = Membership.objects.get(user=region.anna, organisation=region.desk)
        membership.end(left, actor=FOUNDER, now=region.now)
        work_on(region.now + timedelta(minutes=1))
        made.refresh_from_db()
        assert (made.state, made.trouble) == ("stopped", "left")
        assert not Signal.objects.exists()
        assert lines("sheet.stopped")[-1].user_id is None

    def test_without_a_clause_for_signals_it_stops(self, region: Region) -> None:
        made, today = self._started(region, 1), region.now.date()
        for clause in CovenantClause.objects.filter(
            organisation_kind="care_coordination", compartment=Compartment.SIGNALS
        ):
            covenant.withdraw_clause(clause, actor=FOUNDER, on=today, now=region.now)
        work_on(region.now + timedelta(minutes=1))
        made.refresh_from_db()
        assert (made.state, made.trouble) == ("stopped", "no_desk")
        assert not Signal.objects.exists()

    def test_a_page_that_was_opened_before_starts_nothing(self, region: Region) -> None:
        made = looked_at(region, csv([row(1)]))
        with pytest.raises(StaleWriteError):
            sheet.start(
                made, actor=region.actor("anna"), leave_out=True, version=made.version - 1, now=region.now
            )


class TestWhoMay:
    """Only who triages at a desk, and only their own desk's."""

    @pytest.mark.parametrize("name", ["bram", "bea", "chris", "dina", "farid", "gerda", "iris", "joost"])
    def test_others_send_nothing_and_find_nothing(self, region: Region, name: str) -> None:
        made = looked_at(region, csv([row(1)]))
        actor = region.actor(name)
        assert sheet.own_desks(actor, now=region.now) == []
        for act in (
            lambda: sheet.fetch(actor, made.number, now=region.now),
            lambda: sheet.stop(made, actor=actor, now=region.now),
            lambda: sheet.empty(made, actor=actor, now=region.now),
            lambda: sheet.choose_columns(made, actor=actor, meant=MEANT, now=region.now),
            lambda: sheet.start(made, actor=actor, leave_out=True, now=region.now),
        ):
            with pytest.raises(AccessDenied):
                act()
        assert not Signal.objects.exists()

    def test_a_colleague_at_the_desk_sees_it_and_that_is_recorded(self, region: Region) -> None:
        made = looked_at(region, csv([row(1)]))
        assert sheet.fetch(region.actor("arno"), made.number, now=region.now) == made
        (line,) = lines("sheet.read")
        assert (line.user_id, line.object_number) == (region.arno.pk, made.number)


class TestAfterwards:
    """What stayed out can be fetched and corrected; then the rows are emptied."""

    def test_the_refused_rows_come_back_with_their_number_and_the_reason(self, region: Region) -> None:
        made = brought_in(region, csv([row(1), row(2, date="31-02-2025", place="@plaats")]))
        text = "".join(refused.fetch(made, actor=region.actor("anna"), now=region.now))
        head, line = text.splitlines()
        assert head.startswith("\ufeffNummer;")
        assert line.startswith("2;31-02-2025;")
        assert ";'@plaats;3;" in line
        assert lines("sheet.refused_fetched")[0].detail == {"refused": 1}

    def test_what_was_corrected_comes_in_and_nothing_else(self, region: Region) -> None:
        made = brought_in(region, csv([row(1), row(2, date="31-02-2025")]))
        text = "".join(refused.fetch(made, actor=region.actor("anna"), now=region.now))
        meant = Meant((*MEANT.columns, "", ""), OTHERWISE)
        again = looked_at(region, text.replace("31-02", "28-02").encode(), meant=meant)
        assert sheet.counts(again) == {"rows": 1, "new": 1, "known": 0, "refused": 0}

    def test_a_week_after_the_end_nothing_of_the_rows_is_left(self, region: Region) -> None:
        made = brought_in(region, csv([row(1), row(2, date="")]))
        left = sent(region, csv([row(3)]))
        assert sheet.forget(actor=work.JOB, now=region.now + timedelta(days=6)) == 0
        assert sheet.forget(actor=work.JOB, now=region.now + sheet.KEPT_FOR) == 2
        for one in (made, left):
            one.refresh_from_db()
            assert (one.headings, one.meant, set(one.parts.values_list("content", "keys"))) == (
                "",
                "",
                {("", "")},
            )
        assert (made.state, left.state) == ("done", "stopped")
        assert Signal.objects.count() == 1
        with pytest.raises(StateConflictError):
            refused.fetch(made, actor=region.actor("anna"), now=region.now)

    def test_what_is_thrown_away_before_anything_came_in_is_emptied_at_once(self, region: Region) -> None:
        made = looked_at(region, csv([row(1)]))
        sheet.stop(made, actor=region.actor("anna"), now=region.now)
        made.refresh_from_db()
        assert (made.state, made.headings, made.parts.get().content) == ("stopped", "", "")

    def test_the_desk_empties_it_sooner_and_only_when_it_is_over(self, region: Region) -> None:
        anna = region.actor("anna")
        made = looked_at(region, csv([row(1)]))
        with pytest.raises(StateConflictError):
            sheet.empty(made, actor=anna, now=region.now)
        sheet.start(made, actor=anna, leave_out=False, now=region.now)
        work_on(region.now)
        sheet.empty(made, actor=anna, now=region.now)
        assert made.parts.get().content == ""
        with pytest.raises(StateConflictError):
            sheet.stop(made, actor=anna, now=region.now)
