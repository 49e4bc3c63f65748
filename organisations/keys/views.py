"""Pages of the public key of the own organisation: what counts, how to make one, and a second person."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cases.access.declare import performs
from organisations import managing
from organisations.acts import Act
from organisations.change_views import ask
from organisations.keys import key as acts
from organisations.keys import rules
from organisations.keys.forms import ConfirmForm, KeyForm
from organisations.keys.models import SealingKey
from organisations.models import Organisation
from organisations.views import record_page
from zorgtafel.forms import VersionedForm, form_for

#: Typed on a computer of the organisation, never here (age-encryption.org).
MAKE_PAIR = "age-keygen -o key.txt"
OPEN_FILE = "age --decrypt -i key.txt -o case.json case-C-26-12345.json.age"


@performs(Act.KEEP_KEY)
@require_safe
def key_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the key that counts, the one that waits, those before, and how to make and use a pair."""
    organisation = _own(request, pk)
    shown = [_shown(request, one) for one in acts.all_of(organisation)]
    record_page(request, "sealing_key", act=Act.KEEP_KEY, on=organisation, shown=len(shown))
    context = {
        "organisation": organisation,
        "counting": next((one for one in shown if one["state"] == "counts"), None),
        "waiting": next((one for one in shown if one["state"] == "waiting"), None),
        "before": [one for one in shown if one["state"] in {"replaced", "withdrawn"}],
        "make_pair": MAKE_PAIR,
        "open_file": OPEN_FILE,
        "keepers": [one.user.name for one in acts.keepers(organisation, now=request.now)],
    }
    return render(request, "organisations/keys/page.html", context)


@performs(Act.KEEP_KEY, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("public_key")
def key_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a public key."""
    organisation = _own(request, pk)
    form = form_for(request, KeyForm)

    def perform(values: dict[str, Any]) -> str:
        acts.register(actor=request.actor, now=request.now, **values)
        messages.success(request, _("The key is registered. It counts once a colleague has confirmed it."))
        return _home(organisation)

    shown = {
        "organisation": organisation,
        "title": _("Register a public key"),
        "text": _("Make the key pair first, on a computer of your organisation."),
        "consequences": [
            _("Your colleagues who keep the key get a message."),
            _("The key counts once one of them confirms its fingerprint. Until then nothing changes."),
            _("The private key stays with you. Nobody of zorgtafel ever asks for it."),
        ],
        "submit_label": _("Register this key"),
        "cancel_url": _home(organisation),
    }
    return ask(request, form, perform, **shown)


@performs(Act.KEEP_KEY, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("fingerprint")
def key_confirm(request: HttpRequest, pk: int, key_pk: int) -> HttpResponse:
    """Ask for the fingerprint as a colleague reads it out, and let the key count."""
    organisation = _own(request, pk)
    key = acts.find(organisation, key_pk, actor=request.actor)
    form = form_for(request, ConfirmForm, initial={"version": key.version})

    def perform(values: dict[str, Any]) -> str:
        values.pop("merge", None)
        acts.confirm(key, actor=request.actor, now=request.now, **values)
        messages.success(request, _("The key counts. Cases handed over to you are sealed with it."))
        return _home(organisation)

    shown = {
        "organisation": organisation,
        "title": _("Confirm the key of your organisation"),
        "text": _(
            "%(name)s registered this key. Call, or sit together, and let who made the pair read out the "
            "fingerprint from their own file. Do not take it from a mail."
        )
        % {"name": key.registered_by.name},
        "consequences": [
            _("From now on a case that is handed over to your organisation opens with this key only."),
            _("A key that counted before is replaced. Keep its private half for files you got earlier."),
        ],
        "submit_label": _("Confirm this key"),
        "cancel_url": _home(organisation),
    }
    return ask(request, form, perform, **shown)


@performs(Act.KEEP_KEY, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def key_withdraw(request: HttpRequest, pk: int, key_pk: int) -> HttpResponse:
    """Ask, and withdraw a key."""
    organisation = _own(request, pk)
    key = acts.find(organisation, key_pk, actor=request.actor)
    form = form_for(request, VersionedForm, initial={"version": key.version})

    def perform(values: dict[str, Any]) -> str:
        acts.withdraw(key, actor=request.actor, now=request.now, version=values["version"])
        messages.success(request, _("The key is withdrawn. Nothing is sealed with it any more."))
        return _home(organisation)

    shown = {
        "organisation": organisation,
        "title": _("Withdraw this key"),
        "text": _("Do this when the private key is lost, or when somebody else may have it."),
        "consequences": [
            _("Nothing is sealed with this key any more. A handover that waits with it must be asked again."),
            _("Without a key that counts, a file for your organisation opens with a password again."),
            _("The same key can never be registered again."),
        ],
        "submit_label": _("Withdraw this key"),
        "danger": True,
        "cancel_url": _home(organisation),
    }
    return ask(request, form, perform, **shown)


def _own(request: HttpRequest, pk: int) -> Organisation:
    """Give the own organisation.

    Raises: AccessDenied for another one, or one that does not exist; the answer is the same.
    """
    if pk != request.actor.organisation_id:
        raise managing.elsewhere(Act.KEEP_KEY)
    return request.actor.organisation


def _home(organisation: Organisation) -> str:
    return reverse("sealing_key", args=[organisation.pk])


def _shown(request: HttpRequest, key: SealingKey) -> dict[str, Any]:
    """Give a key for the page. Who must confirm it hears its fingerprint from a person, not from here."""
    state, is_own = rules.state(key.standing), key.registered_by_id == request.actor.user_id
    is_hidden = state is rules.State.WAITING and not is_own
    return {
        "key": key,
        "state": state.value,
        "is_own": is_own,
        "fingerprint": "" if is_hidden else rules.fingerprint(key.public_key),
    }
