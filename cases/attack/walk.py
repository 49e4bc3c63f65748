"""The walk of one person: every address with what they may know and what they may not, lists, searches."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.apps import apps
from django.db import transaction

from cases.attack import addresses, pages, posting, strangers
from cases.attack.addresses import Map, Thing, fill
from cases.attack.markers import Planted
from cases.attack.truth import Person, Truth
from cases.attack.visitor import Answer, Finding, Found, Visitor

#: Not sent: these would log the attacker out or change for whom they act. They know no case.
NOT_SENT = ("account/", "acting/", "language/", "styleguide/")
#: The pages of a case, which everybody walks.
SPINE = re.compile(r"(cases|meetings|missing|signals)/<str:number>/|cases/<str:number>/[a-z]*/")
#: An answer without the frame around it: the same decision, and a third of the work.
HTMX = {"hx-request": "true"}


@dataclass(frozen=True, slots=True)
class Depth:
    """How far a walk goes. Lists and the pages of a case are walked by everybody; of the other addresses each
    person takes one in ``every``, another one than their neighbour, so that each role walks them all.
    """

    every: int = 4
    questions: int = 16
    seed: int = 0
    within: str = ""  # only addresses that begin so
    people: int = 0  # only so many people; 0 is everybody


@dataclass
class Ground:
    """What everybody walks over: the facts, the planted words, the map; and what was found so far."""

    truth: Truth
    planted: Planted
    map: Map
    depth: Depth
    found: Found = field(default_factory=Found)
    posted: set[tuple[str, str]] = field(default_factory=set)  # forms that a role has sent already

    def routes(self, number: int) -> list[tuple[str, bool]]:
        """Give the addresses that the person with this number walks, and whether also with what is hidden."""
        chosen = []
        for place, route in enumerate(addresses.routes()):
            if not route.startswith(self.depth.within):
                continue
            if route.startswith("styleguide/") or (route.startswith("account/") and number):
                continue  # the library's own pages know no case: one person looks at them
            is_spine = "<" not in route or SPINE.fullmatch(route)
            is_turn = (place + number + self.depth.seed) % self.depth.every == 0
            if is_spine or is_turn:
                chosen.append((route, is_turn))
        return chosen


def everybody(
    ground: Ground,
    people: Iterable[tuple[int, Person]],
    *,
    passed: Callable[[Person], None] = lambda person: None,
) -> Found:
    """Let everybody walk; each leaves the database as it was. What cannot be reached is a finding too."""
    for route in addresses.unplanned():
        ground.found.findings.add(Finding("unplanned", route))
    for stem in ground.map.empty():
        ground.found.findings.add(Finding("unreached", stem))
    for number, person in people:
        with transaction.atomic():
            visitor = Visitor(person, ground.truth, ground.planted, ground.found)
            _Walk(ground, visitor, number).walk()
            transaction.set_rollback(True)
        passed(person)
    return ground.found


def attackers(truth: Truth) -> list[tuple[int, Person]]:
    """Give one person for every role at every kind of organisation, numbered: whoever reads most cases."""
    best: dict[tuple[str, str], Person] = {}
    cases = sorted({case for _home, case in truth.admissions})
    reads = {person: sum(bool(truth.parts(person, case)) for case in cases) for person in truth.people}
    for person in truth.people:
        key = (person.role, person.kind)
        if key not in best or reads[person] > reads[best[key]]:
            best[key] = person
    return list(enumerate(best[key] for key in sorted(best)))


class _Walk:
    """One person's walk over the ground."""

    def __init__(self, ground: Ground, visitor: Visitor, number: int) -> None:
        self.ground, self.visitor, self.number = ground, visitor, number
        self.person = visitor.person
        self.asked: set[str] = set()
        self.seen: dict[tuple[str, str], str] = {}  # (route, path) -> what it said

    def walk(self) -> None:
        """Walk everywhere once."""
        for place, (route, is_turn) in enumerate(self.ground.routes(self.number)):
            known, hidden = self.ground.map.chosen(route, self.person, turn=place + self.number)
            if known:
                self._known(route, known)
            if hidden and is_turn:
                self._hidden(route, known, hidden)
        self._search()
        strangers.compare(self.visitor, self.seen)

    # -- What they may know --------------------------------------------------------------------------------

    def _known(self, route: str, thing: Thing) -> None:
        path = fill(route, thing.values)
        answer = self.visitor.get(path, route=route)
        if answer.status == 200 and not route.startswith("account/"):
            if "<" not in route or SPINE.fullmatch(route):
                self.seen[(route, path)] = answer.text
            self._go_on(route, path, answer)
        if route.startswith(NOT_SENT) or answer.status not in (200, 405):
            return
        if answer.status == 405 or pages.forms(path, answer.text):
            self.visitor.post(path, {}, route=route)
            self._slip_in(route, path, answer)
        if f'hx-get="{path}' in answer.text:
            self.visitor.get(path, route=route, **HTMX)

    def _slip_in(self, route: str, path: str, answer: Answer) -> None:
        if answer.status == 200 and (route, self.person.role) not in self.ground.posted:
            self.ground.posted.add((route, self.person.role))
            posting.slip_in(self.visitor, route, path, answer.text)

    def _go_on(self, route: str, path: str, answer: Answer) -> None:
        """Follow the filters and the older pages that a page offers, a few of each page."""
        links = [*pages.questions(answer.text), *pages.choices(path, answer.text)]
        for link in [link for link in links if link not in self.asked][:6]:
            if len(self.asked) < self.ground.depth.questions:
                self.asked.add(link)
                self.visitor.get(link, route=route if urlsplit(link).path == path else urlsplit(link).path)

    def _search(self) -> None:
        """Search for every kind of number and name there is, in full and in part."""
        for word in self._words():
            self.visitor.post("/search/", {"q": word}, route="search/", **HTMX)

    def _words(self) -> list[str]:
        cases = apps.get_model("cases.Case")._base_manager.order_by("pk")
        hidden = [row for row in cases.select_related("young_person") if not self._knows(row.pk)]
        found = ["zqvxjk", "Jongere"]
        for case in hidden[-2:]:
            found += [case.number, case.pseudonym]
            if case.young_person is not None:
                found += [case.young_person.name, f"{case.young_person.name} {case.young_person.birth_date}"]
        return found

    def _knows(self, case: int) -> bool:
        return bool(self.ground.truth.parts(self.person, case))

    # -- What they may not know ----------------------------------------------------------------------------

    def _hidden(self, route: str, known: Thing | None, hidden: Thing) -> None:
        """What may not be known answers exactly as what does not exist, to reading and to sending.

        A number of one's own with a part of somebody else's leads nowhere either.
        """
        nothing = self.ground.map.twin(route, hidden, self.person)
        self._compare("get", route, hidden.values, nothing)
        if not route.startswith(NOT_SENT):
            self._compare("post", route, hidden.values, nothing)
        if known is not None and len(known.values) > 1 and known.values[0] != hidden.values[0]:
            foreign = [known.values[0], *hidden.values[1:]]
            if foreign[1:] != list(known.values[1:]):
                self._compare("get", route, foreign, [known.values[0], *nothing[1:]])

    def _compare(self, way: str, route: str, values: Iterable, others: Iterable) -> None:
        path, other = fill(route, values), fill(route, others)
        answer, expected = self._ask(way, path, route), self._ask(way, other, route)
        answer.text, expected.text = answer.text.replace(path, ""), expected.text.replace(other, "")
        expected.text = expected.text.replace(_number(other), _number(path))
        if difference := answer.differs(expected):
            self.visitor.report("difference", route, difference)

    def _ask(self, way: str, path: str, route: str) -> Answer:
        if way == "get":
            return self.visitor.get(path, route=route, **HTMX)
        return self.visitor.post(path, {}, route=route, **HTMX)


def _number(path: str) -> str:
    """Give the first place of an address: pages may repeat what was asked for."""
    found = pages.NUMBERS.search(path)
    return found[0] if found else "\x00"
