"""Tables that read in a narrow window: few lines, few columns, long texts folded between words."""

from datetime import date, datetime

from rich import box
from rich.table import Table

from beffroi.decide.catalogue import Listed
from beffroi.domains import asset_types, quantities
from beffroi.periods import PARIS
from beffroi.texts import Text
from beffroi.units import SeriesKind

#: Rows shown to a person; programs get them all with --json.
SHOWN = 200
MORE = Text(
    fr="… et {n} autres : --json les donne tous, --organisation n’en garde qu’une collectivité.",
    en="... and {n} more: --json gives them all, --organisation keeps one authority only.",
)
KINDS = {
    SeriesKind.MEAN_POWER: Text(fr="moyenne (débit, puissance)", en="mean (flow, power)"),
    SeriesKind.INTERVAL: Text(fr="quantité par période", en="amount by period"),
    SeriesKind.INDEX: Text(fr="index cumulé", en="cumulative index"),
    SeriesKind.GAUGE: Text(fr="niveau", en="level"),
    SeriesKind.COUNT: Text(fr="comptage", en="count"),
    SeriesKind.STATE: Text(fr="état", en="state"),
}

QUALIFIERS = {
    "consumption": Text(fr="soutirage", en="consumption"),
    "injection": Text(fr="injection", en="injection"),
    "informative": Text(fr="relevé informatif", en="informative reading"),
    "bill": Text(fr="facture", en="bill"),
    "published": Text(fr="relevé publié", en="published reading"),
}


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


def title(row: Listed) -> Text:
    """Return the name of a series: what is measured, where, in which sense."""
    known = quantities()
    quantity = row.series.quantity
    what = known[quantity].label if quantity in known else Text(fr=quantity, en=quantity)
    sense = QUALIFIERS.get(row.series.qualifier, row.series.qualifier)
    return Text(fr="{asset} : {what}{sense}", en="{asset}: {what}{sense}").fill(
        asset=row.asset.name,
        what=what,
        sense=Text(fr=", {s}", en=", {s}").fill(s=sense) if sense else "",
    )


def asset_type(key: str) -> Text:
    """Return the name of a type of asset, as it is declared."""
    declared = asset_types().get(key)
    return declared.label if declared else Text(fr=key, en=key)
