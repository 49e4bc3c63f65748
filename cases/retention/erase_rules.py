"""The narrow way in which rows of a case can leave the database. PURE.

On PostgreSQL the site's own role cannot remove rows of a case, and old values least of all. It calls one
function of the owner, which asks for a certificate of a case that is closed and still there. A certificate is
written, used and outlived by its case in one transaction: none that was committed ever opens this again.
The ledger, its seals and the certificates are out of reach of the function as well.
"""

from collections.abc import Sequence

FUNCTION = "erase_case_rows"
UNTOUCHABLE = ("cases_ledgerline", "cases_ledgerseal", "cases_destructioncertificate")
HISTORY = "cases_historical"


def key_of(table: str) -> str:
    """Give the column that identifies a row of a table: old values have one of their own."""
    return "history_id" if table.startswith(HISTORY) else "id"


def postgresql_install(schema: str) -> list[str]:
    """Give what makes the function in a schema; whoever runs it owns it."""
    place = '"{}"'.format(schema.replace('"', '""'))
    untouchable = ", ".join(f"'{table}'" for table in UNTOUCHABLE)
    return [
        f"""
CREATE OR REPLACE FUNCTION {FUNCTION}(certificate bigint, place text, ids bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {place}, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    IF place !~ '^cases_[a-z]+$' OR place IN ({untouchable}) THEN
        RAISE EXCEPTION 'no row of % is ever erased', place;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM cases_destructioncertificate c JOIN cases_case k ON k.id = c.case_id
        WHERE c.id = certificate AND k.status = 'closed'
    ) THEN
        RAISE EXCEPTION 'rows of a case are erased under its certificate only';
    END IF;
    EXECUTE format(
        'DELETE FROM %I WHERE %I = ANY($1)',
        place, CASE WHEN place LIKE '{HISTORY}%' THEN 'history_id' ELSE 'id' END
    ) USING ids;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$"""
    ]


def postgresql_remove() -> list[str]:
    """Give what takes the function away again."""
    return [f"DROP FUNCTION IF EXISTS {FUNCTION}(bigint, text, bigint[])"]


def sqlite_delete(table: str, ids: Sequence[int]) -> str:
    """Give the statement for SQLite, which has no functions of an owner: the trial has one user."""
    return f'DELETE FROM "{table}" WHERE "{key_of(table)}" IN ({", ".join("%s" for _ in ids)})'
