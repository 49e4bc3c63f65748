"""Who acts: a person for an organisation in a role, or a named part of the system itself."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from organisations.acts import Act
from organisations.roles import REACH, Reach, Role


class AccessDenied(Exception):  # noqa: N818 - reads as what happened: access denied
    """The person may not do this. Says so in a sentence that the person can read.

    ``conceal``: the answer must be the same as for something that does not exist.
    """

    def __init__(self, sentence: str, *, code: str, conceal: bool = False, **about: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.conceal = conceal
        self.about = about


def _fresh_id() -> str:
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class Actor:
    """A natural person acting for an organisation, or a part of the system (NEN 7513 'user').

    ``acts`` is what the role may do at this organisation, already narrowed; it is read once
    per request. ``withheld`` are acts that wait: for the introduction this organisation asks for, or
    (the ledger) until it signed the covenant of every table.
    ``origin`` is the network address the request came from. ``request_id`` groups every line and
    every old value that one request wrote.
    """

    user: Any = None
    organisation: Any = None
    role: Role | None = None
    acts: frozenset[Act] = frozenset()
    withheld: frozenset[Act] = frozenset()
    on_behalf_of: str = ""
    origin: str = ""
    request_id: str = field(default_factory=_fresh_id)
    system_name: str = ""
    #: Facts read once for this request (the covenant's ceiling); an actor never outlives its request.
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def system(cls, name: str, acts: frozenset[Act] = frozenset()) -> "Actor":
        """Give the actor for work nobody ordered in person, such as a sweep."""
        return cls(acts=acts, system_name=name, origin="internal")

    @classmethod
    def stand_in(cls, *, user_id: Any, organisation_id: Any, **known: Any) -> "Actor":
        """Give somebody of whom only this much is known, to ask for whom a question is prepared."""
        who, home = SimpleNamespace(pk=user_id), SimpleNamespace(pk=organisation_id)
        return cls(user=who, organisation=home, **known)

    @property
    def is_system(self) -> bool:
        """Tell whether this is a part of the system and not a person."""
        return self.user is None

    @property
    def user_id(self) -> int | None:
        """Give the id of the person, or None for the system."""
        return None if self.user is None else self.user.pk

    @property
    def organisation_id(self) -> int | None:
        """Give the id of the organisation acted for, or None for the system."""
        return None if self.organisation is None else self.organisation.pk

    @property
    def label(self) -> str:
        """Give the name to show and to log for whoever acts."""
        return self.system_name if self.user is None else self.user.name

    @property
    def reach(self) -> Reach:
        """Give how far this actor's role reaches into the organisation's cases."""
        return Reach.NONE if self.role is None else REACH[self.role]

    def holds(self, act: Act) -> bool:
        """Tell whether this actor's role at this organisation includes the act."""
        return act in self.acts

    def demand(self, act: Act) -> None:
        """Pass when the actor's role includes the act.

        Raises:
            AccessDenied: the role does not include it.
        """
        if self.role is Role.AUDITOR and act in self.withheld:
            raise AccessDenied(
                "The ledger tells of every table here. "
                "Your organisation has not signed the covenant of each. "
                "Ask whoever keeps the covenants.",
                code="not_at_every_table",
                act=act,
            )
        if act in self.withheld and act not in self.acts:
            raise AccessDenied(
                "Your organisation asks for an introduction before you open cases. "
                "Ask your administrator to write down the day of yours.",
                code="not_introduced",
                act=act,
            )
        if act not in self.acts:
            raise AccessDenied(
                "Your role at this organisation does not include this.", code="act_not_in_role", act=act
            )
