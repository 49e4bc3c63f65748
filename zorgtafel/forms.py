"""Forms that lose nothing: what was typed survives an error, a timeout, a logout and a double click.

``TableForm`` is the base of every form. ``form_for`` opens it, ``submit`` performs one act
with it. Nothing typed is kept in the browser (shared devices): after a lost session it is
kept in the server-side session of that same browser, for that same person only.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from cases.conflict import StateConflictError
from organisations.history import StaleWriteError
from organisations.keys.rules import looks_private
from organisations.models import Submission
from zorgtafel import merging
from zorgtafel.moments import judge_at

KEPT = "kept_form"
#: Why a form was kept: it decides what its page says when the form is shown again.
LOGGED_OUT, STEP_UP = "logged_out", "step_up"
COME_BACK = {
    LOGGED_OUT: _("You were logged out. What you typed is still here; check it and save."),
    STEP_UP: _("Thank you, it is you. What you typed is still here; check it and send it once more."),
}
TYPED_BY_SALT = "typed-by"
MAX_KEPT = 400_000  # characters; a form is never larger
STALE = _(
    "Somebody else saved this in the meantime. Below is what you typed; nothing was overwritten. "
    "Compare it with what is there now and save again if you still want to."
)
#: Fields in which somebody may put a private key by mistake; it is kept nowhere.
KEYS = ("public_key", "fingerprint")
HIDDEN = ("idempotency", "typed_by", "csrfmiddlewaretoken", "lock_path", merging.FIELD)


class TableForm(forms.Form):
    """A form with one chance to make one thing: the hidden key makes a second click harmless."""

    idempotency = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    typed_by = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    status = 200  # what the page that shows this form answers
    came_back = False  # it shows what this person typed before a login came in between
    keeping: Any = None  # where it is kept while it is typed, for forms that are (components/keeping.html)
    undecided: Sequence[str] = ()  # fields that two people changed and nobody chose for

    def __init__(self, *args: Any, **options: Any) -> None:
        """Let every text in whole: browsers cut off a pasted text at ``maxlength`` without a word."""
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)

    def hidden_values(self) -> dict[str, str]:
        """Give the values of the hidden fields that belong to the form as such."""
        return {"idempotency": self["idempotency"].value() or "", "typed_by": self["typed_by"].value() or ""}

    def clean(self) -> dict[str, Any]:
        """Refuse characters that no database and no reader can handle."""
        cleaned = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, str) and any(0xD800 <= ord(c) <= 0xDFFF for c in value):
                self.add_error(name, ValidationError(_("This text has characters that can't be stored.")))
        return cleaned


class VersionedForm(TableForm):
    """A form about a record that others may change meanwhile.

    ``kept_as``: the name in the record of a field that is called otherwise on the form.
    ``when_empty``: what it says when a field is empty, where that is more than "nothing".
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    merge = forms.CharField(widget=forms.HiddenInput, required=False)

    kept_as: ClassVar[Mapping[str, str]] = {}
    when_empty: ClassVar[Mapping[str, Promise]] = {}


def form_for(request: HttpRequest, form_class: type[TableForm], **options: Any) -> TableForm:
    """Open a form: bound on POST, with what was kept after a lost session on GET."""
    form = _opened(request, form_class, options)
    judge_at(form, request.now)
    return form


def _opened(request: HttpRequest, form_class: type[TableForm], options: dict[str, Any]) -> TableForm:
    if request.method == "POST":
        sent = form_class(request.POST, request.FILES or None, **options)
        if request.POST.get(merging.FIELD) and isinstance(sent, VersionedForm):
            merging.resume(request, sent)
        return sent
    initial = {
        **(options.pop("initial", None) or {}),
        "idempotency": uuid4().hex,
        "typed_by": signing.dumps(request.user.pk, salt=TYPED_BY_SALT),
    }
    form = form_class(initial=initial, **options)
    why = request.session.get(KEPT, {}).get("why", LOGGED_OUT)
    kept = take_kept(request)
    if kept is not None:
        form.initial.update(as_initial(form, kept))
        if kept.get("version"):  # what was typed over an older version must still meet the newer one
            form.initial["version"] = kept["version"]
        form.came_back = True
        messages.info(request, COME_BACK[why])
    return form


