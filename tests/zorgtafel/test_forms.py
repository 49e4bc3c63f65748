"""Forms lose nothing: an expired session, a second click, a stale page, a strange character."""

from collections.abc import Callable

import pytest
from django import forms as django_forms
from django.core import signing
from django.test import Client, RequestFactory

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from organisations.history import StaleWriteError
from organisations.models import Submission
from tests.access.addresses import one_of_everything
from tests.cast import Region
from zorgtafel import forms


class NoteForm(forms.VersionedForm):
    """A form such as the slices have."""

    text = django_forms.CharField(max_length=50)
    parts = django_forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], required=False)


@pytest.fixture
def ask(region: Region) -> Callable[..., object]:
    """Make a request of Bram's, with a session: ``ask("POST", {"text": "x"})``."""

    def make(method: str = "GET", data: dict | None = None, user: object = None) -> object:
        request = RequestFactory().generic(method, "/notes/") if method == "GET" else None
        request = request or RequestFactory().post("/notes/", data or {})
        request.user, request.now, request.session = user or region.bram, region.now, {}
        request._messages = Spoken()
        return request

    return make


class Spoken(list):
    """Stands where the messages middleware puts its storage."""

    def add(self, level: int, message: str, extra_tags: str = "") -> None:
        """Remember what was said."""
        self.append(str(message))


def test_a_double_click_makes_one_thing(region: Region, ask: Callable) -> None:
    made = []

    def perform(values: dict) -> str:
        made.append(values["text"])
        return f"/notes/{len(made)}/"

    data = {"text": "gezien", "idempotency": "k1"}
    answers = []
    for _ in range(3):
        request = ask("POST", data)
        answers.append(forms.submit(request, forms.form_for(request, NoteForm), perform)["Location"])
    assert made == ["gezien"]
    assert answers == ["/notes/1/"] * 3
    assert Submission.objects.count() == 1


def test_somebody_elses_key_is_another_key(region: Region, ask: Callable) -> None:
    made = []
    for user in (region.bram, region.anna):
        request = ask("POST", {"text": "gezien", "idempotency": "k1"}, user)
        form = forms.form_for(request, NoteForm)
        forms.submit(request, form, lambda values: made.append(values) or "/")
    assert len(made) == 2


def test_a_state_conflict_becomes_a_sentence_and_keeps_what_was_typed(ask: Callable) -> None:
    request = ask("POST", {"text": "gezien", "idempotency": "k1"})
    form = forms.form_for(request, NoteForm)

    def refuse(values: dict) -> str:
        raise StateConflictError("Too early.", code="early", field="text")

    assert forms.submit(request, form, refuse) is None
    assert form.status == 409
    assert form.errors["text"] == ["Too early."]
    assert form["text"].value() == "gezien"
    assert not Submission.objects.exists()  # it may be sent again


def test_a_stale_page_shows_the_conflict_and_moves_to_the_new_version(ask: Callable) -> None:
    class Current:
        version = 7

    request = ask("POST", {"text": "mijn tekst", "version": "6"})
    form = forms.form_for(request, NoteForm)

    def stale(values: dict) -> str:
        raise StaleWriteError(Current())

    assert forms.submit(request, form, stale) is None
    assert form.status == 409
    assert form["text"].value() == "mijn tekst"
    assert str(form["version"].value()) == "7"


@pytest.mark.parametrize("text", ["", "x" * 51, "\x00"])
def test_bad_text_gets_a_sentence(ask: Callable, text: str) -> None:
    request = ask("POST", {"text": text})
    form = forms.form_for(request, NoteForm)
    assert forms.submit(request, form, lambda values: "/") is None
    assert form.status == 400
    assert form.errors["text"]


def test_browsers_are_never_told_to_cut_off_a_text(ask: Callable) -> None:
    assert "maxlength" not in str(forms.form_for(ask(), NoteForm)["text"])


def test_a_form_sent_after_the_session_ended_is_kept_for_the_same_person(
    ask: Callable, region: Region
) -> None:
    typed_by = signing.dumps(region.bram.pk, salt=forms.TYPED_BY_SALT)
    lost = ask("POST", {"text": "lang verhaal", "parts": ["a", "b"], "typed_by": typed_by})
    answer = forms.keep_and_log_in(lost)
    assert answer["Location"] == "/account/login/?next=%2Fnotes%2F"

    back = ask("GET")
    back.session = lost.session
    form = forms.form_for(back, NoteForm)
    assert form["text"].value() == "lang verhaal"
    assert form["parts"].value() == ["a", "b"]
    assert back._messages


def test_what_was_kept_is_never_shown_to_somebody_else(ask: Callable, region: Region) -> None:
    typed_by = signing.dumps(region.bram.pk, salt=forms.TYPED_BY_SALT)
    lost = ask("POST", {"text": "lang verhaal", "typed_by": typed_by})
    forms.keep(lost)
    other = ask("GET", user=region.chris)
    other.session = lost.session
    form = forms.form_for(other, NoteForm)
    assert form["text"].value() is None
    assert forms.KEPT not in other.session


def test_a_forged_typist_keeps_nothing(ask: Callable, region: Region) -> None:
    lost = ask("POST", {"text": "lang verhaal", "typed_by": f"{region.bram.pk}:abc:def"})
    forms.keep(lost)
    assert forms.KEPT not in lost.session


def test_a_form_without_its_protection_key_changes_nothing(
    log_in: Callable[[str], Client], region: Region
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(region.bram)
    answer = strict.post("/acting/", {"organisation": region.desk.pk})
    assert answer.status_code == 403


def test_whoever_clicks_again_when_all_is_done_hears_no_refusal(
    region: Region, case: Case, log_in: Callable[[str], Client]
) -> None:
    anna, page = log_in("anna"), f"/cases/{case.number}/sharing/blocks/new/"
    sent = {"user": region.gerda.pk, "reason": "neighbour", "idempotency": "k1"}
    first = anna.post(page, sent)
    refused = LedgerLine.objects.filter(outcome="refused").count()
    assert first.status_code == 302
    assert anna.post(page, sent).url == first.url
    assert anna.post(page, {**sent, "idempotency": "k2"}).status_code == 400  # she is kept away already
    assert log_in("arno").post(page, sent).status_code == 400  # another person's key is another key
    assert LedgerLine.objects.filter(outcome="refused").count() == refused


def test_whoever_answered_a_request_and_clicks_again_is_led_to_it(
    region: Region, log_in: Callable[[str], Client]
) -> None:
    anna, page = log_in("anna"), f"/requests/{one_of_everything(region)['request']}/grant/"
    sent = {"compartments": [], "idempotency": "k1"}
    answers = [anna.post(page, sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert anna.post(page, {**sent, "idempotency": "k2"}).status_code == 409


@pytest.mark.parametrize("key", ["\x00", "\ud800", "", " ", "x" * 5000])
def test_a_key_that_is_none_does_no_harm(log_in: Callable[[str], Client], case: Case, key: str) -> None:
    page = f"/cases/{case.number}/notes/new/"
    sent = {"compartment": "core", "text": "Seen.", "idempotency": key.encode("utf-8", "surrogatepass")}
    assert log_in("anna").post(page, sent).status_code in {302, 400}
