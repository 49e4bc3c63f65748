"""What an attacker hopes to find in the source (S23): each exception to a rule has its reason.

Bandit looks for what is dangerous in any Python; the rules below for what is dangerous in this house. An
exception that is no longer needed fails as well.
"""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import Model

from cases.casefile.models import Case, YoungPerson
from tests.architecture.source import PACKAGES, ROOT, Module, functions, modules
from tests.architecture.test_layers import layer

#: (rule of bandit, file) -> why it is no danger there.
BANDIT = {
    ("B105", "cases/attack/addresses.py"): "what stands in an address that leads nowhere",
    ("B311", "cases/attack/play.py"): "which rows are tried, the same each time for a seed",
    ("B404", "cases/attack/nightly.py"): "an attack walks in processes that know a copy only",
    ("B404", "cases/attack/tasks.py"): "the attack of the night is a process of its own",
    ("B603", "cases/attack/nightly.py"): "our own command, a list and no shell",
    ("B603", "cases/attack/tasks.py"): "our own command, a list and no shell",
    ("B608", "cases/attack/markers.py"): "names of our own tables and columns, quoted; on a copy only",
    ("B105", "cases/audit/events.py"): "the name of an event, not a password",
    ("B105", "cases/waiting_file.py"): "empty text: a file that was stopped has no password any more",
    ("B105", "cases/demo/parties.py"): "the password of the synthetic region, in the README",
    ("B105", "organisations/identity/provider.py"): "empty text: no secret was typed, so the old one stays",
    ("B106", "cases/audit/models.py"): "compares with empty text: a stopped export has no password",
    ("B106", "cases/handover/models.py"): "compares with empty text: a stopped handover has no password",
    ("B106", "organisations/identity/models.py"): "compares with empty text: a provider without its secret",
    ("B311", "cases/audit/sample_rules.py"): "the sample must be drawn again from its seed, by anybody",
    ("B311", "cases/demo/drills.py"): "invented exercises, the same each time",
    ("B311", "cases/demo/meetings.py"): "invented stories, the same each time",
    ("B311", "cases/demo/stories.py"): "invented stories, the same each time",
    ("B311", "cases/management/commands/demo.py"): "invented stories, the same each time",
    ("B311", "cases/management/commands/scale_data.py"): "bare cases to measure with",
    ("B404", "zorgtafel/supervisor.py"): "the trial starts web, worker and beat",
    ("B603", "zorgtafel/supervisor.py"): "fixed commands, a list and no shell",
    ("B608", "cases/audit/frontier.py"): "the name of our own table, a constant",
    ("B608", "cases/retention/erase_rules.py"): "names of our own tables, as Django knows them",
    ("B608", "organisations/history.py"): "names of our own tables and columns, quoted",
}

RAW_SQL = {
    "cases/attack/copies.py": "makes and removes the databases that are attacked",
    "cases/attack/markers.py": "plants words in every text of a copy",
    "cases/audit/database_role.py": "asks PostgreSQL about roles and rights, and grants them",
    "cases/audit/frontier.py": "asks PostgreSQL which writers are busy",
    "cases/management/commands/scale_data.py": "lets PostgreSQL look at its tables anew, for measuring",
    "cases/retention/erasing.py": "old values leave past Django, which would write new ones about it",
    "organisations/history.py": "lets the database copy what was written into its history",
    "organisations/prepared.py": "the SQL that Django wrote, kept and filled in with parameters",
    "zorgtafel/clock.py": "asks PostgreSQL what time it is",
    "zorgtafel/health.py": "SELECT 1",
}

SQL_FROM_PIECES = {
    "cases/attack/copies.py": "a name of our own, of plain letters only",
    "cases/attack/markers.py": "names of our own tables and columns, quoted; on a copy only",
    "cases/audit/frontier.py": "the name of our own table, a constant",
    "cases/audit/role_rules.py": "names of tables and one checked name of a role, quoted",
    "cases/audit/triggers.py": "names of our own tables, constants; run by migrations",
    "cases/retention/erase_rules.py": "names of our own tables, as Django knows them; run by migrations",
    "organisations/history.py": "names of our own tables and columns, as Django knows them, quoted",
}

UNESCAPED = {
    "cases/templatetags/case_rows.py": "format_html escapes every cell (a test gives each one markup)",
    "cases/templatetags/clocks.py": "format_html escapes what it is given",
    "templates/components/forms/help.html": "help texts are written by us, some with a link",
}

