"""The refusal that a state gives, as slices know it; it lives where organisations can raise it. PURE."""

from organisations.conflict import StateConflictError as StateConflictError  # re-exported for every slice
