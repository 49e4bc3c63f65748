"""What people do with a signal: log it, walk it through triage, put it in a case, hear back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case, TimelineEntry
from cases.conflict import StateConflictError
from cases.intake import signal
from cases.intake.models import Signal, SignalFeedback, SignalIndicator
from cases.intake.report import FAULTS
from cases.notifications.models import Delivery
from organisations import covenant
from organisations.actor import AccessDenied
from organisations.compartments import Compartment
from organisations.history import StaleWriteError
from organisations.models import CovenantClause
from tests.cases.intake.telling import HEARD_BACK, SEEN, report, tell, walk
from tests.cast import FOUNDER, Region


def told(kind: str) -> set[tuple[str, str]]:
    rows = Delivery.objects.filter(notification__kind=kind)
    return {(row.user.name, row.channel) for row in rows.select_related("user")}


def last_line() -> LedgerLine:
    return LedgerLine.objects.latest("id")


def kinds(case: Case) -> list[str]:
    return list(
        TimelineEntry.objects.filter(case=case, kind__startswith="signal_").values_list("kind", flat=True)
    )


class TestLogging:
    """Bram tells what he saw."""

    def test_bram_logs_a_signal_and_the_clocks_start(self, region: Region) -> None:
        made = tell(region)
        assert made.observation == SEEN
        assert made.number.startswith("S-26-")
        assert (made.addressed_to, made.reported_by) == (region.desk, region.bram)
        assert made.triage_due_at == datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC)
        assert made.feedback_due_at == datetime(2026, 12, 1, 22, 59, 59, tzinfo=UTC)
        assert set(made.indicators.values_list("code", flat=True)) == {"picked_up", "several_phones"}

    def test_an_acute_signal_must_be_taken_up_within_the_hour(self, region: Region) -> None:
        made = tell(region, urgency="acute", urgency_ground="He waits outside now")
        assert made.triage_due_at == region.now + timedelta(hours=1)

    def test_it_arrives_at_the_coordinator_on_duty_and_says_nothing_outside(self, region: Region) -> None:
        made = tell(region)
        assert told("signal_received") == {("Anna", "inbox"), ("Anna", "mail")}
        delivery = Delivery.objects.filter(notification__kind="signal_received").first()
        assert delivery.path == f"/signals/{made.number}/"
        assert (delivery.notification.number, delivery.notification.colour) == (made.number, "green")

    def test_when_the_only_one_on_duty_logs_it_the_others_hear(self, region: Region) -> None:
        tell(region, "anna")
        assert {name for name, _channel in told("signal_received")} == {"Arno", "Eva"}

    def test_the_reporter_hears_at_once_that_it_arrived(self, region: Region) -> None:
        made = tell(region)
        feedback = made.feedback.get()
        assert (feedback.moment, feedback.by, feedback.at) == ("received", None, region.now)

    def test_the_ledger_and_the_first_step_know_who(self, region: Region) -> None:
        made = tell(region)
        line = last_line()
        assert (line.event, line.object_number, line.user_id) == (
            "signal.logged",
            made.number,
            region.bram.pk,
        )
        assert line.compartments == "signals"
        assert SEEN not in str(line.detail)
        step = made.steps.get()
        assert (step.from_status, step.to_status, step.by) == ("", "received", region.bram)

    def test_history_remembers_for_whom_he_wrote(self, region: Region) -> None:
        made = tell(region)
        assert made.history.get().acting_organisation_id == region.school.pk
        assert SignalIndicator.history.count() == 2

    @pytest.mark.parametrize("name", ["iris", "dina", "joost"])
    def test_whoever_directs_or_audits_logs_none(self, region: Region, name: str) -> None:
        with pytest.raises(AccessDenied):
            tell(region, name)
        assert not Signal.objects.exists()

    @pytest.mark.parametrize(
        ("said", "field", "code"),
        [
            ({"noticed_at": timedelta(minutes=2)}, "noticed_at", "future"),
            ({"happened_at": timedelta(days=1)}, "happened_at", "future"),
            ({"happened_at": timedelta(days=-365 * 150)}, "happened_at", "long_ago"),
            ({"happened_at": timedelta(minutes=-30)}, "noticed_at", "noticed_before_happened"),
            ({"subject_birth_date": date(1900, 1, 1)}, "subject_birth_date", "born_long_ago"),
            ({"subject_birth_date": date(2026, 11, 18)}, "subject_birth_date", "born_in_future"),
            ({"subject": "place"}, "subject_name", "does_not_fit"),
            ({"urgency": "acute"}, "urgency_ground", "ground_missing"),
            ({"urgency": "urgent", "urgency_ground": "  "}, "urgency_ground", "ground_missing"),
        ],
    )
    def test_what_cannot_be_true_gets_a_sentence_beside_the_field(
        self, region: Region, said: dict, field: str, code: str
    ) -> None:
        moments = {k: region.now + v if isinstance(v, timedelta) else v for k, v in said.items()}
        with pytest.raises(StateConflictError) as refused:
            tell(region, **moments)
        assert (refused.value.field, refused.value.code) == (field, code)
        assert refused.value.sentence == FAULTS[code]
        assert not Signal.objects.exists()

    def test_without_a_desk_in_the_covenant_it_says_whom_to_call(self, region: Region) -> None:
        for clause in CovenantClause.objects.filter(
            organisation_kind="care_coordination", compartment="signals"
        ):
            covenant.withdraw_clause(clause, actor=FOUNDER, on=region.now.date(), now=region.now)
        with pytest.raises(StateConflictError) as refused:
            tell(region)
        assert refused.value.sentence == signal.NO_DESK
        assert not Delivery.objects.filter(notification__kind="signal_received").exists()

    def test_another_organisation_is_no_desk(self, region: Region) -> None:
        with pytest.raises(StateConflictError) as refused:
            signal.log(
                actor=region.actor("bram"), report=report(region.now), desk=region.police, now=region.now
            )
        assert refused.value.code == "no_desk"


class TestTriage:
    """Anna walks the chain, one step at a time."""

    def test_anna_walks_the_whole_chain_and_every_step_is_kept(self, region: Region) -> None:
        made = walk(region, tell(region), "under_investigation", "verified", "established", "classified")
        assert made.status == "classified"
        kept = made.steps.values_list("from_status", "to_status", "by__name", "reason")
        assert list(kept)[1:] == [
            ("received", "under_investigation", "Anna", "We called the school."),
            ("under_investigation", "verified", "Anna", "We called the school."),
            ("verified", "established", "Anna", "We called the school."),
            ("established", "classified", "Anna", "We called the school."),
        ]
        assert last_line().event == "signal.moved"

    def test_a_step_that_does_not_exist_is_refused_in_words(self, region: Region) -> None:
        made = tell(region)
        with pytest.raises(StateConflictError) as refused:
            walk(region, made, "classified")
        assert refused.value.code == "not_from_here"
        assert made.steps.count() == 1

    def test_setting_aside_needs_a_reason(self, region: Region) -> None:
        made = walk(region, tell(region), "under_investigation")
        with pytest.raises(StateConflictError) as refused:
            walk(region, made, "not_substantiated", reason=" ")
        assert (refused.value.code, refused.value.field) == ("reason_missing", "reason")

    def test_what_was_set_aside_can_be_taken_up_again(self, region: Region) -> None:
        made = walk(region, tell(region), "under_investigation", "not_substantiated", "under_investigation")
        assert made.status == "under_investigation"

    def test_a_stale_page_overwrites_nothing(self, region: Region) -> None:
        made = tell(region)
        walk(region, made, "under_investigation")
        with pytest.raises(StaleWriteError):
            signal.move(
                made,
                actor=region.actor("arno"),
                to="under_investigation",
                reason="",
                version=1,
                now=region.now,
            )

    @pytest.mark.parametrize(
        ("name", "conceal"), [("bram", False), ("bea", False), ("chris", True), ("farid", True)]
    )
    def test_only_the_desk_triages(self, region: Region, name: str, conceal: bool) -> None:
        made = tell(region)
        with pytest.raises(AccessDenied) as refused:
            signal.move(made, actor=region.actor(name), to="under_investigation", reason="", now=region.now)
        assert refused.value.conceal is conceal

    def test_a_step_in_a_case_stands_on_its_timeline(self, region: Region, case: Case) -> None:
        made = tell(region)
        signal.link(made, actor=region.actor("anna"), case=case, now=region.now)
        walk(region, made, "under_investigation")
        assert kinds(case) == ["signal_linked", "signal_moved"]


class TestFeedback:
    """Whoever told it hears back."""

    def test_bram_hears_back_without_anything_of_a_case(self, region: Region) -> None:
        made = walk(region, tell(region), "under_investigation", "not_substantiated")
        given = signal.feed_back(made, actor=region.actor("anna"), text=HEARD_BACK, now=region.now)
        made.refresh_from_db()
        assert (made.status, made.fed_back_at) == ("fed_back", region.now)
        assert (given.moment, given.text, given.by) == ("decided", HEARD_BACK, region.anna)
        assert told("signal_fed_back") == {("Bram", "inbox"), ("Bram", "mail")}
        assert last_line().event == "signal.fed_back"
        assert (
            Delivery.objects.filter(notification__kind="signal_fed_back").first().notification.case_id is None
        )

    def test_not_before_something_is_decided(self, region: Region) -> None:
        made = tell(region)
        with pytest.raises(StateConflictError) as refused:
            signal.feed_back(made, actor=region.actor("anna"), text=HEARD_BACK, now=region.now)
        assert refused.value.code == "not_from_here"
        assert SignalFeedback.objects.filter(signal=made, moment="decided").count() == 0
        made.refresh_from_db()
        assert made.fed_back_at is None

    def test_the_last_step_is_not_a_step_without_words(self, region: Region) -> None:
        made = walk(region, tell(region), "under_investigation", "not_substantiated")
        with pytest.raises(StateConflictError) as refused:
            walk(region, made, "fed_back")
        assert refused.value.code == "write_feedback"

    def test_when_bram_left_his_contact_point_hears(self, region: Region) -> None:
        made = walk(region, tell(region), "under_investigation", "not_substantiated")
        region.bram.is_active = False
        region.bram.save()
        signal.feed_back(made, actor=region.actor("anna"), text=HEARD_BACK, now=region.now)
        assert {name for name, _channel in told("signal_fed_back")} == {"Bea"}


class TestCases:
    """A signal becomes part of a case."""

    def test_anna_puts_it_in_a_case(self, region: Region, case: Case) -> None:
        made = tell(region)
        signal.link(made, actor=region.actor("anna"), case=case, now=region.now)
        made.refresh_from_db()
        assert made.case == case
        assert kinds(case) == ["signal_linked"]
        entry = TimelineEntry.objects.get(kind="signal_linked")
        assert (entry.compartment, entry.url) == ("signals", f"/signals/{made.number}/")
        line = last_line()
        assert (line.event, line.case_number) == ("signal.linked", case.number)

    def test_once_is_enough(self, region: Region, case: Case) -> None:
        made = tell(region)
        signal.link(made, actor=region.actor("anna"), case=case, now=region.now)
        with pytest.raises(StateConflictError) as refused:
            signal.link(made, actor=region.actor("arno"), case=case, now=region.now)
        assert refused.value.code == "linked"

    @pytest.mark.parametrize("steps", [(), ("fed_back",)])
    def test_what_was_not_substantiated_stays_out_of_a_childs_file(
        self, region: Region, case: Case, steps: tuple[str, ...]
    ) -> None:
        made = walk(region, tell(region), "under_investigation", "not_substantiated")
        if steps:
            signal.feed_back(made, actor=region.actor("anna"), text=HEARD_BACK, now=region.now)
        with pytest.raises(StateConflictError) as refused:
            signal.link(made, actor=region.actor("anna"), case=case, now=region.now)
        assert refused.value.code == "set_aside"

    def test_not_in_a_closed_case(self, region: Region, case: Case) -> None:
        casefile.close(case, actor=region.actor("anna"), reason="done", now=region.now)
        with pytest.raises(StateConflictError) as refused:
            signal.link(tell(region), actor=region.actor("anna"), case=case, now=region.now)
        assert refused.value.code == "case_closed"

    def test_eva_has_a_conflict_with_this_case(self, region: Region, case: Case) -> None:
        made = tell(region)
        with pytest.raises(AccessDenied) as refused:
            signal.link(made, actor=region.actor("eva"), case=case, now=region.now)
        assert refused.value.conceal

    def test_anna_starts_a_case_from_what_the_signal_says(self, region: Region) -> None:
        made = tell(region)
        opening = signal.opening_of(made, now=region.now)
        assert (opening.name, opening.age_band, opening.form_of_concern) == (
            "Noor Zeegras",
            "12_15",
            "sexual",
        )
        case = signal.start_case(
            made, actor=region.actor("anna"), opening=opening, deputy=region.arno, now=region.now
        )
        made.refresh_from_db()
        assert made.case == case
        assignment = case.assignments.get()
        assert (assignment.coordinator, assignment.deputy) == (region.anna, region.arno)
        assert kinds(case) == ["signal_linked"]

    @pytest.mark.parametrize("subject", ["suspect", "place", "nobody"])
    def test_a_suspect_or_a_place_is_nobodys_name(self, region: Region, subject: str) -> None:
        said = {"subject": subject, "subject_birth_date": None, "subject_name": "", "subject_description": ""}
        if subject != "nobody":
            said["subject_description"] = "behind the hotel"
        assert signal.opening_of(tell(region, **said), now=region.now).name == ""

    def test_a_refused_deputy_leaves_no_case_behind(self, region: Region) -> None:
        made = tell(region)
        opening = signal.opening_of(made, now=region.now)
        with pytest.raises(StateConflictError):
            signal.start_case(
                made, actor=region.actor("anna"), opening=opening, deputy=region.bram, now=region.now
            )
        assert not Case.objects.exists()
        made.refresh_from_db()
        assert made.case is None


class TestWhoReads:
    """The gate of signals: list and page are one."""

    @pytest.fixture
    def readable(self, region: Region) -> Callable[[str, Signal], bool]:
        def ask(name: str, made: Signal) -> bool:
            return signal.signal_gate.visible(
                region.actor(name), Signal.objects.filter(pk=made.pk), now=region.now
            ).exists()

        return ask

    def test_before_it_is_in_a_case(self, region: Region, readable: Callable) -> None:
        made = tell(region)
        assert {name for name in region.people if readable(name, made)} == {
            "anna",
            "arno",
            "eva",
            "bram",
            "bea",
        }

    def test_in_a_case_its_readers_of_signals_read_it(
        self, region: Region, case: Case, readable: Callable
    ) -> None:
        made = tell(region)
        signal.link(made, actor=region.actor("anna"), case=case, now=region.now)
        expected = {"anna", "arno", "bram", "bea", "farid", "fenna"}  # Eva is blocked on this case
        assert {name for name in region.people if readable(name, made)} == expected

    def test_a_colleagues_signal_in_a_case_with_a_conflict_disappears(
        self, region: Region, case: Case, readable: Callable
    ) -> None:
        made, own = tell(region, "anna"), tell(region, "eva")
        for one in (made, own):
            signal.link(one, actor=region.actor("anna"), case=case, now=region.now)
        assert not readable("eva", made)
        assert readable("eva", own)
        with pytest.raises(AccessDenied):
            signal.move(own, actor=region.actor("eva"), to="under_investigation", reason="", now=region.now)

    def test_no_clause_no_triage(self, region: Region, readable: Callable) -> None:
        made = tell(region, "anna")
        for clause in CovenantClause.objects.filter(
            organisation_kind="care_coordination", compartment=Compartment.SIGNALS.value
        ):
            covenant.withdraw_clause(clause, actor=FOUNDER, on=region.now.date(), now=region.now)
        assert not readable("bram", made)
        with pytest.raises(AccessDenied):
            walk(region, made, "under_investigation")
