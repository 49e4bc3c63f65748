"""The book of addresses is complete. Takes no time, so it runs first."""

from tests.access.route_rows import CAST, LIBRARY, PUBLIC, ROWS
from tests.access.routes import routes, table


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    known = set(table(ROWS)) | set(table(LIBRARY)) | {"styleguide/"}
    assert set(routes()) | {"styleguide/"} == known


def test_no_address_has_two_rows() -> None:
    assert len(table(ROWS)) == len(ROWS.strip().splitlines())
    assert not table(ROWS).keys() & table(LIBRARY).keys()


def test_a_row_says_something_of_everybody() -> None:
    assert {len(statuses) for statuses in table(ROWS).values()} == {len(CAST)}
    assert PUBLIC.keys() <= table(ROWS).keys()
