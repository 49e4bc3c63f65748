"""What a line of the ledger changed: old and new values, found in history by request and record.

A reviewer has no case content. Values of choices, dates, yes or no, numbers, people and
organisations are shown. Words are only counted, and of a young person nothing is shown at all.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, OuterRef, Subquery
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from cases.audit.fields import LABELS
from cases.audit.models import LedgerLine
from organisations.models import Organisation, User

#: Text that is no content: names of organisations and covenants, articles, codes of the software.
OPEN_TEXT = frozenset(
    {
        ("organisation", "name"),
        ("organisation", "municipality"),
        ("actnarrowing", "act"),
        ("covenant", "name"),
        ("covenant", "region"),
        ("covenantversion", "summary"),
        ("covenantversion", "controller"),
        ("covenantversion", "rights_contact"),
        ("covenantversion", "text_hash"),
        ("covenantparty", "signed_name"),
        ("covenantparty", "signed_hash"),
        ("covenantwording", "code"),
        ("covenantclause", "article"),
        ("case", "number"),
        ("signal", "number"),
        ("reviewitem", "number"),
        ("meeting", "number"),
        ("missingepisode", "number"),
        ("accessrequest", "number"),
        ("rightsrequest", "number"),
        ("rightsrequest", "responsible"),
    }
)
#: Every value of these is content, a date of birth included.
CLOSED_MODELS = frozenset({"youngperson", "grabpack", "measure"})
CLOSED_FIELDS = frozenset({("signal", "subject_birth_date")})
#: Bookkeeping that tells a reviewer nothing.
UNTOLD = frozenset({"id", "version", "name_key", "nonce", "sort_at", "updated_at"})

Key = tuple[str, str, int | None]  # request, type of record, id


@dataclass(frozen=True, slots=True)
class Change:
    """One field: what it said before and after. ``old`` is empty for a new record."""

    label: str
    old: str
    new: str


def of_lines(lines: Iterable[LedgerLine]) -> dict[int, list[Change]]:
    """Give the changes of each line by its id. Queries grow with kinds of records, not with lines."""
    wanted = {line.pk: (line.request_id, line.object_type, line.object_id) for line in lines}
    found: dict[Key, tuple[Any, Any]] = {}
    for object_type in sorted({key[1] for key in wanted.values() if key[2] is not None}):
        found |= _versions(object_type, {key for key in wanted.values() if key[1] == object_type})
    names = _names(found.values())
    return {pk: _changes(*found[key], names) for pk, key in wanted.items() if key in found}


def _versions(object_type: str, keys: set[Key]) -> dict[Key, tuple[Any, Any]]:
    """Give per record the row before the request and the last row of the request. Two queries."""
    history = _history_of(object_type)
    if history is None:
        return {}
    earlier = history.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    rows = (
        history.objects.filter(request_id__in={key[0] for key in keys}, id__in={key[2] for key in keys})
        .annotate(before_id=Subquery(earlier.order_by("-history_id").values("history_id")[:1]))
        .order_by("history_id")
    )
    firsts: dict[Key, Any] = {}
    lasts: dict[Key, Any] = {}
    for row in rows:
        key = (row.request_id, object_type, row.id)
        firsts.setdefault(key, row)
        lasts[key] = row
    before = history.objects.in_bulk([row.before_id for row in firsts.values() if row.before_id])
    return {key: (before.get(firsts[key].before_id), lasts[key]) for key in firsts if key in keys}


def _history_of(object_type: str) -> type[Model] | None:
    for app in ("cases", "organisations"):
        model = apps.all_models[app].get(object_type)
        if model is not None and hasattr(model, "history"):
            return model.history.model
    return None


def _changes(old: Any, new: Any, names: dict[tuple[type[Model], int], str]) -> list[Change]:
    is_gone = new.history_type == "-"
    told = []
    for field in _fields(new):
        before = None if old is None else getattr(old, field.attname)
        after = None if is_gone else getattr(new, field.attname)
        if before != after and not (old is None and after in (None, "")):
            told.append(_change(field, before, after, names, is_new=old is None))
    return told


def _fields(row: Any) -> list[Field]:
    """Give what can be told of a row; what its history leaves out (a password) is not there to tell."""
    kept = {field.attname for field in row._meta.concrete_fields} - UNTOLD
    return [field for field in row.instance_type._meta.concrete_fields if field.attname in kept]


def _change(
    field: Field, before: Any, after: Any, names: dict[tuple[type[Model], int], str], *, is_new: bool
) -> Change:
    label = str(LABELS.get(field.name, field.verbose_name))
    if _is_closed(field):
        return Change(label, "", _veiled(field, before, after, is_new=is_new))
    return Change(label, "" if is_new else _value(field, before, names), _value(field, after, names))


def _is_closed(field: Field) -> bool:
    """Tell whether a value is words or content, and so only its size may be told."""
    place = (field.model._meta.model_name, field.name)
    if place[0] in CLOSED_MODELS or place in CLOSED_FIELDS:
        return True
    if place in OPEN_TEXT or field.choices or isinstance(field, ForeignKey):
        return False
    return field.get_internal_type() in {"CharField", "TextField", "EmailField", "JSONField"}


def _veiled(field: Field, before: Any, after: Any, *, is_new: bool) -> str:
    if field.get_internal_type() not in {"CharField", "TextField", "EmailField"}:
        return _("filled in") if is_new else _("changed")
    if is_new:
        return _("text (%(new)s characters)") % {"new": len(after or "")}
    sizes = {"old": len(before or ""), "new": len(after or "")}
    return _("text changed (%(old)s → %(new)s characters)") % sizes


def _value(field: Field, value: Any, names: dict[tuple[type[Model], int], str]) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(field, ForeignKey):
        known = names.get((field.related_model, value))
        return known or _("record %(number)s") % {"number": value}
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return time_format(value) if isinstance(value, time) else str(value)


def _names(pairs: Iterable[tuple[Any, Any]]) -> dict[tuple[type[Model], int], str]:
    """Look up every person and organisation that these rows point to. Two queries."""
    ids: dict[type[Model], set[int]] = defaultdict(set)
    for row in (row for pair in pairs for row in pair if row is not None):
        for field in _fields(row):
            if isinstance(field, ForeignKey) and field.related_model in (User, Organisation):
                ids[field.related_model].add(getattr(row, field.attname))
    return {
        (model, pk): name
        for model in (User, Organisation)
        for pk, name in model.objects.filter(pk__in=ids[model] - {None}).values_list("pk", "name")
    }
