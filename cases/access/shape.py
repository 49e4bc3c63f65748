"""How a question of access is spelled depends on a role, its acts and the covenant; on nobody in person.

``shaped`` lets Django write the SQL of such a question once per shape (``organisations.prepared``). The one
who asks while it is written is a stand-in that has a shape and nothing else: what is not in the shape cannot
find its way into the text. Answers are never kept.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.db.models import QuerySet

from cases.access import facts
from organisations.actor import Actor
from organisations.acts import Act
from organisations.covenant import Ceiling
from organisations.prepared import prepared
from organisations.roles import Role

Question = Callable[..., QuerySet]


@dataclass(frozen=True, slots=True)
class Shape:
    """All that decides how a question of access is spelled."""

    role: Role | None
    acts: frozenset[Act]
    tables: frozenset[tuple[int, frozenset[tuple[Any, frozenset[tuple[str, str]]]]]]  # covenant -> pairs

    def stand_in(self, *, user_id: Any, organisation_id: Any, now: Any) -> Actor:
        """Give somebody of this shape, of whom only the blanks are known."""
        return Actor.stand_in(
            user_id=user_id,
            organisation_id=organisation_id,
            role=self.role,
            acts=self.acts,
            memo={
                "tables": {
                    table: Ceiling(pairs=dict(pairs), version="", articles={}) for table, pairs in self.tables
                },
                ("beside", now): (False, False),
            },
        )


def shape_of(actor: Actor, *, now: datetime) -> Shape | None:
    """Give the actor's shape; None for the few to whom a meeting or an emergency opens something by name."""
    if actor.user_id is None or actor.organisation_id is None or any(facts.beside(actor, now=now)):
        return None
    tables = facts.tables_of(actor, now=now).items()
    opened = frozenset((table, frozenset(ceiling.pairs.items())) for table, ceiling in tables)
    return Shape(actor.role, actor.acts, opened)


def shaped(question: Question) -> Callable[..., list[Any]]:
    """Write a question that an actor asks at an instant once per shape.

    Further arguments by place are part of the shape, further arguments by name are blanks.
    """

    @prepared
    def spelled(
        shape: Shape, *more: Hashable, user_id: Any, organisation_id: Any, now: Any, **values: Any
    ) -> QuerySet:
        stand_in = shape.stand_in(user_id=user_id, organisation_id=organisation_id, now=now)
        return question(stand_in, *more, now=now, **values)

    @wraps(question)
    def asked(actor: Actor, *more: Hashable, now: datetime, **values: Any) -> list[Any]:
        shape = shape_of(actor, now=now)
        if shape is None:
            return list(question(actor, *more, now=now, **values))
        who = {"user_id": actor.user_id, "organisation_id": actor.organisation_id}
        return spelled(shape, *more, **who, now=now, **values)

    return asked
