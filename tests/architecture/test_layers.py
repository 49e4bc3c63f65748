"""The import table of the house: who may know whom.

Reads top-down: what is higher may know what is lower, never the other way round; slices
know each other only through the ground, and through a short list of acts.
"""

import pytest

from tests.architecture.source import Module, modules

PURE = {
    "organisations.acts",
    "organisations.roles",
    "organisations.compartments",
    "organisations.actor",
    "organisations.conflict",
    "cases.ages",
    "cases.workdays",
    "cases.numbers",
    "cases.conflict",
    "cases.moves",
    "cases.small_cells",
    "cases.spreadsheets",
    "cases.audit.events",
    "cases.audit.triggers",
    "cases.casefile.names",
}
#: What pure modules may lean on besides the standard library and pure modules of their own slice.
PURE_GROUND = PURE
TABLES = ("models", "history", "choices")
GROUND = {
    "cases.audit.ledger",
    "cases.access.audience",
    "cases.access.facts",
    "cases.access.gate",
    "cases.access.pace",
    "cases.access.shape",
    "cases.access.signal_gate",
    "cases.happened",
    "cases.meetings.appointment",
    "cases.notifications.digest",
    "cases.notifications.heart",
    "cases.notifications.messages",
    "cases.notifications.outbox",
    "cases.notifications.outward",
    "cases.pack.seal",
}
EDGE_NAMES = {"views", "forms", "urls", "tasks", "sentences", "frame", "shown", "declare"}
#: Wiring that edges may use; it holds no domain words.
WEB = {"zorgtafel.clock", "zorgtafel.forms", "zorgtafel.htmx", "zorgtafel.rendering"}
#: Slices that look over all of them: nothing below may know them.
WHOLE = {"dashboard", "statistics", "demo", "attack"}
#: Acts that other slices' acts may call: the case and its coordination.
SHARED_ACTS = ("cases.casefile.", "cases.coordination.")


def slice_of(name: str) -> str:
    """Give the slice (or app) a module lives in."""
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] == "cases" and len(parts) > 2 else parts[0]


def layer(name: str) -> int:
    """Give the layer of a module, 0 (pure) to 5 (whole)."""
    parts = name.split(".")
    last = parts[-1]
    if name in PURE or last.endswith("rules"):
        return 0
    if last in TABLES and name != "cases.models":
        return 1
    if parts[0] == "zorgtafel" or name in {
        "cases",
        "cases.models",
        "cases.tasks",
        "cases.urls",
        "cases.apps",
    }:
        return 5
    if parts[0] == "cases" and len(parts) > 1 and parts[1] in WHOLE:
        return 5
    if (
        last in EDGE_NAMES
        or "management" in parts
        or "templatetags" in parts
        or last.endswith(("_views", "_forms"))
    ):
        return 4
    if parts[0] == "organisations" or name in GROUND:
        return 2
    return 3


def edges() -> list[tuple[Module, str]]:
    """Give every import of a project's module by another."""
    return [(module, imported) for module in modules().values() for imported in module.own_imports]


def test_pure_modules_know_only_the_standard_library_and_pure_modules() -> None:
    wrong = []
    for module in modules().values():
        if layer(module.name) != 0:
            continue
        wrong += [f"{module.name} -> {name}" for name in module.imports if name.startswith("django")]
        wrong += [f"{module.name} -> {name}" for name in module.own_imports if layer(name) != 0]
    assert wrong == []


def test_nothing_imports_upward() -> None:
    wrong = [
        f"{module.name} ({layer(module.name)}) -> {imported} ({layer(imported)})"
        for module, imported in edges()
        if layer(imported) > layer(module.name) and imported not in WEB and layer(module.name) < 4
    ]
    assert wrong == []


def test_organisations_know_nothing_of_cases_but_the_ledger_and_the_declaring_of_views() -> None:
    allowed = {"cases.audit.ledger", "cases.audit.events", "cases.access.declare"}
    wrong = [
        f"{module.name} -> {imported}"
        for module, imported in edges()
        if module.name.startswith("organisations")
        and imported.startswith("cases")
        and imported not in allowed
    ]
    assert wrong == []


def test_acts_know_other_slices_only_through_the_ground_and_the_shared_acts() -> None:
    wrong = [
        f"{module.name} -> {imported}"
        for module, imported in edges()
        if layer(module.name) == 3
        and imported.startswith("cases.")
        and slice_of(imported) not in {slice_of(module.name), "cases"}
        and layer(imported) not in (0, 2)
        and not imported.startswith(SHARED_ACTS)
        and not _is_ground_table(imported)
    ]
    assert wrong == []


def test_edges_call_no_acts_of_another_slice() -> None:
    wrong = [
        f"{module.name} -> {imported}"
        for module, imported in edges()
        if layer(module.name) == 4
        and "management" not in module.name
        and layer(imported) == 3
        and slice_of(imported) not in {slice_of(module.name), "cases.access"}
        and not imported.startswith(SHARED_ACTS)
    ]
    assert wrong == []


def test_the_dashboard_performs_no_acts() -> None:
    wrong = [
        f"{module.name} -> {imported}"
        for module, imported in edges()
        if module.name.startswith("cases.dashboard") and layer(imported) == 3
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["organisations.history", "cases.access.gate", "cases.audit.ledger"])
def test_the_modules_that_everything_rests_on_exist(name: str) -> None:
    assert name in modules()


def _is_ground_table(name: str) -> bool:
    """Tell whether this is a table that the ground itself is made of."""
    return name in {
        "cases.access.models",
        "cases.meetings.models",
        "cases.audit.models",
        "cases.notifications.models",
    }
