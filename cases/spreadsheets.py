"""Texts that a spreadsheet opens: shown, and never worked out."""

#: By these a spreadsheet takes a text for a formula (https://owasp.org/www-community/attacks/CSV_Injection).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"  # at the start of a file, or Excel reads accents as another encoding


def harmless(cell: str) -> str:
    """Give a cell as a spreadsheet shows it and never works it out: an apostrophe says that it is text."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def as_typed(cell: str) -> str:
    """Give a cell without the apostrophe of ``harmless``."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS) else cell
