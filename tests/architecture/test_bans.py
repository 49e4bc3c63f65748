"""What the house does not do: hidden imports, receivers, work in save, a clock out of thin air."""

import ast
import re
from pathlib import Path

from tests.architecture.source import ROOT, functions, modules
from tests.architecture.test_layers import layer

FORBIDDEN_FILES = {"services.py", "utils.py", "helpers.py", "signals.py", "managers.py", "constants.py"}
FILE_WALL = 500
FUNCTION_WALL = 60

#: Tables without history may be updated in bulk; for tracked tables each exception has its reason here.
BULK_ALLOWED = {
    "cases/attack/clones.py": "a copy that is thrown away, in which nobody works and nothing is traced",
    "cases/access/existence.py": "questions have no history and are forgotten after a month",
    "cases/demo/past.py": "deliveries have attempts, not history",
    "cases/audit/review_item.py": "which lines belong to a review is written once and has no history",
    "cases/audit/ledger.py": "lines are added and never changed",
    "cases/casefile/marks.py": "marks are made anew of what is written, which has the history",
    "cases/casefile/timeline.py": "list order (updated_at and its copy) is no fact",
    "cases/drafts.py": "what was not sent or saved is emptied, and has no history",
    "cases/intake/arrival.py": "steps of the triage chain are written once and have no history",
    "cases/intake/sheets/sheet.py": "parts of a file are written once, and emptied, and have no history",
    "cases/intake/sheets/work.py": "which row made a signal is written once and has no history",
    "cases/missing/call.py": "copied levels and events are written once and have no history",
    "cases/notifications/attempt.py": "deliveries have attempts, not history",
    "cases/notifications/digest.py": "deliveries have attempts, not history",
    "cases/notifications/heart.py": "heartbeats have no history",
    "cases/notifications/courier.py": "deliveries have attempts, not history",
    "cases/notifications/outbox.py": "deliveries have attempts, not history",
    "cases/opinions/opinion.py": "opinions have no history, which would tell the minute, and go after a year",
    "cases/overlap/compare.py": "hashes are made anew of what is written, and have no history",
    "organisations/prepared.py": "refuses a table that has a history",
    "organisations/staff/post.py": "letters have attempts, not history",
    "organisations/history.py": "writes the row of the history beside each",
    "organisations/grants.py": "guardian rows of role groups follow roles.py",
}


def test_no_file_hides_behind_a_vague_name() -> None:
    assert [m.path for m in modules().values() if Path(m.path).name in FORBIDDEN_FILES] == []


def test_imports_stand_at_the_top_and_are_absolute() -> None:
    wrong = []
    for module in modules().values():
        for function in functions(module):
            inner = [n for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom)]
            wrong += [f"{module.path}:{node.lineno}" for node in inner]
        relative = [n for n in ast.walk(module.tree) if isinstance(n, ast.ImportFrom) and n.level]
        wrong += [f"{module.path}:{node.lineno}" for node in relative]
    assert wrong == []


def test_no_receivers_of_our_own() -> None:
    wrong = [
        f"{module.path}:{node.lineno}"
        for module in modules().values()
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Name) and node.id == "receiver")
        or (isinstance(node, ast.ImportFrom) and (node.module or "").endswith("dispatch"))
    ]
    assert wrong == []


def test_saving_does_no_work() -> None:
    wrong = [
        f"{module.path}: {function.name}"
        for module in modules().values()
        if module.name.endswith("models")
        for function in functions(module)
        if function.name in {"save", "delete", "clean"}
    ]
    assert wrong == []


def test_nobody_asks_guardian_but_the_two_writers_and_the_facts() -> None:
    wrong = [
        module.path
        for module in modules().values()
        if any(name.startswith("guardian.shortcuts") for name in module.imports)
    ]
    assert wrong == []


def test_the_clock_is_an_argument_below_the_edges() -> None:
    wrong = [
        f"{module.path}:{node.lineno}"
        for module in modules().values()
        if layer(module.name) <= 3
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"timezone.now", "datetime.now", "date.today"}
    ]
    assert wrong == []


def test_views_reach_cases_through_the_gate_only() -> None:
    pattern = re.compile(r"Case\.objects|get_object_or_404\(Case\b")
    wrong = [
        module.path
        for module in modules().values()
        if module.name.endswith("views") and pattern.search((ROOT / module.path).read_text())
    ]
    assert wrong == []


def test_tracked_tables_are_never_changed_in_bulk() -> None:
    wrong = [
        f"{module.path}:{node.lineno}"
        for module in modules().values()
        if module.path not in BULK_ALLOWED and "management" not in module.path
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and _is_bulk(node)
    ]
    assert wrong == []


def test_every_exception_for_bulk_changes_is_still_needed() -> None:
    unused = [
        path
        for path in BULK_ALLOWED
        if not any(
            isinstance(node, ast.Call) and _is_bulk(node)
            for module in modules().values()
            if module.path == path
            for node in ast.walk(module.tree)
        )
    ]
    assert unused == []


def test_functions_and_files_stay_small() -> None:
    long_files = [f"{m.path}: {m.lines} lines" for m in modules().values() if m.lines > FILE_WALL]
    long_functions = [
        f"{m.path}: {f.name} has {_length(f)} lines"
        for m in modules().values()
        for f in functions(m)
        if _length(f) > FUNCTION_WALL
    ]
    assert long_files + long_functions == []


def test_public_functions_say_in_a_sentence_what_they_do_and_name_their_types() -> None:
    wrong = []
    for module in modules().values():
        public = [
            n for n in module.tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")
        ]
        for function in public:
            if not ast.get_docstring(function):
                wrong.append(f"{module.path}: {function.name} has no docstring")
            if function.returns is None:
                wrong.append(f"{module.path}: {function.name} does not say what it gives")
    assert wrong == []


def _is_bulk(node: ast.Call) -> bool:
    if not isinstance(node.func, ast.Attribute):
        return False
    name, receiver = node.func.attr, ast.unparse(node.func.value)
    if name in {"bulk_create", "bulk_update"}:
        return True
    return name in {"update", "delete"} and (
        ".objects" in receiver or ".filter(" in receiver or receiver == "rows"
    )


def _length(function: ast.FunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1
