"""The part of a story in which a young person or parent uses a right, and hears who looked."""

from cases.demo.clock import HERE
from cases.demo.tale import Tale
from cases.rights import access_report, disagreement, request
from cases.rights.access_report import Wanted
from cases.rights.disagreement import Statement
from cases.rights.request import Asked
from cases.rights.term_rules import Kind
from organisations.compartments import Compartment


def asks(tale: Tale) -> None:
    """A mother asks for the file; her daughter says that something is not so. The term runs."""
    day = tale.at.astimezone(HERE).date()
    actor = tale.actor(tale.coordinator)
    words = "Ik wil weten wat er over mijn dochter is opgeschreven, en wie dat heeft gelezen."
    asked = Asked(Kind.ACCESS, "guardian", Compartment.CORE, words, day)
    request.log(tale.case.number, actor=actor, asked=asked, now=tale.at)
    own = "Er staat dat ik niet naar school wil. Ik durf niet; dat is iets anders."
    said = Statement("young_person", Compartment.CORE, own, day)
    disagreement.attach(tale.case, actor=actor, statement=said, now=tale.at)


def hears_who_looked(tale: Tale) -> None:
    """The coordinator makes the report about who looked, up to this moment."""
    begun = tale.case.started_at.astimezone(HERE).date()
    wanted = Wanted("guardian", begun, tale.at.astimezone(HERE).date())
    access_report.make(tale.case, actor=tale.actor(tale.coordinator), wanted=wanted, now=tale.at)
