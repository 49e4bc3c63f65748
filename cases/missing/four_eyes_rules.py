"""Two people for what one alone could get wrong unnoticed: an episode closed, a red alert made milder.

A closed episode hears no more questions, and a milder colour sends people home. Both were done too early in
cases that were looked into afterwards
(https://goededoelen.nl/nieuws/actie-vereist-voor-aanpak-weglopen-slachtoffers-seksuele-uitbuiting-uit-jeugdinstelling).
"""


class SecondPersonNeeded(Exception):
    """Whoever did the first half cannot do the second."""


def check_second(*, first: int | None, second: int) -> None:
    """Pass when somebody did the first half and somebody else does the second; both are ids of people.

    Raises: SecondPersonNeeded when nobody did the first half, or the same person does both.
    """
    if first is None or first == second:
        raise SecondPersonNeeded


def is_second(*, first: int | None, second: int) -> bool:
    """Tell whether somebody may do the second half; both are ids of people."""
    try:
        check_second(first=first, second=second)
    except SecondPersonNeeded:
        return False
    return True
