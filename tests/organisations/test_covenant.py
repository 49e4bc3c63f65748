"""A new version of the covenant: drafted, sent, signed, started, called off; and what each of them opens."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from cases.audit.models import LedgerLine
from organisations import covenant, covenant_sentences, covenant_text, drafting, grants, membership, signing
from organisations.actor import AccessDenied
from organisations.compartments import Compartment
from organisations.conflict import StateConflictError
from organisations.covenant_rules import Recipient, differences
from organisations.drafting import Provision, Responsibility, Wordings
from organisations.history import StaleWriteError, write
from organisations.models import CovenantClause, CovenantParty, CovenantVersion, Organisation, User
from organisations.roles import Role
from tests.cast import CARE, FOUNDER, Region

pytestmark = pytest.mark.usefixtures("olga")

SCHOOLS = Recipient(kind="school")


@pytest.fixture
def today(region: Region) -> date:
    """Give the day on which the story plays."""
    return region.now.date()


@pytest.fixture
def draft(region: Region) -> CovenantVersion:
    """Give Joost's draft of a second version, as it was copied."""
    agreement = region.covenant_version.covenant
    return drafting.begin(agreement, actor=region.actor("joost"), now=region.now)


def close_for_schools(region: Region, draft: CovenantVersion, *parts: str) -> None:
    """Let the schools receive these parts only."""
    provision = Provision(SCHOOLS, *CARE, "5", frozenset(map(Compartment, parts)))
    drafting.provide(draft, actor=region.actor("joost"), provision=provision, edit=None, now=region.now)


def let_start(region: Region, draft: CovenantVersion, on: date, **start: Any) -> CovenantVersion:
    """Send a draft, let everybody sign and let it start."""
    joost = region.actor("joost")
    signing.send(draft, actor=joost, edit=None, now=region.now)
    for party in draft.parties.select_related("organisation"):
        signing.sign(party, actor=FOUNDER, name="De bestuurder", now=region.now)
    days = signing.Start(valid_from=on, **start)
    return signing.start(draft, actor=joost, start=days, edit=None, now=region.now)


def opens(region: Region, key: str, compartment: str, on: date) -> bool:
    """Tell whether anything opens a compartment for an organisation at noon of a day."""
    noon = region.now + (on - region.now.date())
    found = covenant.ceiling(
        region.organisations[key], under=region.covenant_version.covenant_id, now=noon
    ).pairs
    return bool(found.get(Compartment(compartment)))


def lines(event: str) -> int:
    """Count the ledger's lines of an event."""
    return LedgerLine.objects.filter(event=event).count()


