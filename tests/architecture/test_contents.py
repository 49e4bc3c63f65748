"""The tables of contents are complete: a slice that nobody imports is silently absent."""

import ast

from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.urls import URLPattern, URLResolver, get_resolver

from cases.urls import SLICES
from tests.architecture.source import ROOT, modules

FOLDERS = {
    path.parent.name
    for path in (ROOT / "cases").glob("*/__init__.py")
    if path.parent.name not in {"management", "migrations", "templatetags"}
}


def test_every_slice_with_addresses_is_in_the_table_of_contents() -> None:
    assert set(SLICES) == {name for name in FOLDERS if f"cases.{name}.urls" in modules()}


def test_every_table_of_every_slice_is_known_to_django() -> None:
    known = {model.__name__ for model in apps.get_app_config("cases").get_models()}
    declared = set()
    for name in FOLDERS:
        module = modules().get(f"cases.{name}.models")
        for node in [] if module is None else module.tree.body:
            if isinstance(node, ast.ClassDef) and "abstract = True" not in ast.unparse(node):
                declared.add(node.name)
    assert declared <= known


def test_every_task_of_every_slice_is_in_the_table_of_contents() -> None:
    contents = " ".join(modules()["cases.tasks"].own_imports)
    missing = [
        name
        for name in FOLDERS
        if f"cases.{name}.tasks" in modules() and f"cases.{name}.tasks" not in contents
    ]
    assert missing == []


def test_each_slice_tells_its_story_and_imports_nothing() -> None:
    for name in FOLDERS:
        module = modules()[f"cases.{name}"]
        assert ast.get_docstring(module.tree), name
        assert module.imports == [], name


def test_the_migrations_have_one_end() -> None:
    loader = MigrationLoader(None)
    assert [len(loader.graph.leaf_nodes(app)) for app in ("organisations", "cases")] == [1, 1]
    assert [name for _, name in loader.disk_migrations if "auto" in name] == []


def test_every_address_declares_its_act() -> None:
    trusted = ("allauth.", "django.contrib.staticfiles.", "django.views.")
    undeclared = [
        route
        for route, view in _views(get_resolver().url_patterns)
        if not view.__module__.startswith(trusted) and not hasattr(view, "performs")
    ]
    assert undeclared == []


def _views(patterns: list, prefix: str = "") -> list:
    found = []
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += _views(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            found.append((route, pattern.callback))
    return found
