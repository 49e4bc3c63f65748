"""The page that puts together what two people changed in one record, field by field.

``begin`` lays what was typed beside what somebody else saved meanwhile, out of the history of the record:
what only they changed is filled in, what both changed is asked. ``resume`` reads the answers. In between
nothing is kept on the server: a signed field tells which two versions the page showed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any, NamedTuple

from django import forms
from django.apps import apps
from django.core import signing
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from organisations.models import Organisation
from zorgtafel.merge_rules import Change, Pick, judge, together

SALT = "merge"
FIELD = "merge"
MOST_VERSIONS = 500
CHOOSE = gettext_lazy("You both changed this. Choose what stays.")
MEANWHILE = gettext_lazy(
    "Somebody else saved this in the meantime. Nothing was overwritten, and what you typed is still here."
)
#: One person's record can belong to several cases: who wrote it could tell that there is another case.
SHARED = frozenset({"youngperson"})


class Seen(NamedTuple):
    """Which versions of which record a page laid side by side, and what it found; travels with the page."""

    path: str
    user: int
    record: str
    pk: int
    began: int
    now: int
    both: list[str]
    filled: list[str]


@dataclass(frozen=True, slots=True)
class Merged:
    """One field that somebody else changed meanwhile, in words. ``at`` is aware; ``who`` may be empty."""

    before: str
    theirs: str
    mine: str
    who: str
    at: datetime
    is_open: bool
    may_join: bool
    picked: str
    kept: list[tuple[str, str]]


def begin(request: HttpRequest, form: forms.Form, current: Any) -> bool:
    """Lay a form beside what stands there now; False when this form has no fields to compare.

    ``current``: the record as somebody else just saved it. Afterwards the form has their version, what only
    they changed, and an error at each field that both changed.
    """
    began, names = form.cleaned_data.get("version") or 0, _names(form, type(current))
    rows = _versions(type(current), current.pk, began, current.version) if names else []
    if not rows:
        return False
    found = {name: _judged(form, name, rows) for name in names}
    both = [name for name in names if found[name] is Change.BOTH]
    filled = [name for name in names if found[name] is Change.THEIRS]
    typed = {name: _posted(form, name) for name in both}
    form.data = form.data.copy()
    for name in filled:
        _put(form, name, _stored(form, name, rows[-1]))
    seen = Seen(
        request.path,
        request.user.pk,
        current._meta.label_lower,
        current.pk,
        began,
        current.version,
        both,
        filled,
    )
    form.data["version"], form.data[FIELD] = current.version, signing.dumps(list(seen), salt=SALT)
    _show(request, form, seen, rows, typed, {})
    for name in both:
        form.add_error(name, ValidationError(CHOOSE))
    form.add_error(None, ValidationError([MEANWHILE, *_told(form)]))
    return True


def resume(request: HttpRequest, form: forms.Form) -> None:
    """Fill in what was chosen on a page that ``begin`` made; ``form.undecided`` names what was not.

    Raises:
        BadRequest: the page was made for somebody else or another record, or not here.
    """
    seen = _read(request)
    rows = _versions(apps.get_model(seen.record), seen.pk, seen.began, seen.now)
    if not rows:
        raise BadRequest("These versions are gone.")
    typed = {name: _posted(form, name, "mine-") for name in seen.both}
    picked = {name: request.POST.get(f"pick-{name}", "") for name in seen.both}
    form.data = form.data.copy()
    for name in seen.both:
        _settle(form, name, picked[name], rows, typed[name])
    form.undecided = [name for name in seen.both if picked[name] not in set(Pick)]
    _show(request, form, seen, rows, typed, picked)


def _read(request: HttpRequest) -> Seen:
    try:
        seen = Seen(*signing.loads(request.POST[FIELD], salt=SALT))
    except (signing.BadSignature, TypeError) as wrong:
        raise BadRequest("This page was not made here.") from wrong
    if (seen.path, seen.user) != (request.path, request.user.pk):
        raise BadRequest("This page was made for another record.")
    return seen


def _settle(form: forms.Form, name: str, picked: str, rows: list[Any], typed: dict[str, list[str]]) -> None:
    theirs = _stored(form, name, rows[-1])
    if picked == Pick.THEIRS:
        _put(form, name, theirs)
    elif picked == Pick.MINE:
        _put(form, name, typed)
    elif picked == Pick.TOGETHER:
        texts = (_stored(form, name, rows[0]), theirs, typed)
        _put(form, name, {name: [together(*(text.get(name, [""])[0] for text in texts))]})


def _versions(model: type[Model], pk: int, began: int, now: int) -> list[Any]:
    """Give what the history keeps of a record from one version to another; nothing when it lacks the ends.

    ``began`` 0: the page was opened when there was no record yet; the first row is then None.
    """
    if not 0 < now - began < MOST_VERSIONS:
        return []
    rows = model.history.filter(id=pk, version__range=(began, now)).exclude(history_type="-")
    rows = list(rows.select_related("history_user").order_by("version", "history_id"))
    if not rows or (rows[0].version, rows[-1].version) != (began or 1, now):
        return []
    return rows if began else [None, *rows]


def _names(form: forms.Form, model: type[Model]) -> list[str]:
    """Give the fields that show what the record says; none when one of them can't be compared."""
    if not hasattr(model, "history"):
        return []
    shown = [field for field in form.visible_fields() if field.name in form.initial]
    kept = {key for field in model.history.model.tracked_fields for key in (field.name, field.attname)}
    fits = all(_attribute(form, field.name) in kept and _is_plain(form, field, model) for field in shown)
    return [field.name for field in shown] if fits else []