class TestDrafting:
    """A draft is a copy that changes nothing until it starts."""

    def test_it_says_what_holds_now_and_nothing_else(self, region: Region, draft: CovenantVersion) -> None:
        old, new = (covenant_text.text_of(v) for v in (region.covenant_version, draft))
        assert (differences(old, new), draft.number, draft.status) == ([], 2, "draft")
        assert lines("covenant.drafted") == 1

    def test_it_has_no_effect_whatever(self, region: Region, draft: CovenantVersion, today: date) -> None:
        everybody, under = [o.pk for o in region.organisations.values()], draft.covenant_id
        before = covenant.ceilings(everybody, under=under, now=region.now)
        close_for_schools(region, draft)
        assert covenant.ceilings(everybody, under=under, now=region.now) == before
        assert covenant_text.in_force(draft.covenant, on=today) == region.covenant_version

    def test_there_is_one_at_a_time(self, region: Region, draft: CovenantVersion) -> None:
        with pytest.raises(StateConflictError) as refused:
            drafting.begin(draft.covenant, actor=region.actor("joost"), now=region.now)
        assert refused.value.code == "draft_already"

    def test_what_was_withdrawn_and_who_left_stay_behind(self, region: Region, today: date) -> None:
        clause = CovenantClause.objects.get(organisation_kind="school", compartment="signals")
        covenant.withdraw_clause(clause, actor=FOUNDER, on=today, now=region.now)
        party = CovenantParty.objects.get(organisation=region.elsewhere)
        covenant.withdraw(party, actor=FOUNDER, on=today, now=region.now)
        agreement = region.covenant_version.covenant
        made = drafting.begin(agreement, actor=region.actor("joost"), now=region.now)
        assert not made.clauses.filter(organisation_kind="school", compartment="signals").exists()
        assert not made.parties.filter(organisation=region.elsewhere).exists()

    @pytest.mark.parametrize("name", ["anna", "olga", "dina"])
    def test_only_joost_drafts(self, region: Region, name: str) -> None:
        agreement = region.covenant_version.covenant
        with pytest.raises(AccessDenied):
            drafting.begin(agreement, actor=region.actor(name), now=region.now)
        assert CovenantVersion.objects.count() == 1

    def test_two_who_draft_at_once_do_not_overwrite_each_other(
        self, region: Region, draft: CovenantVersion
    ) -> None:
        seen = CovenantVersion.objects.get(pk=draft.pk).version
        joost = region.actor("joost")
        drafting.set_party(
            draft,
            actor=joost,
            organisation=region.school,
            acceded_on=None,
            exited_on=None,
            edit=seen,
            now=region.now,
        )
        wordings = Wordings("Later", {}, {})
        with pytest.raises(StaleWriteError):
            drafting.word(draft, actor=joost, wordings=wordings, edit=seen, now=region.now)

    def test_a_purpose_that_a_clause_uses_stays(self, region: Region, draft: CovenantVersion) -> None:
        with pytest.raises(StateConflictError) as refused:
            drafting.word(
                draft,
                actor=region.actor("joost"),
                wordings=Wordings("", {"safety": "Veilig"}, {}),
                edit=None,
                now=region.now,
            )
        assert (refused.value.code, refused.value.field) == ("in_use", "purpose_care_coordination")

    def test_a_clause_needs_a_party_a_purpose_a_ground_and_the_core(
        self, region: Region, draft: CovenantVersion
    ) -> None:
        stranger = Recipient(organisation_id=999)
        core, medical = frozenset({Compartment.CORE}), frozenset({Compartment.MEDICAL})
        for provision, code in (
            (Provision(stranger, *CARE, "9", core), "no_party"),
            (Provision(SCHOOLS, "prosecution", "public_task", "9", core), "purpose_missing"),
            (Provision(SCHOOLS, "search", "consent", "9", core), "ground_missing"),
            (Provision(SCHOOLS, *CARE, "9", medical), "core_missing"),
        ):
            with pytest.raises(StateConflictError) as refused:
                drafting.provide(
                    draft, actor=region.actor("joost"), provision=provision, edit=None, now=region.now
                )
            assert refused.value.code == code

    def test_the_same_clause_is_not_written_twice(self, region: Region, draft: CovenantVersion) -> None:
        provision = Provision(SCHOOLS, *CARE, "9", frozenset({Compartment.CORE}))
        with pytest.raises(StateConflictError) as refused:
            drafting.add_provision(
                draft, actor=region.actor("joost"), provision=provision, edit=None, now=region.now
            )
        assert (refused.value.code, refused.value.field) == ("clause_already", "recipient")

    def test_clauses_that_stay_keep_their_article(self, region: Region, draft: CovenantVersion) -> None:
        before = dict(draft.clauses.filter(organisation_kind="school").values_list("compartment", "article"))
        close_for_schools(region, draft, "core", "identity", "network")
        after = dict(draft.clauses.filter(organisation_kind="school").values_list("compartment", "article"))
        assert set(after) == {"core", "identity", "network"}
        assert (after["core"], after["identity"]) == (before["core"], before["identity"])
        assert after["network"].startswith("5.")
        assert after["network"] not in before.values()

    def test_an_organisation_leaves_after_it_joined(
        self, region: Region, draft: CovenantVersion, today: date
    ) -> None:
        with pytest.raises(StateConflictError) as refused:
            drafting.set_party(
                draft,
                actor=region.actor("joost"),
                organisation=region.school,
                acceded_on=today,
                exited_on=today,
                edit=None,
                now=region.now,
            )
        assert refused.value.field == "exited_on"

    def test_a_party_with_clauses_of_its_own_is_not_taken_out(
        self, region: Region, draft: CovenantVersion
    ) -> None:
        alone = Recipient(organisation_id=region.school.pk)
        provision = Provision(alone, *CARE, "9", frozenset({Compartment.CORE}))
        joost = region.actor("joost")
        drafting.add_provision(draft, actor=joost, provision=provision, edit=None, now=region.now)
        party = draft.parties.get(organisation=region.school)
        with pytest.raises(StateConflictError) as refused:
            drafting.drop_party(party, actor=joost, edit=None, now=region.now)
        assert refused.value.code == "party_in_use"
        other = draft.parties.get(organisation=region.elsewhere)
        drafting.drop_party(other, actor=joost, edit=None, now=region.now)
        with pytest.raises(StateConflictError):
            drafting.drop_party(other, actor=joost, edit=None, now=region.now)

    def test_the_differences_are_told_in_sentences(
        self, region: Region, draft: CovenantVersion, today: date
    ) -> None:
        close_for_schools(region, draft, "core", "identity", "meldcode", "missing", "network")
        who = Responsibility(
            "Polderveen", "rechten@polder.example", 120, {"police": ("party", region.police)}
        )
        drafting.hold_responsible(draft, actor=region.actor("joost"), who=who, edit=None, now=region.now)
        party = draft.parties.get(organisation=region.elsewhere)
        drafting.drop_party(party, actor=region.actor("joost"), edit=None, now=region.now)
        draft.refresh_from_db()
        old, new = (covenant_text.text_of(v) for v in (region.covenant_version, draft))
        names = {o.pk: o.name for o in Organisation.objects.all()}
        told = covenant_sentences.tell(differences(old, new), names)
        terms = "(doel: Zorg coördineren; grond: Taak van algemeen belang (AVG art. 6.1.e))"
        assert told[:2] == [
            f"Scholen mogen “Signalen” niet langer lezen {terms}.",
            f"Scholen mogen voortaan “Netwerk” lezen {terms}.",
        ]
        assert told[2] == "Jeugdhulp De Overkant is geen partij meer."
        assert told[3].startswith("Dossiers blijven 120 maanden bewaard")
        assert told[-1].startswith("Verantwoordelijk voor de gegevens van “Politie” wordt: Politie Water")

    def test_thrown_away_frees_its_number(self, region: Region, draft: CovenantVersion) -> None:
        joost = region.actor("joost")
        drafting.discard(draft, actor=joost, now=region.now)
        assert drafting.begin(draft.covenant, actor=joost, now=region.now).number == 2
        with pytest.raises(StateConflictError):
            drafting.discard(draft, actor=joost, now=region.now)
        assert lines("covenant.discarded") == 1


