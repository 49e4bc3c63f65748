"""Reads the source as trees, for the tests of the house."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("organisations", "cases", "zorgtafel")


@dataclass(frozen=True)
class Module:
    """One source file: its dotted name, its path below the root and its tree."""

    name: str
    path: str
    tree: ast.Module
    lines: int

    @property
    def imports(self) -> list[str]:
        """Give every dotted name that this file imports; ``from a import b`` gives ``a.b`` too."""
        found = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                found += [f"{node.module}.{alias.name}" for alias in node.names]
        return found

    @property
    def own_imports(self) -> list[str]:
        """Give the modules of this project that this file imports."""
        return sorted({m for name in self.imports if (m := project_module(name))} - {self.name})


@cache
def modules() -> dict[str, Module]:
    """Give every module of the project, migrations left out."""
    found = {}
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            if "migrations" in file.parts or "static" in file.parts:
                continue
            path = file.relative_to(ROOT)
            name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
            text = file.read_text()
            found[name] = Module(name, str(path), ast.parse(text), len(text.splitlines()))
    return found


def project_module(dotted: str) -> str | None:
    """Give the project's module that a dotted import name leads to."""
    while dotted:
        if dotted in modules():
            return dotted
        dotted = dotted.rpartition(".")[0]
    return None


def functions(module: Module) -> list[ast.FunctionDef]:
    """Give every function and method of a module."""
    return [node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)]
