"""Finds every row of a case, in every table of the plan: what stands there now, and the old values of it."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model, Q

from cases.casefile.models import Case
from cases.retention.plan_rules import CASE, LINKS, LOOSE, NUMBERED, parents_first

PERSON, SIGNAL = "cases.YoungPerson", "cases.Signal"


@dataclass(frozen=True, slots=True)
class Rows:
    """What one table holds of a case: the rows, and the old values in its history."""

    model: type[Model]
    ids: frozenset[int]
    old: type[Model] | None
    old_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that goes with a case, tables in the order in which they can be emptied."""

    rows: dict[str, Rows]
    numbers: frozenset[str]  # human numbers under which anything of it was known
    person_stays: bool

    def counts(self) -> dict[str, list[int]]:
        """Give per table how many rows and how many old values there are; tables without any left out."""
        return {
            table: [len(rows.ids), len(rows.old_ids)]
            for table, rows in self.rows.items()
            if rows.ids or rows.old_ids
        }


def rows_of(case: Case) -> Found:
    """Find every row of a case; the caller holds the lock of the case. A few queries per table."""
    ids: dict[str, frozenset[int]] = {CASE: frozenset({case.pk})}
    order = parents_first(targets())
    for table in order:
        if table != CASE:
            ids[table] = _linked(table, ids) | _loose(table, case)
        if table == SIGNAL:
            ids[table] |= _originals(ids[table])
            ids[table] |= _halves_put_aside(ids[table])
    numbers = _numbers(case, ids)
    ids["cases.Notification"] |= _about(case, numbers)
    ids["cases.Delivery"] = _linked("cases.Delivery", ids)
    ids["cases.DeliveryAttempt"] = _linked("cases.DeliveryAttempt", ids)
    ids[PERSON], person_stays = _person(case)
    order.remove(CASE)
    order.insert(0, CASE)  # goes last, whom it is about before it: its certificate counts while it stands
    rows = {table: _with_old(table, ids[table]) for table in reversed(order)}
    return Found(rows, numbers, person_stays)


def targets() -> dict[str, dict[str, str]]:
    """Give per table to which other table each of its links leads."""
    return {
        table: {name: apps.get_model(table)._meta.get_field(name).related_model._meta.label for name in names}
        for table, names in LINKS.items()
    }


def _linked(table: str, ids: dict[str, frozenset[int]]) -> frozenset[int]:
    """Find rows that lead to rows found already, those that were removed since included."""
    model, old = _models(table)
    leads = Q(pk__in=[])
    for name, target in targets()[table].items():
        if target != table:
            leads |= Q(**{f"{model._meta.get_field(name).attname}__in": ids[target]})
    found = set(model._base_manager.filter(leads).values_list("pk", flat=True))
    if old is not None:
        once = set(old._base_manager.filter(leads).values_list("id", flat=True)) - found
        found |= once - set(model._base_manager.filter(pk__in=once).values_list("pk", flat=True))
    return frozenset(found)


def _originals(halves: frozenset[int]) -> frozenset[int]:
    """Find what was split into these signals: it is in no case, and tells of the young person of this one."""
    split = apps.get_model("cases.SignalSplit")
    rows = split.objects.filter(Q(first__in=halves) | Q(second__in=halves))
    return frozenset(rows.values_list("original_id", flat=True))


def _halves_put_aside(originals: frozenset[int]) -> frozenset[int]:
    """Find the halves of a splitting that was undone: in no case, and about the same young person."""
    split = apps.get_model("cases.SignalSplit")
    rows = split.objects.filter(original__in=originals, ended_at__isnull=False)
    return frozenset(pk for pair in rows.values_list("first_id", "second_id") for pk in pair)


def _loose(table: str, case: Case) -> frozenset[int]:
    """Find rows that hold the id or the number of the case without a foreign key."""
    model, _old = _models(table)
    wanted = Q(pk__in=[])
    for name in LOOSE.get(table, ()):
        wanted |= Q(**{name: case.pk if name == "case_id" else case.number})
    return frozenset(model._base_manager.filter(wanted).values_list("pk", flat=True))


def _numbers(case: Case, ids: dict[str, frozenset[int]]) -> frozenset[str]:
    numbers = {case.number}
    for table in NUMBERED:
        model, _old = _models(table)
        numbers |= set(model._base_manager.filter(pk__in=ids[table]).values_list("number", flat=True))
    return frozenset(numbers)


def _about(case: Case, numbers: frozenset[str]) -> frozenset[int]:
    model, _old = _models("cases.Notification")
    rows = model._base_manager.filter(Q(number__in=numbers) | Q(case_id=case.pk))
    return frozenset(rows.values_list("pk", flat=True))


def _person(case: Case) -> tuple[frozenset[int], bool]:
    """Find whom the case is and was about; somebody whom another case is about stays."""
    once = Case.history.filter(id=case.pk).exclude(young_person=None)
    people = {*once.values_list("young_person_id", flat=True), case.young_person_id} - {None}
    others = Case.objects.exclude(pk=case.pk).filter(young_person__in=people)
    shared = set(others.values_list("young_person_id", flat=True))
    return frozenset(people - shared), bool(shared)


def _with_old(table: str, ids: frozenset[int]) -> Rows:
    model, old = _models(table)
    standing = frozenset(model._base_manager.filter(pk__in=ids).values_list("pk", flat=True))
    if old is None:
        return Rows(model, standing, None, frozenset())
    old_ids = frozenset(old._base_manager.filter(id__in=ids).values_list("history_id", flat=True))
    return Rows(model, standing, old, old_ids)


def _models(table: str) -> tuple[type[Model], type[Model] | None]:
    model = apps.get_model(table)
    history = getattr(model, "history", None)
    return model, None if history is None else history.model