class TestStarting:
    """From its day on the new text decides, and nothing else has to run."""

    def test_the_ceiling_changes_at_midnight(
        self, region: Region, draft: CovenantVersion, today: date
    ) -> None:
        close_for_schools(region, draft, "core", "identity")
        start = today + timedelta(days=5)
        let_start(region, draft, start)
        assert opens(region, "school", "signals", start - timedelta(days=1))
        assert not opens(region, "school", "signals", start)
        assert opens(region, "school", "identity", start)
        before = CovenantVersion.objects.get(pk=region.covenant_version.pk)
        assert before.valid_until == start - timedelta(days=1)
        assert lines("covenant.started") == 1

    def test_today_is_a_day_to_start(self, region: Region, draft: CovenantVersion, today: date) -> None:
        close_for_schools(region, draft, "core")
        let_start(region, draft, today)
        assert not opens(region, "school", "identity", today)
        assert covenant_text.in_force(draft.covenant, on=today).pk == draft.pk

    @pytest.mark.parametrize(
        ("start", "until", "code", "field"),
        [
            (-1, None, "start_passed", "valid_from"),
            (5, 4, "end_before_start", "valid_until"),
            (-400, None, "start_passed", "valid_from"),
        ],
    )
    def test_days_that_are_not_possible_stand_beside_their_field(
        self,
        region: Region,
        draft: CovenantVersion,
        today: date,
        start: int,
        until: int | None,
        code: str,
        field: str,
    ) -> None:
        last = None if until is None else today + timedelta(days=until)
        with pytest.raises(StateConflictError) as refused:
            let_start(region, draft, today + timedelta(days=start), valid_until=last)
        assert (refused.value.code, refused.value.field) == (code, field)
        assert CovenantVersion.objects.get(pk=region.covenant_version.pk).valid_until is None

    def test_a_gap_must_be_meant_and_an_overlap_is_never(
        self, region: Region, draft: CovenantVersion, today: date
    ) -> None:
        second = let_start(region, draft, today + timedelta(days=5), valid_until=today + timedelta(days=20))
        joost = region.actor("joost")
        third = drafting.begin(draft.covenant, actor=joost, now=region.now)
        signing.send(third, actor=joost, edit=None, now=region.now)
        for offset, accepted, code in (
            (5, False, "overlaps_later"),
            (4, False, "overlaps_later"),
            (30, False, "leaves_a_gap"),
        ):
            days = signing.Start(today + timedelta(days=offset), gap_accepted=accepted)
            with pytest.raises(StateConflictError) as refused:
                signing.start(third, actor=joost, start=days, edit=None, now=region.now)
            assert refused.value.code == code
        days = signing.Start(today + timedelta(days=30), gap_accepted=True)
        signing.start(third, actor=joost, start=days, edit=None, now=region.now)
        second.refresh_from_db()
        assert second.valid_until == today + timedelta(days=20)
        assert not opens(region, "school", "core", today + timedelta(days=25))

    def test_a_start_is_called_off_and_all_is_as_it_was(
        self, region: Region, draft: CovenantVersion, today: date
    ) -> None:
        close_for_schools(region, draft, "core")
        start = today + timedelta(days=5)
        let_start(region, draft, start)
        signing.call_off(draft, actor=region.actor("joost"), now=region.now)
        assert CovenantVersion.objects.get(pk=region.covenant_version.pk).valid_until is None
        assert opens(region, "school", "signals", start)
        again = signing.Start(start + timedelta(days=1))
        signing.start(draft, actor=region.actor("joost"), start=again, edit=None, now=region.now)
        assert not opens(region, "school", "signals", start + timedelta(days=1))

    def test_what_has_begun_is_not_called_off(
        self, region: Region, draft: CovenantVersion, today: date
    ) -> None:
        let_start(region, draft, today)
        with pytest.raises(StateConflictError):
            signing.call_off(draft, actor=region.actor("joost"), now=region.now)

    def test_a_draft_does_not_start_unsent_nor_empty(self, region: Region, draft: CovenantVersion) -> None:
        joost = region.actor("joost")
        days = signing.Start(region.now.date())
        with pytest.raises(StateConflictError):
            signing.start(draft, actor=joost, start=days, edit=None, now=region.now)
        made = covenant.draw_up(actor=joost, name="Tweede", region="Oost", now=region.now)
        empty = drafting.begin(made, actor=joost, now=region.now)
        with pytest.raises(StateConflictError) as refused:
            signing.send(empty, actor=joost, edit=None, now=region.now)
        assert refused.value.code == "nothing_to_sign"

    @pytest.mark.parametrize("act", ["word", "provide", "set_party", "hold_responsible"])
    def test_a_text_that_was_sent_does_not_change(
        self, region: Region, draft: CovenantVersion, act: str
    ) -> None:
        joost = region.actor("joost")
        signing.send(draft, actor=joost, edit=None, now=region.now)
        values: dict[str, dict[str, Any]] = {
            "word": {"wordings": Wordings("x", {}, {})},
            "provide": {"provision": Provision(SCHOOLS, *CARE, "5", frozenset())},
            "set_party": {"organisation": region.school, "acceded_on": None, "exited_on": None},
            "hold_responsible": {"who": Responsibility("x", "x@x.example", 1, {})},
        }
        with pytest.raises(StateConflictError) as refused:
            getattr(drafting, act)(draft, actor=joost, edit=None, now=region.now, **values[act])
        assert refused.value.code == "not_a_draft"