def _is_plain(form: forms.Form, field: forms.BoundField, model: type[Model]) -> bool:
    """Tell whether a field holds what its column holds, not something made of it."""
    if isinstance(field.field, forms.FileField):
        return False
    is_list = model._meta.get_field(_attribute(form, field.name)).get_internal_type() == "JSONField"
    return isinstance(field.field, forms.MultipleChoiceField) == is_list


def _attribute(form: forms.Form, name: str) -> str:
    return form.kept_as.get(name, name)


def _value(form: forms.Form, name: str, row: Any) -> Any:
    """Give what a row of the history says; of another record its key, for that record may be gone."""
    if row is None:
        return None
    column = row.instance_type._meta.get_field(_attribute(form, name))
    return getattr(row, column.attname)


def _judged(form: forms.Form, name: str, rows: list[Any]) -> Change:
    sent = (_stored(form, name, rows[0]), _stored(form, name, rows[-1]), _posted(form, name))
    return judge(*(tuple(value for values in one.values() for value in values) for one in sent))


def _stored(form: forms.Form, name: str, row: Any) -> dict[str, list[str]]:
    """Give what a row of the history says as a browser would send it back."""
    field = form.fields[name]
    widget, value = field.widget, field.prepare_value(_value(form, name, row))
    if isinstance(widget, forms.CheckboxInput):
        return {name: ["on"]} if value else {}
    if isinstance(widget, forms.MultiWidget):
        parts = zip(widget.widgets_names, widget.widgets, widget.decompress(value), strict=True)
        return {name + suffix: [part.format_value(one) or ""] for suffix, part, one in parts}
    shown = widget.format_value(value)
    return {name: [str(one) for one in shown] if isinstance(shown, list | tuple) else [shown or ""]}


def _posted(form: forms.Form, name: str, before: str = "") -> dict[str, list[str]]:
    """Give what was sent for a field, whatever parts it has."""
    return {
        key.removeprefix(before): form.data.getlist(key)
        for key in _keys(form, name, before)
        if key in form.data
    }


def _keys(form: forms.Form, name: str, before: str = "") -> list[str]:
    widget = form.fields[name].widget
    suffixes: Iterable[str] = widget.widgets_names if isinstance(widget, forms.MultiWidget) else [""]
    return [f"{before}{name}{suffix}" for suffix in suffixes]


def _put(form: forms.Form, name: str, sent: dict[str, list[str]]) -> None:
    data: QueryDict = form.data
    for key in _keys(form, name):
        data.pop(key, None)
        if key in sent:
            data.setlist(key, sent[key])