#: (file, function) -> why rows of a case are read there without the gate around them.
UNSCOPED = {
    ("cases/attack/corners.py", "propose"): "sets the scene on a copy that is thrown away",
    ("cases/attack/scene.py", "_at_the_organisations"): "sets the scene on a copy that is thrown away",
    ("cases/attack/scene.py", "_name_some"): "sets the scene on a copy that is thrown away",
    ("cases/attack/scene.py", "richest"): "sets the scene on a copy that is thrown away",
    ("cases/attack/strangers.py", "_another"): "adds cases to a copy that is thrown away",
    ("cases/attack/strangers.py", "_named_like"): "adds cases to a copy that is thrown away",
    ("cases/access/request_views.py", "_find"): "one's own requests, and those that to_answer gives",
    ("cases/guide/shown.py", "_coordinates"): "only whether this person ever held a case",
    ("cases/guide/shown.py", "_named_colleagues"): "only whether the organisation named anybody",
    ("cases/dashboard/board.py", "_rows"): "only about work that stands in the reader's own queue",
    ("cases/dashboard/asking.py", "_asked"): "in which parts, and then the gate is asked part by part",
    (
        "cases/dashboard/queue.py",
        "_parts_of_rights",
    ): "in which parts, and then the gate is asked part by part",
    (
        "cases/dashboard/forensic.py",
        "_agreed",
    ): "the day of the last step, of tracks that the gate lets through",
    ("cases/dashboard/overlaps.py", "_open"): "the gate of the case, or of the desk, stands around it",
    (
        "cases/dashboard/queue.py",
        "_reviews_of_audit",
    ): "auditors look back at each one, no case is named",
    ("cases/missing/alert_views.py", "_own"): "calls of an episode that was opened",
    ("cases/missing/call_views.py", "still_on_it"): "calls of an episode that was opened",
    ("cases/missing/alert_views.py", "_stamp"): "calls and facts of an episode that was opened",
    ("cases/missing/alert_views.py", "_standing"): "facts of an episode that was opened",
    (
        "cases/missing/alert_views.py",
        "open_episode",
    ): "the gate is asked about its case at once",
    ("cases/meetings/emergency_views.py", "_alert"): "calls of an episode that was opened",
    ("cases/missing/handover_views.py", "_own_call"): "the call of an episode that was opened",
    ("cases/missing/after_views.py", "_version"): "the talk of an episode that was opened",
    ("cases/pack/shown.py", "photo_bytes"): "the photo of a pack that its door opened",
    ("cases/pack/shown.py", "photo_of"): "the photo of a pack that its door opened",
    ("cases/pack/views.py", "picture"): "the photo of a pack that its door opened",
    ("cases/statistics/figures.py", "_reported"): "reports of tracks that the gate let through",
    ("cases/statistics/figures.py", "_to_answer"): "calls of episodes that the gate let through",
    ("cases/missing/report_views.py", "_facts"): "facts of an episode that was opened",
}

SQL = re.compile(r"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|DROP|ALTER|GRANT|REVOKE|TRUNCATE)\b ")
MARKED = re.compile(r"\b(mark_safe|format_html|format_html_join|SafeString|safestring)\b")
UNESCAPING = re.compile(r"\|\s*safe(seq)?\b|{%\s*autoescape\s+off")
DOORS = {"gate", "signal_gate", "mine"}  # cases.dashboard.mine asks the gate


