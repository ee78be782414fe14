"""The drawings of a report with what they show in words, and the tables of the same figures."""

from beffroi.figures import change, long_day, measured, number, with_unit
from beffroi.publish.report import titles as t
from beffroi.publish.report.content import Done, Month, Report
from beffroi.publish.report.document import Block, Cell, Chart, Column, Table
from beffroi.publish.report.drawings import intervals, paired_bars
from beffroi.publish.report.spans import month_name, short_month
from beffroi.texts import Language, Text

#: Energy is told in MWh from this much in a month on [kWh].
_LARGE = 100_000.0
#: Months that stand side by side on paper.
_ACROSS = 12


def months(report: Report, language: Language, accent: str) -> Chart | None:
    """Return the energy month by month; None where nothing is known."""
    rows = report.months
    known = [one.value for one in rows if one.value is not None]
    if not known:
        return None
    unit, by = ("MWh", 1000.0) if max(known) >= _LARGE else ("kWh", 1.0)
    names = (t.A_YEAR_BEFORE.in_(language), report.period.in_(language))
    few = len(rows) <= _ACROSS
    labels = [short_month(one.first, language) for one in rows]
    drawn = paired_bars(
        labels if few else [f"{one.first:%m/%y}" for one in rows],
        [None if one.value is None else one.value / by for one in rows],
        [None if one.before is None else one.before / by for one in rows],
        names,
        unit,
        accent,
        language,
    )
    caption = t.MONTHS.fill(unit=unit).in_(language)
    columns = (
        Column(t.MONTH.in_(language), part=2),
        Column(names[1], figures=True),
        Column(names[0], figures=True),
        Column(t.CHANGE.in_(language), figures=True),
    )
    table = Table(
        caption, columns, tuple(_month(one, unit, by, language) for one in rows), across=few
    )
    return Chart(drawn, _months_said(rows, language), table)


def _month(one: Month, unit: str, by: float, language: Language) -> tuple[Cell, ...]:
    moved = Cell("–")
    if one.value is not None and one.before:
        share = one.value / one.before - 1
        moved = Cell(change(share, language), 100 * share, "%")

    def cell(value: float | None) -> Cell:
        if value is None:
            return Cell("–")
        return Cell(number(value / by, 0, language), value / by, unit)

    name = f"{short_month(one.first, language)} {one.first.year}"
    return Cell(name), cell(one.value), cell(one.before), moved


def _months_said(rows: tuple[Month, ...], language: Language) -> str:
    highest = max(rows, key=lambda one: one.value or 0.0)
    pairs = [(one.value, one.before) for one in rows if one.value is not None and one.before]
    up = sum(now > before for now, before in pairs)
    moved = t.MONTHS_MOVED.fill(up=up, n=len(pairs)) if pairs else t.EMPTY
    said = {
        "top": month_name(highest.first),
        "value": measured(highest.value or 0.0, "kWh"),
        "moved": moved,
    }
    return t.MONTHS_ALT.fill(said).in_(language)


def savings(report: Report, language: Language, accent: str) -> list[Block]:
    """Return what actions saved, drawn with their bounds where some are known, then told."""
    since = long_day(report.first, language)
    titles = (
        (t.PLACE, 2.0),
        (t.WHAT, 2.6),
        (t.ON, 1.5),
        (t.COST, 0),
        (t.SAVED, 2.4),
        (t.STATE, 1.5),
    )
    table = Table(
        t.DONE.fill(day=since).in_(language),
        tuple(Column(one.in_(language), part == 0, part or 1.2) for one, part in titles),
        tuple(_done(one, language) for one in report.done),
    )
    known = [one for one in report.done if one.kwh is not None]
    if not known:
        return [table]
    drawn = intervals(
        [one.place for one in known],
        [(e.low, e.value, e.high) for one in known if (e := one.kwh) is not None],
        "kWh",
        accent,
        language,
    )
    proven = sum(one.proven for one in known)
    said = t.SAVINGS_ALT.fill(n=proven, whole=len(known)).in_(language)
    return [Chart(drawn, said, table)]


def _done(one: Done, language: Language) -> tuple[Cell, ...]:
    saved = Cell("–")
    if one.kwh is not None:
        said: dict[str, Text] = {
            name: measured(value, "kWh")
            for name, value in (
                ("value", one.kwh.value),
                ("low", one.kwh.low),
                ("high", one.kwh.high),
            )
        }
        saved = Cell(t.KWH_BETWEEN.fill(said).in_(language), one.kwh.value, "kWh")
    cost = Cell(with_unit(one.cost_eur, "EUR", language), one.cost_eur, "EUR")
    day = Cell(long_day(one.on, language))
    return Cell(one.place), Cell(one.what), day, cost, saved, Cell(one.state.in_(language))
