"""A signal that is not sent yet: kept while Bram types, found again, read by nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.conflict import StateConflictError
from cases.intake import draft, tasks
from cases.intake.models import Signal, SignalDraft
from organisations.actor import AccessDenied
from tests.cases.intake.telling import SEEN, typed
from tests.cast import Region

LogIn = Callable[[str], Client]
NEW, LIST = "/signals/new/", "/signals/?list=reported"
KEY = "a" * 32


def text(response: Any) -> str:
    return response.content.decode()


def hidden(client: Client) -> dict[str, str]:
    return client.get(NEW).context["form"].hidden_values()


def keep(region: Region, by: str = "bram", *, key: str = KEY, observation: str = SEEN) -> SignalDraft | None:
    values = {"observation": [observation], "indicators": ["hotel", "absence"], "source": [""]}
    return draft.keep(actor=region.actor(by), key=key, values=values, now=region.now)


class TestKeeping:
    """What the act keeps, for whom, and how long."""

    def test_it_is_kept_once_per_form_and_the_ledger_says_so_once(self, region: Region) -> None:
        first, second = keep(region), keep(region, observation="More")
        assert first.pk == second.pk
        values = draft.values_of(SignalDraft.objects.get())
        assert (values["observation"], values["indicators"]) == (["More"], ["hotel", "absence"])
        lines = LedgerLine.objects.filter(event="signal.draft_kept")
        assert lines.count() == 1

    def test_nothing_typed_is_nothing_kept(self, region: Region) -> None:
        assert keep(region, observation="  ") is None
        assert keep(region, key="") is None
        assert not SignalDraft.objects.exists()

    def test_only_its_writer_finds_it(self, region: Region) -> None:
        mine = keep(region)
        assert draft.fetch(region.actor("bram"), mine.pk) == mine
        for name in ("bea", "anna"):
            with pytest.raises(AccessDenied) as refused:
                draft.fetch(region.actor(name), mine.pk)
            assert refused.value.conceal

    def test_what_was_typed_is_read_again_with_a_line(self, region: Region, log_in: LogIn) -> None:
        mine = keep(region)
        assert SEEN in text(log_in("bram").get(f"{NEW}?draft={mine.pk}"))
        line = LedgerLine.objects.get(event="signal.draft_read")
        assert (line.user_id, line.object_id, line.compartments) == (region.bram.pk, mine.pk, "signals")
        assert log_in("bea").get(f"{NEW}?draft={mine.pk}").status_code == 404

    def test_who_logs_no_signals_keeps_none(self, region: Region) -> None:
        with pytest.raises(AccessDenied):
            keep(region, "dina")

    def test_thrown_away_nothing_of_it_remains(self, region: Region) -> None:
        mine = keep(region)
        draft.throw_away(mine, actor=region.actor("bram"), now=region.now)
        mine.refresh_from_db()
        assert (mine.typed, mine.ended_at) == ("", region.now)
        assert LedgerLine.objects.latest("id").event == "signal.draft_thrown_away"
        assert keep(region) is None  # another window of the same form does not bring it back

    def test_after_a_fortnight_it_is_emptied(self, region: Region, time_machine: Any) -> None:
        old, new = keep(region), keep(region, key="b" * 32)
        SignalDraft.objects.filter(pk=old.pk).update(saved_at=region.now - draft.KEPT_FOR)
        time_machine.move_to(region.now, tick=False)
        tasks.forget_drafts()
        assert [row.typed == "" for row in (SignalDraft.objects.get(pk=one.pk) for one in (old, new))] == [
            True,
            False,
        ]

    def test_far_too_much_is_refused(self, region: Region) -> None:
        with pytest.raises(StateConflictError) as refused:
            keep(region, observation="a" * 400_001)
        assert refused.value.code == "too_large"
        for number in range(draft.MOST_OPEN):
            keep(region, key=f"{number:032}")
        with pytest.raises(StateConflictError) as refused:
            keep(region, key="c" * 32)
        assert refused.value.code == "too_many"


class TestOnThePage:
    """Bram is called away in the middle of a sentence."""

    def test_it_is_kept_while_he_types(self, region: Region, log_in: LogIn) -> None:
        bram = log_in("bram")
        sent = {**hidden(bram), **typed(observation="Half a sent"), "autosave": "1"}
        page = bram.post(NEW, sent, headers={"HX-Request": "true"})
        assert "Bewaard om" in text(page)
        assert "<html" not in text(page)
        assert not Signal.objects.exists()
        assert SignalDraft.objects.get().user == region.bram

    def test_he_goes_on_later_where_he_was(self, log_in: LogIn) -> None:
        bram = log_in("bram")
        sent = {**hidden(bram), **typed(indicators=["hotel", "absence"], knowledge=""), "later": "1"}
        assert bram.post(NEW, sent).url == LIST
        page = text(bram.get(LIST))
        one = SignalDraft.objects.get()
        assert f"/signals/new/?draft={one.pk}" in page
        form = bram.get(f"{NEW}?draft={one.pk}").context["form"]
        assert form["observation"].value() == SEEN
        assert form["indicators"].value() == ["hotel", "absence"]
        assert form["idempotency"].value() == one.key

    def test_sent_at_last_it_is_one_signal_and_no_draft(self, log_in: LogIn) -> None:
        bram = log_in("bram")
        bram.post(NEW, {**hidden(bram), **typed(), "later": "1"})
        again = f"{NEW}?draft={SignalDraft.objects.get().pk}"
        form = bram.get(again).context["form"]
        once = {**form.hidden_values(), **typed()}
        urls = {bram.post(again, once).url for _click in range(2)}
        assert len(urls) == Signal.objects.count() == 1
        assert "Nog niet verstuurd" not in text(bram.get(LIST))
        assert SignalDraft.objects.get().typed == ""

    def test_after_a_lost_session_it_is_no_second_signal_to_send(self, region: Region, log_in: LogIn) -> None:
        """What the login kept comes back under a new key: sending that empties the draft as well."""
        bram = log_in("bram")
        bram.post(NEW, {**hidden(bram), **typed(), "later": "1"})
        bram.post(NEW, {**hidden(bram), **typed()})
        assert not draft.open_ones(region.actor("bram")).exists()

    def test_a_lost_session_while_it_is_kept_leads_to_the_login_and_back(
        self, region: Region, log_in: LogIn
    ) -> None:
        bram = log_in("bram")
        sent = {**hidden(bram), **typed(), "autosave": "1"}
        bram.cookies.pop("sessionid", None)
        bram.logout()
        answer = bram.post(NEW, sent, headers={"HX-Request": "true"})
        assert (answer.status_code, "/account/login/" in answer["HX-Redirect"]) == (401, True)
        bram.force_login(region.bram, backend="allauth.account.auth_backends.AuthenticationBackend")

    def test_nobody_else_opens_or_throws_it_away(self, region: Region, log_in: LogIn) -> None:
        one = keep(region)
        anna = log_in("anna")
        assert anna.get(f"{NEW}?draft={one.pk}").status_code == 404
        assert anna.post(f"/signals/drafts/{one.pk}/throw-away/").status_code == 404
        assert "Nog niet verstuurd" not in text(anna.get("/signals/"))

    def test_he_throws_it_away(self, region: Region, log_in: LogIn) -> None:
        one, bram = keep(region), log_in("bram")
        assert bram.post(f"/signals/drafts/{one.pk}/throw-away/").url == LIST
        assert bram.get(f"{NEW}?draft={one.pk}").status_code == 404

    @pytest.mark.parametrize("named", ["x", "-1", "9" * 40, "", "1' OR 1=1"])
    def test_a_draft_that_is_none_is_not_found_or_not_meant(self, log_in: LogIn, named: str) -> None:
        assert log_in("bram").get(NEW, {"draft": named}).status_code == 200

    def test_nothing_typed_says_so(self, log_in: LogIn) -> None:
        bram = log_in("bram")
        assert bram.post(NEW, {**hidden(bram), "later": "1"}).url == NEW

    def test_the_page_says_what_it_does_without_a_connection(self, log_in: LogIn) -> None:
        page = text(log_in("bram").get(NEW))
        assert 'data-offline="Geen verbinding.' in page
        assert 'name="later"' in page