class TestSigning:
    """Each party signs for itself; without a signature it has no ceiling and no new members."""

    @pytest.fixture
    def sent(self, region: Region, draft: CovenantVersion) -> CovenantVersion:
        """Give the draft, sent to the parties."""
        return signing.send(draft, actor=region.actor("joost"), edit=None, now=region.now)

    def test_olga_signs_for_the_school(self, region: Region, sent: CovenantVersion, today: date) -> None:
        party = sent.parties.get(organisation=region.school)
        signing.sign(party, actor=region.actor("olga"), name="Rector Reiger", now=region.now)
        party.refresh_from_db()
        assert (party.signed_on, party.signed_by, party.signed_name) == (today, region.olga, "Rector Reiger")
        assert party.signed_hash == sent.text_hash
        line = LedgerLine.objects.filter(event="covenant.signed").latest("id")
        assert (line.user_id, line.act) == (region.olga.pk, "sign_covenant")
        with pytest.raises(StateConflictError) as refused:
            signing.sign(party, actor=region.actor("olga"), name="Rector Reiger", now=region.now)
        assert refused.value.code == "signed_already"

    @pytest.mark.parametrize("name", ["bea", "joost", "dina", "anna"])
    def test_nobody_signs_for_another(self, region: Region, sent: CovenantVersion, name: str) -> None:
        party = sent.parties.get(organisation=region.school)
        with pytest.raises(AccessDenied):
            signing.sign(party, actor=region.actor(name), name="X", now=region.now)

    def test_olga_does_not_sign_for_the_police(self, region: Region, sent: CovenantVersion) -> None:
        party = sent.parties.get(organisation=region.police)
        with pytest.raises(AccessDenied) as refused:
            signing.sign(party, actor=region.actor("olga"), name="X", now=region.now)
        assert refused.value.conceal

    def test_who_did_not_sign_reads_nothing_from_the_start(
        self, region: Region, sent: CovenantVersion, today: date
    ) -> None:
        for party in sent.parties.exclude(organisation=region.school).select_related("organisation"):
            signing.sign(party, actor=FOUNDER, name="De bestuurder", now=region.now)
        start = signing.Start(today)
        signing.start(sent, actor=region.actor("joost"), start=start, edit=None, now=region.now)
        assert not opens(region, "school", "core", today)
        assert opens(region, "police", "core", today)
        party = sent.parties.get(organisation=region.school)
        signing.sign(party, actor=region.actor("olga"), name="Rector Reiger", now=region.now)
        assert opens(region, "school", "core", today)

    def test_taken_back_to_change_signatures_fall(self, region: Region, sent: CovenantVersion) -> None:
        party = sent.parties.get(organisation=region.school)
        signing.sign(party, actor=region.actor("olga"), name="Rector Reiger", now=region.now)
        signing.reopen(sent, actor=region.actor("joost"), now=region.now)
        assert not sent.parties.filter(signed_on__isnull=False).exists()
        close_for_schools(region, sent, "core")
        again = signing.send(sent, actor=region.actor("joost"), edit=None, now=region.now)
        assert again.text_hash != party.signed_hash

    def test_another_text_than_was_read_is_not_signed(self, region: Region, sent: CovenantVersion) -> None:
        party = sent.parties.get(organisation=region.school)
        with pytest.raises(StateConflictError) as refused:
            signing.sign(party, actor=region.actor("olga"), name="Rector", text_hash="0" * 64, now=region.now)
        assert refused.value.code == "other_text"

    def test_a_draft_is_not_signed(self, region: Region, draft: CovenantVersion) -> None:
        party = draft.parties.get(organisation=region.school)
        with pytest.raises(StateConflictError):
            signing.sign(party, actor=region.actor("olga"), name="Rector", now=region.now)

    def test_a_party_joins_once(self, region: Region, today: date) -> None:
        with pytest.raises(StateConflictError) as refused:
            signing.accede(
                region.covenant_version,
                actor=region.actor("joost"),
                organisation=region.school,
                on=today,
                now=region.now,
            )
        assert (refused.value.code, refused.value.field) == ("party_already", "organisation")


