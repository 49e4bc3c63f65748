"""Plant mistakes in the rules of access, one at a time, and print which of them no test notices (bar S24).

``pip install mutmut==3.8.1``, then ``python -m tests.tools.mutants`` from the top folder; ten minutes. A
part of a path picks some files: ``python -m tests.tools.mutants staff``. It works on a copy in
``var/mutants/``, and ends with an error when fewer than 95 in 100 mistakes of a file are noticed. mutmut
changes what stands in functions; roles and their acts, a table, are written out a second time in
``tests/access/test_matrix.py``. Three of the mistakes in ``decide`` change nothing: the first three refusals
hide the case whatever the facts, so it does not matter that the facts are no longer handed on.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
COPY = TOP / "var" / "mutants"
ENOUGH = 95  # of a hundred

#: Rules without a database -> the tests that must notice each mistake in them.
RULES: dict[str, tuple[str, ...]] = {
    "cases/access/rules.py": ("tests/cases/access/test_rules.py",),
    "cases/access/block_rules.py": ("tests/cases/access/test_block_rules.py",),
    "cases/access/existence_rules.py": ("tests/cases/access/test_existence_rules.py",),
    "cases/access/request_rules.py": ("tests/cases/access/test_request_rules.py",),
    "cases/meetings/window_rules.py": ("tests/cases/meetings/test_window_rules.py",),
    "cases/moves.py": ("tests/cases/test_moves.py",),
    "cases/retention/rules.py": ("tests/cases/retention/test_rules.py",),
    "organisations/covenant_rules.py": ("tests/organisations/test_covenant_rules.py",),
    "organisations/staff/idle_rules.py": ("tests/organisations/staff/test_idle_rules.py",),
    "organisations/staff/invitation_rules.py": ("tests/organisations/staff/test_invitation_rules.py",),
    "organisations/staff/review_rules.py": ("tests/organisations/staff/test_review_rules.py",),
    "organisations/staff/secondment_rules.py": ("tests/organisations/staff/test_secondment_rules.py",),
}
SETTINGS = """[mutmut]
source_paths =
    cases
    organisations
    zorgtafel
also_copy =
    templates
    manage.py
only_mutate =
    {rules}
pytest_add_cli_args =
    -p
    no:cacheprovider
pytest_add_cli_args_test_selection =
    {tests}
"""


def main() -> None:
    """Plant the mistakes, print a table per file and every mistake that stays unnoticed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", nargs="?", default="", help="part of the path of the rules")
    part = parser.parse_args().part
    rules = {path: tests for path, tests in RULES.items() if part in path}
    if not rules:
        sys.exit(f"no rules have {part!r} in their path; choose from {', '.join(RULES)}")
    copy_sources(rules)
    if mutmut("run", "--max-children", str(os.cpu_count() or 1), show=True).returncode:
        sys.exit("mutmut stopped; is it installed (pip install mutmut==3.8.1), and do the tests pass?")
    found = outcomes(mutmut("results", "--all", "true").stdout)
    too_few = [path for path in rules if not show(path, found[module_of(path)])]
    for outcome in (outcome for path in rules for outcome in found[module_of(path)].items()):
        if outcome[1] != "killed":
            print(f"\n{outcome[0]}: {outcome[1]}\n{changed_lines(mutmut('show', outcome[0]).stdout)}")
    if too_few:
        sys.exit(f"fewer than {ENOUGH} in 100 noticed: {', '.join(too_few)}")


def copy_sources(rules: dict[str, tuple[str, ...]]) -> None:
    """Copy what git knows, or would add, to a folder of its own, with settings for mutmut."""
    shutil.rmtree(COPY, ignore_errors=True)
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=TOP,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if (TOP / name).is_file():
            (COPY / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(TOP / name, COPY / name)
    tests = sorted({test for tests in rules.values() for test in tests})
    text = SETTINGS.format(rules="\n    ".join(rules), tests="\n    ".join(tests))
    (COPY / "setup.cfg").write_text(text)


def mutmut(*arguments: str, show: bool = False) -> subprocess.CompletedProcess[str]:
    """Run mutmut in the copy, as for a trial: its secrets are not needed."""
    return subprocess.run(
        [sys.executable, "-m", "mutmut", *arguments],
        cwd=COPY,
        stdout=None if show else subprocess.PIPE,
        text=True,
        check=False,
        env={**os.environ, "ZORGTAFEL_DEBUG": "1"},
    )


def outcomes(text: str) -> dict[str, dict[str, str]]:
    """Read what became of each mistake: module -> mistake -> killed, survived and so on."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name, module, outcome in re.findall(r"^\s*(([\w.]+)\.x\S+): (.+)$", text, re.MULTILINE):
        found[module][name] = outcome
    return found


def module_of(path: str) -> str:
    """Give the name under which a file is imported."""
    return path.removesuffix(".py").replace("/", ".")


def show(path: str, found: dict[str, str]) -> bool:
    """Print one line about a file; tell whether enough mistakes were noticed."""
    killed = sum(outcome == "killed" for outcome in found.values())
    share = 100 * killed / max(len(found), 1)
    print(f"{path:42} {killed:4} of {len(found):4} noticed  {share:5.1f} %")
    return share >= ENOUGH


def changed_lines(diff: str) -> str:
    """Keep what a mistake changed of the lines around it."""
    return "\n".join(line for line in diff.splitlines() if re.match(r"[+-](?![+-]{2})", line))


if __name__ == "__main__":
    main()
