"""A statement written: amounts in euros, and a row a member for a spreadsheet."""

import csv
from decimal import Decimal
from typing import TextIO

from beffroi.commons.costs.statement import Statement
from beffroi.figures import number
from beffroi.texts import Language, cell


def written(cents: int | None) -> str | None:
    """Write cents as euros for programs: exactly.

    >>> written(123456), written(-5), written(None)
    ('1234.56', '-0.05', None)
    """
    return None if cents is None else str(Decimal(cents).scaleb(-2).quantize(Decimal("0.01")))


def euros(cents: int | None, language: Language) -> str:
    """Write cents as euros for people, always with two decimals.

    >>> euros(123450, "en"), euros(None, "fr")
    ('1,234.50', '–')
    """
    if cents is None:
        return "–"
    whole = number(abs(cents) // 100, 0, language)
    sign, comma = "−" if cents < 0 else "", "," if language == "fr" else "."
    return f"{sign}{whole}{comma}{abs(cents) % 100:02d}"


def rows(out: TextIO, found: Statement) -> None:
    """Write a line for each member, in euros."""
    keys = sorted({line.key for line in found.lines})
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["member", *keys, "shared", "correction", "due", "paid", "balance"])
    for due in found.dues:
        amounts = {one.key: one.amount for one in due.portions}
        cells = [*(amounts.get(key, 0) for key in keys), due.shared, due.correction, due.due]
        # What a spreadsheet would run as a formula is a name all the same.
        writer.writerow([cell(due.member), *map(written, (*cells, due.paid, due.balance))])
