"""A migration that makes many tables at once, in seconds instead of a minute."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState


class CreateTogether(Operation):
    """Create several models in one step.

    After each ``CreateModel`` Django builds the classes of all related models anew. Here nearly every
    table leads to a case, a person or an organisation, so for n tables that is n squared classes:
    the state is told of all of them first, and its classes are built once.
    """

    category = OperationCategory.ADDITION

    def __init__(self, creations: Sequence[CreateModel]) -> None:
        self.creations = creations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Give what a written migration needs to build this operation again."""
        return self.__class__.__name__, [self.creations], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Tell the state of every model before any class is built."""
        state.__dict__.pop("apps", None)
        for creation in self.creations:
            creation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make the tables in their order."""
        for creation in self.creations:
            creation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Remove the tables, the last one first."""
        for creation in reversed(self.creations):
            creation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what this does."""
        return f"Create {len(self.creations)} models"