def test_bandit_finds_nothing_that_is_not_explained() -> None:
    command = [
        sys.executable,
        "-m",
        "bandit",
        "--quiet",
        "--recursive",
        "--format=json",
        *PACKAGES,
        "manage.py",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    assert told["errors"] == []
    found = {(one["test_id"], one["filename"].removeprefix("./")) for one in told["results"]}
    assert found == set(BANDIT)


def test_raw_sql_stands_in_named_modules_only() -> None:
    found = {module.path for module in modules().values() for node in calls(module) if _is_raw(node)}
    assert found == set(RAW_SQL)


def test_no_sql_is_put_together_from_pieces() -> None:
    found = {
        module.path
        for module in modules().values()
        for node in ast.walk(module.tree)
        if any(SQL.match(text) for text in _pieces(node))
    }
    assert found == set(SQL_FROM_PIECES)


def test_everything_on_a_page_is_escaped() -> None:
    code = {path for path, text in sources(".py") if MARKED.search(text)}
    pages = {path for path, text in sources(".html") if UNESCAPING.search(text)}
    assert code | pages == set(UNESCAPED)


def test_no_page_gives_up_its_protection_against_forged_forms() -> None:
    assert [path for path, text in sources(".py") if "csrf_exempt" in text or "csrf_protect" in text] == []


def test_no_post_form_forgets_its_token() -> None:
    forms = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", re.S | re.I)
    wrong = [
        path
        for path, text in sources(".html")
        for form in forms.findall(text)
        if "csrf_token" not in form and "csrfmiddlewaretoken" not in form and "{% include" not in form
    ]
    assert wrong == []


def test_no_code_is_made_from_text() -> None:
    forbidden = {"eval", "exec", "compile", "__import__", "pickle.loads", "pickle.load", "yaml.load"}
    wrong = [
        f"{module.path}:{node.lineno}"
        for module in modules().values()
        for node in calls(module)
        if ast.unparse(node.func) in forbidden
    ]
    assert wrong == []


def test_what_belongs_to_a_case_is_read_through_the_gate() -> None:
    """On the edges and the dashboard; acts require the case first, which the matrix of acts proves."""
    found = {
        (module.path, function.name)
        for module in modules().values()
        if layer(module.name) >= 4 and not module.path.startswith(("cases/demo/", "cases/management/"))
        for function in functions(module)
        if _reads_unscoped(function)
    }
    assert found == set(UNSCOPED)


def test_the_rule_of_the_gate_knows_the_tables_of_a_case() -> None:
    assert {"Case", "YoungPerson", "Note", "MissingEpisode", "VeiligThuisReport", "AlertCall"} <= CASE_TABLES
    assert not {"LedgerLine", "Meeting", "Notification"} & CASE_TABLES


@pytest.mark.parametrize(
    ("code", "is_unscoped"),
    [
        ("def page(request):\n    return Note.objects.get(pk=1)", True),
        ("def page(request):\n    rows = Note.objects.filter(pk=1)\n    return list(rows)", True),
        ("def page(request, case):\n    return Note.objects.filter(case=case)", False),
        ("def page(request):\n    return gate.visible(request.actor, Note.objects.all(), now=now)", False),
        ("def page(request):\n    rows = Note.objects.all()\n    return gate.visible(actor, rows)", False),
        ("def page(request):\n    return Meeting.objects.get(pk=1)", False),
        ("def page(request):\n    return Note.objects.none()", False),
    ],
)
def test_the_rule_of_the_gate_bites(code: str, is_unscoped: bool) -> None:
    assert _reads_unscoped(ast.parse(code).body[0]) is is_unscoped


def calls(module: Module) -> Iterator[ast.Call]:
    """Give every call in a module."""
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def sources(ending: str) -> list[tuple[str, str]]:
    """Give path and text of every source file of ours with this ending."""
    folders = ("templates",) if ending != ".py" else PACKAGES
    files = [file for folder in folders for file in sorted((ROOT / folder).rglob(f"*{ending}"))]
    return [
        (str(file.relative_to(ROOT)), file.read_text()) for file in files if "migrations" not in file.parts
    ]


def _belongs_to_case(model: type[Model], seen: tuple[type[Model], ...] = ()) -> bool:
    if model in (Case, YoungPerson):
        return True
    fields = [field for field in model._meta.concrete_fields if field.many_to_one or field.one_to_one]
    parents = {field.related_model for field in fields}
    ours = [one for one in parents if one._meta.app_label == "cases" and one not in (*seen, model)]
    return any(_belongs_to_case(one, (*seen, model)) for one in ours)


CASE_TABLES = {
    model.__name__
    for model in apps.get_app_config("cases").get_models()
    if not hasattr(model, "instance_type") and _belongs_to_case(model)
}


def _is_raw(node: ast.Call) -> bool:
    name = ast.unparse(node.func)
    return name in {"RawSQL", "connection.cursor", "psycopg.connect"} or name.endswith(
        (".raw", ".extra", ".executescript")
    )


def _pieces(node: ast.AST) -> Iterator[str]:
    """Give the beginning of a text that is put together: f"…", "…" + x, "…" % x, "…".format(x)."""
    if isinstance(node, ast.JoinedStr):
        first = node.values[0] if node.values else None
        is_whole = all(isinstance(value, ast.Constant) for value in node.values)
        if isinstance(first, ast.Constant) and not is_whole:
            yield str(first.value)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        yield from _text(node.left)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        yield from _text(node.func.value)


def _text(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _reads_unscoped(function: ast.AST) -> bool:
    """Tell whether rows of a case are read without the gate, and not of a case that was opened."""
    scoped: set[int] = set()
    names: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[0] in DOORS:
            scoped |= {id(inner) for inner in ast.walk(node)}
            names |= {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
        if isinstance(node, ast.Call) and any(word.arg == "case" for word in node.keywords):
            scoped |= {id(inner) for inner in ast.walk(node.func)}
        if isinstance(node, ast.Attribute) and node.attr == "none":
            scoped |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id in names for target in node.targets
        ):
            scoped |= {id(inner) for inner in ast.walk(node.value)}
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in {"objects", "history", "_default_manager", "_base_manager"}
        and isinstance(node.value, ast.Name)
        and node.value.id in CASE_TABLES
        and id(node) not in scoped
        for node in ast.walk(function)
    )
