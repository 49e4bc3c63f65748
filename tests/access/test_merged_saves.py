"""Three people change one page at the same time and put together what they find: no word is lost.

Each opens the form, types in some fields, saves, and answers every question that the page then asks. The
history judges afterwards: nobody overwrote what they had not seen or changed a field they typed nothing in,
and each text stands in a version or was given up by who wrote it.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from django.test import Client

from cases.casefile.models import Case
from cases.own_plan import plan
from cases.own_plan.models import OwnPlan
from tests.cast import Region, prove
from tests.filling import form_on, questions_on
from tests.together import rounds, together

pytestmark = pytest.mark.postgres

FULL, SHORT = 500, 100
ROUNDS = max(rounds(FULL), SHORT)
FIELDS = ("wishes", "agreed", "helpers", "numbers", "unsafe")
PICKS = ("theirs", "mine", "together", "own")
MOST_TRIES = 12


@dataclass
class Editor:
    """Somebody with the plan open: what they typed, what they were shown, what they gave up themselves."""

    name: str
    client: Client
    lot: Random
    typed: dict[str, str] = field(default_factory=dict)
    shown: str = ""
    given_up: set[str] = field(default_factory=set)
    conflicts: int = 0

    def edits(self, address: str) -> "Editor":
        """Open the page, type, and save until it is saved."""
        page = self._looks(self.client.get(address))
        time.sleep(self.lot.random() / 50)
        sent = form_on(page) | {name: [text] for name, text in self.typed.items()}
        for _try in range(MOST_TRIES):
            answer = self.client.post(address, sent)
            if answer.status_code == 302:
                return self
            assert answer.status_code == 409, answer.content
            self.conflicts += 1
            page = self._looks(answer)
            time.sleep(self.lot.random() / 50)
            sent = form_on(page) | self._answers(page)
        raise AssertionError("never saved")

    def _looks(self, answer: Any) -> str:
        page = answer.content.decode()
        self.shown += page
        return page

    def _answers(self, page: str) -> dict[str, list[str]]:
        """Choose at random; who types anew types their own words again, and so takes the other's away."""
        answers = {}
        for name in questions_on(page):
            pick = self.lot.choice(PICKS)
            answers[f"pick-{name}"] = [pick]
            if pick == "theirs":
                self.given_up.add(self.typed.get(name, ""))
            if pick == "own":
                answers[name] = [self.typed[name]]
        return answers


@pytest.fixture
def editors(transactional_db: None, region: Region, case: Case, time_machine: Any) -> Iterator[list[Editor]]:
    """Give Anna, Arno and Bram at their desks, and a plan that all three may change."""
    time_machine.move_to(region.now, tick=False)
    words = plan.Words(agreed="begin")
    plan.put(case, actor=region.actor("bram"), words=words, version=None, now=region.now)
    found = []
    for number, name in enumerate(("anna", "arno", "bram")):
        client = Client()
        client.force_login(region.people[name])
        prove(client, region.people[name], region.now.timestamp())
        found.append(Editor(name, client, Random(100 + number)))
    return found


def test_nothing_is_lost_in_any_order(case: Case, editors: list[Editor]) -> None:
    address, lot, conflicts = f"/cases/{case.number}/plan/own/change/", Random(98), 0
    for number in range(ROUNDS):
        before = OwnPlan.objects.get(case=case).version
        for editor in editors:
            chosen = lot.sample(FIELDS, lot.randint(1, 4))
            editor.typed = {name: f"{editor.name} {number} {name}" for name in chosen}
            editor.shown, editor.given_up, editor.conflicts = "", set(), 0
        answers = together(*(_job(editor, address) for editor in editors))
        assert answers == editors, answers
        _judge(case, editors, before)
        conflicts += sum(editor.conflicts for editor in editors)
    print(f"{ROUNDS} rounds of three editors, {conflicts} conflict pages, 0 lost updates")
    assert conflicts > ROUNDS / 4  # otherwise nothing was tried


def _job(editor: Editor, address: str) -> Callable[[], Editor]:
    return lambda: editor.edits(address)


def _judge(case: Case, editors: list[Editor], before: int) -> None:
    """Check the versions since ``before``, one for each editor."""
    found = OwnPlan.objects.get(case=case)
    rows = list(found.history.filter(version__gte=before).order_by("version"))
    assert len(rows) == len(editors) + 1
    by_user = {editor.client.session["_auth_user_id"]: editor for editor in editors}
    for old, new in pairwise(rows):
        editor = by_user[str(new.history_user_id)]
        for name in FIELDS:
            was, now = getattr(old, name), getattr(new, name)
            if was != now:
                assert name in editor.typed, (editor.name, name, was, now)
                assert all(line in editor.shown for line in was.splitlines()), (editor.name, was)
    for editor in editors:
        for name, text in editor.typed.items():
            kept = any(text in getattr(row, name) for row in rows)
            assert kept or text in editor.given_up, (editor.name, text)