def _show(
    request: HttpRequest,
    form: forms.Form,
    seen: Seen,
    rows: list[Any],
    typed: dict[str, dict[str, list[str]]],
    picked: dict[str, str],
) -> None:
    """Let each field that somebody else changed tell it; also what is not on this form but matters."""
    homes = dict(
        Organisation.objects.filter(pk__in={row.acting_organisation_id for row in rows[1:]}).values_list(
            "pk", "name"
        )
    )
    form.merged = {}
    for name in [*seen.both, *seen.filled]:
        writing = _last_change(form, name, rows)
        mine = typed.get(name, {})
        form.merged[name] = Merged(
            before=_words(form, name, _value(form, name, rows[0])),
            theirs=_words(form, name, _value(form, name, rows[-1])),
            mine=_sent_words(form, name, mine),
            who=_who(request, writing, homes),
            at=writing.history_date,
            is_open=name in seen.both,
            may_join=isinstance(form.fields[name].widget, forms.Textarea),
            picked=picked.get(name, ""),
            kept=[(f"mine-{key}", value) for key, values in mine.items() for value in values],
        )
    form.also = _also(rows)


def _last_change(form: forms.Form, name: str, rows: list[Any]) -> Any:
    pairs = pairwise(rows)
    return [new for old, new in pairs if _value(form, name, old) != _value(form, name, new)][-1]


def _who(request: HttpRequest, row: Any, homes: dict[int, str]) -> str:
    if row.instance_type._meta.model_name in SHARED or row.history_user is None:
        return ""
    if row.history_user_id == request.user.pk:
        return _("you, in another window")
    home = homes.get(row.acting_organisation_id, "")
    return f"{row.history_user.name} ({home})" if home else row.history_user.name


def _told(form: forms.Form) -> list[str]:
    """Say how much was filled in, and what else happened to the record."""
    filled = sum(not merged.is_open for merged in form.merged.values())
    count = ngettext(
        "%(count)d field that only somebody else changed is filled in.",
        "%(count)d fields that only somebody else changed are filled in.",
        filled,
    )
    again = _("Look at it, and save again.")
    return [*([count % {"count": filled}] if filled else []), *form.also, again]


def _also(rows: list[Any]) -> list[str]:
    """Tell what happened to the record itself: its state, its end."""
    first, last = rows[0], rows[-1]
    told: list[str] = []
    if first is None:
        return told
    if getattr(first, "status", None) != getattr(last, "status", None):
        states = {"before": _state(first), "now": _state(last)}
        told.append(_("Meanwhile its state changed from “%(before)s” to “%(now)s”.") % states)
    if getattr(first, "ended_at", None) is None and getattr(last, "ended_at", None) is not None:
        told.append(_("Meanwhile it was ended."))
    return told


def _state(row: Any) -> str:
    choices = dict(row.instance_type._meta.get_field("status").flatchoices)
    return str(choices.get(row.status, row.status))


def _sent_words(form: forms.Form, name: str, sent: dict[str, list[str]]) -> str:
    """Put what somebody typed into words; what can't be read is shown as it was typed."""
    field, data = form.fields[name], QueryDict(mutable=True)
    for key, values in sent.items():
        data.setlist(key, values)
    raw = field.widget.value_from_datadict(data, {}, name)
    try:
        return _words(form, name, field.to_python(raw))
    except ValidationError:
        return ", ".join(value for values in sent.values() for value in values)


def _words(form: forms.Form, name: str, value: Any) -> str:
    """Put the value of a field into words, as its page would say it."""
    field = form.fields[name]
    if value is None or value == "" or value == []:
        return str(form.when_empty.get(name, _("nothing")))
    if isinstance(field, forms.ModelChoiceField):
        found = value if isinstance(value, Model) else field.queryset.filter(pk=value).first()
        return (
            _("somebody or something that can't be chosen here")
            if found is None
            else field.label_from_instance(found)
        )
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in _flat(field.choices)}
        several = value if isinstance(value, list | tuple) else [value]
        return ", ".join(labels.get(str(one), str(one)) for one in several)
    return _plain(value)


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterable[tuple[Any, Any]]:
    for key, label in choices:
        yield from label if isinstance(label, list | tuple) else [(key, label)]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return time_format(value, "H:i") if isinstance(value, time) else str(value)