class TestMembers:
    """No signature, no members (features.md A4), but the administrator who signs."""

    @pytest.fixture
    def newcomer(self, region: Region) -> Organisation:
        """Give an organisation that joined today and has not signed."""
        made = Organisation(name="Wijkteam Oost", kind="neighbourhood_team")
        write(made, actor=FOUNDER, now=region.now)
        grants.sync(made)
        signing.accede(
            region.covenant_version,
            actor=region.actor("joost"),
            organisation=made,
            on=region.now.date(),
            now=region.now,
        )
        return made

    @pytest.fixture
    def invite(self, region: Region, newcomer: Organisation) -> Callable[[str, Role], Any]:
        """Give a way to let Joost add somebody there."""

        def add(name: str, role: Role) -> Any:
            email = f"{name}@demo.zorgtafel.example"
            person = User.objects.filter(email=email).first() or User.objects.create_user(email, name)
            return membership.start(
                actor=region.actor("joost"), user=person, organisation=newcomer, role=role, now=region.now
            )

        return add

    def test_nobody_starts_before_the_signature(
        self, region: Region, newcomer: Organisation, invite: Callable[[str, Role], Any]
    ) -> None:
        with pytest.raises(StateConflictError) as refused:
            invite("nico", Role.PROFESSIONAL)
        assert refused.value.code == "covenant_not_signed"
        invite("nora", Role.ORGANISATION_ADMIN)
        region.people["nora"] = newcomer.memberships.get().user
        party = newcomer.covenant_parties.get()
        signing.sign(party, actor=region.actor("nora"), name="Nora", now=region.now)
        assert invite("nico", Role.PROFESSIONAL).pk
