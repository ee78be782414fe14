"""Tables that read in a narrow window: few lines, few columns, long texts folded between words."""

from datetime import date, datetime

from rich import box
from rich.table import Table

from beffroi.periods import PARIS
from beffroi.texts import Text

#: Rows shown to a person; programs get them all with --json.
SHOWN = 200
MORE = Text(
    fr="… et {n} autres : --json les donne tous, --organisation n’en garde qu’une collectivité.",
    en="... and {n} more: --json gives them all, --organisation keeps one authority only.",
)


def light(*columns: str, right: tuple[int, ...] = ()) -> Table:
    """Return an empty table without vertical lines; columns of numbers are named in `right`."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for place, name in enumerate(columns):
        numbers = place in right
        # A name that is longer than its column goes on below: often only its end tells it apart.
        table.add_column(
            name, justify="right" if numbers else "left", no_wrap=numbers, overflow="fold"
        )
    return table


def day(moment: datetime | None) -> str:
    """Write an instant as a day of Paris, nothing where there is none."""
    return f"{moment.astimezone(PARIS):%d/%m/%Y}" if moment else ""


def written(day_: str) -> str:
    """Write a day of plain data as the screens do.

    >>> written("2026-01-05")
    '05/01/2026'
    """
    return f"{date.fromisoformat(day_):%d/%m/%Y}"
