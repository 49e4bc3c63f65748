"""The refusal that a state gives, as the slices know it; it lives where organisations can raise it too. PURE."""

from organisations.conflict import StateConflictError as StateConflictError  # re-exported for every slice
