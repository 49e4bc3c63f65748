"""What may be told in numbers without pointing at a child.

A number below ten is hidden, and so is what would give it away by subtraction from a total beside it: when
the hidden ones together are fewer than ten, the smallest one that is shown is hidden as well (feature I6).
"""

from collections.abc import Mapping

LEAST = 10  # below which nothing is told


def to_hide(counts: Mapping[str, int]) -> frozenset[str]:
    """Say which parts of a whole are hidden: small ones, and more until nothing small can be worked out."""
    hidden = {name for name, count in counts.items() if count < LEAST}
    shown = sorted((count, name) for name, count in counts.items() if name not in hidden)
    while hidden and shown and sum(counts[name] for name in hidden) < LEAST:
        hidden.add(shown.pop(0)[1])
    return frozenset(hidden)