class OnceOnly:
    """Leads whoever sends a form again to what it made the first time, before the page judges anew.

    The second time the page may be gone: a request that was answered, a choice that was taken. Who clicked
    twice hears no refusal for that, and the ledger none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is in the hooks below."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer a form that did its work already."""
        url = made_before(request)
        return redirect(url) if url else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a form that did its work while this request was under way."""
        return self.process_view(request, None, None, None)


def submit(
    request: HttpRequest, form: TableForm, perform: Callable[[dict[str, Any]], str]
) -> HttpResponseRedirect | None:
    """Perform one act with a valid form and go to the address it gives.

    ``perform`` takes the cleaned values and gives an address. Returns None when the page
    must be shown again: the sentence is in the form, ``form.status`` is 400 or 409, and
    everything typed is still there.
    """
    if not (form.is_valid() and _is_decided(form)):
        if url := made_before(request):
            return redirect(url)
        form.status = 400
        return None
    try:
        return redirect(_once(request, form, perform))
    except StateConflictError as conflict:
        field = conflict.field if conflict.field in form.fields else None
        form.add_error(field, conflict.sentence)
    except StaleWriteError as stale:
        _lay_beside(request, form, stale.current)
    form.status = 409
    return None


def _is_decided(form: TableForm) -> bool:
    for name in form.undecided:
        form.add_error(name, merging.CHOOSE)
    return not form.undecided


def _lay_beside(request: HttpRequest, form: TableForm, current: Any) -> None:
    """Show a form beside what somebody else saved: field by field where that is possible."""
    if isinstance(form, VersionedForm) and merging.begin(request, form, current):
        return
    form.add_error(None, STALE)
    form.data = form.data.copy()
    form.data["version"] = current.version  # saving again is now a deliberate choice
    form.stale = current


def _once(request: HttpRequest, form: TableForm, perform: Callable[[dict[str, Any]], str]) -> str:
    """Perform once per idempotency key; whoever comes second gets the first one's address."""
    values = {name: value for name, value in form.cleaned_data.items() if name not in HIDDEN}
    key = _key(request, form.cleaned_data.get("idempotency", ""))
    if not key:
        return perform(values)
    with transaction.atomic():
        submission, is_first = Submission.objects.get_or_create(
            key=key, defaults={"user": request.user, "created_at": request.now}
        )
        if not is_first:
            return submission.url
        submission.url = perform(values)
        submission.save(update_fields=["url"])
    return submission.url


def made_before(request: HttpRequest) -> str:
    """Give the address of what this very form made already; empty when it is the first time."""
    key = _key(request, request.POST.get("idempotency", "")) if request.method == "POST" else ""
    return (Submission.objects.filter(key=key).values_list("url", flat=True).first() or "") if key else ""


def _key(request: HttpRequest, typed: str) -> str:
    """Give the key of a form as it is kept: everybody has keys of their own."""
    key = "".join(filter(str.isprintable, typed)).strip()
    return f"{request.user.pk}:{key}"[:64] if key else ""


def keep_and_log_in(request: HttpRequest) -> HttpResponse:
    """Send somebody without a session to the login page; a form they sent is kept for them."""
    keep(request)
    target = request.get_full_path() if request.method == "GET" else request.path
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = reverse("account_login")
        return response
    return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")


def keep(request: HttpRequest, why: str = LOGGED_OUT, *, path: str = "") -> bool:
    """Keep a posted form in the session when a signed field tells who typed it; tell whether it was.

    ``path``: the page it belongs to, when that is not the address it was sent to.
    """
    if request.method != "POST":
        return False
    typist = _typist(request.POST)
    size = sum(len(value) for values in request.POST.lists() for value in values[1])
    if typist is None or size > MAX_KEPT:
        return False
    values = {
        name: ["" if name in KEYS and looks_private(text) else text for text in found]
        for name, found in request.POST.lists()
        if name not in HIDDEN
    }
    request.session[KEPT] = {"path": path or request.path, "typist": typist, "values": values, "why": why}
    return True


def take_kept(request: HttpRequest) -> QueryDict | None:
    """Give back what this person typed on this page before the session was lost, once."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    if kept["typist"] != request.user.pk:
        return None
    values = QueryDict(mutable=True)
    for name, found in kept["values"].items():
        values.setlist(name, found)
    return values


def page_before(request: HttpRequest) -> str:
    """Give the page of this site somebody came from, or the start page."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return "/" + urlsplit(referer).path.lstrip("/")  # two slashes would name another site
    return "/"


def _typist(posted: QueryDict) -> int | None:
    try:
        return signing.loads(posted.get("typed_by", ""), salt=TYPED_BY_SALT, max_age=7 * 24 * 3600)
    except signing.BadSignature:
        return None


def typed_in(posted: QueryDict, form: forms.Form) -> dict[str, list[str]]:
    """Give what was posted for the fields of a form; whatever else was sent along is left out."""
    names = form.fields.keys() - set(HIDDEN)
    return {name: texts for name, texts in posted.lists() if name in names}


def as_initial(form: forms.Form, kept: QueryDict) -> dict[str, Any]:
    """Read kept values through the widgets, so that multiple choices come back too."""
    shown = {name: field for name, field in form.fields.items() if name not in HIDDEN and name != "version"}
    return {
        name: field.widget.value_from_datadict(kept, {}, form.add_prefix(name))
        for name, field in shown.items()
    }
