"""A report laid out in a language: sections of sentences, tables and drawings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from beffroi.figures import change, long_day, measured, moved, percent, with_unit
from beffroi.publish.report import tapwater
from beffroi.publish.report import titles as t
from beffroi.publish.report.content import Figure, Place, Report
from beffroi.publish.report.document import (
    Block,
    Card,
    Cards,
    Cell,
    Column,
    Document,
    Items,
    Section,
    Table,
    Words,
)
from beffroi.publish.report.evidence import months, savings
from beffroi.publish.report.methods import LAW
from beffroi.publish.report.wording import OTHERS, SUBJECT, TITLE
from beffroi.texts import Language, Text

#: Meters that are told one by one; the best measured of more are not.
_METERS = 25
#: Energies of buildings are in MWh where one of them is of this much [kWh].
_LARGE = 100_000.0


def compose(report: Report, language: Language) -> Document:
    """Lay a report out in a language, in the colour of its authority."""
    writer = _Writer(report, language, report.accent)
    say = writer.say
    about = t.ABOUT if report.measured_to else t.ABOUT_BARE
    days = {"made": writer.day(report.made)}
    if report.measured_to:
        days["measured"] = writer.day(report.measured_to)
    parts: dict[str, Callable[[], list[Block]]] = {
        "essential": writer.essential,
        "figures": writer.figures,
        "places": writer.places,
        "done": writer.done,
        "waiting": writer.waiting,
        "proposed": writer.proposed,
        "quality": writer.quality,
        "methods": writer.methods,
        "algorithms": writer.algorithms,
    }
    return Document(
        language,
        say(TITLE),
        report.organisation,
        say(report.period),
        say(SUBJECT),
        say(about.fill(days)),
        say(t.SIMULATED) if report.simulated else "",
        tuple(
            Section(key, say(t.SECTIONS[key]), tuple(made))
            for key, run in parts.items()
            if (made := run())
        ),
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the sections of a report in a language."""

    report: Report
    language: Language
    accent: str

    def say(self, text: Text) -> str:
        return text.in_(self.language)

    def day(self, value: date) -> str:
        return long_day(value, self.language)

    def essential(self) -> list[Block]:
        return [Items(tuple(map(self.say, self.report.summary)))]

    def figures(self) -> list[Block]:
        tap = self.report.conforming
        water: list[Block] = [tapwater.table(tap, self.language)] if tap else []
        if not self.report.figures:
            return [Words(self.say(t.NO_FIGURE)), *water]
        blocks: list[Block] = [Cards(tuple(map(self._card, self.report.figures)))]
        drawn = months(self.report, self.language, self.accent)
        blocks += [drawn] if drawn else []
        return [*blocks, *water, *self._targets(), *self._peers()]

    def _card(self, one: Figure) -> Card:
        said = t.NOT_COMPARED
        if one.change is not None:
            said = t.SAME.fill(change=moved(one.change), n=one.compared)
        figure = with_unit(one.value, one.unit, self.language)
        return Card(self.say(one.label), figure, self.say(said), one.value, one.unit)

    def _targets(self) -> list[Block]:
        rows = self.report.targets
        head = self.say(t.TARGETS_HEAD)
        if not rows:
            return [Words(self.say(t.NO_TARGET), head, quiet=True)]
        return [
            self._table(
                t.TARGETS,
                ((t.PLACE, 3), (t.REACHED, 0), (t.ASKED, 0), (t.GAP, 0)),
                [
                    (
                        Cell(one.place),
                        *(self._amount(v, "%") for v in (one.reached, one.asked)),
                        self._amount(one.gap, "%"),
                    )
                    for one in rows
                ],
            )
        ]

    def _peers(self) -> list[Block]:
        rows = self.report.peers
        if not rows:
            return [Words(self.say(t.NO_PEER), self.say(t.PEERS_HEAD), quiet=True)]
        columns = ((t.USE, 2), (t.OURS, 0), *((one, 0) for one in t.QUARTERS), (t.STAND, 3))
        return [
            self._table(
                t.PEERS,
                columns,
                [
                    (
                        Cell(f"{self.say(one.use)}, {one.year}"),
                        *(
                            self._amount(v, one.unit)
                            for v in (one.value, one.low, one.middle, one.high)
                        ),
                        Cell(self.say(t.STANDS.fill(said=one.said, n=one.members))),
                    )
                    for one in rows
                ],
            )
        ]

    def places(self) -> list[Block]:
        rows = [self._place(one, one.name) for one in self.report.places]
        rest = self.report.elsewhere
        if rest is not None:
            rows.append(self._place(rest, self.say(OTHERS.fill(n=rest.name))))
        if not rows:
            return []
        columns = (
            (t.PLACE, 4),
            (t.SPENDING, 0),
            (t.SHARE, 1.6),
            (t.ENERGY, 0),
            (t.BY_AREA, 0),
            (t.ENERGY_CHANGE, 0),
        )
        return [self._table(t.PLACES, columns, rows)]

    def _place(self, one: Place, name: str) -> tuple[Cell, ...]:
        share = self.say(percent(one.share))
        moved_ = (
            self._unknown()
            if one.change is None
            else Cell(change(one.change, self.language), 100 * one.change, "%")
        )
        return (
            Cell(name),
            self._amount(one.eur, "EUR"),
            Cell(share, 100 * one.share, "%", share=one.share),
            self._energy(one.kwh),
            self._unknown() if one.per_m2 is None else self._amount(one.per_m2, "kWh/m2"),
            moved_,
        )

    def _energy(self, kwh: float) -> Cell:
        """Write an energy in the unit of its column: two units would be read as one."""
        if max(one.kwh for one in self.report.places) < _LARGE:
            return self._amount(kwh, "kWh")
        return Cell(with_unit(kwh / 1000, "MWh", self.language), kwh / 1000, "MWh")

    def waiting(self) -> list[Block]:
        rows = self.report.waiting
        if not rows:
            return [Words(self.say(t.NOTHING_WAITS))]
        columns = ((t.PLACE, 2), (t.SEEN, 4), (t.STAKE, 1.6), (t.IDEA, 2.6))
        told = [
            (
                Cell(one.place),
                Cell(self.say(one.said)),
                Cell(self._stake(one.eur.value, one.eur.low, one.eur.high), one.eur.value, "EUR"),
                Cell(self.say(one.ideas[0]) if one.ideas else self.say(t.UNKNOWN)),
            )
            for one in rows
        ]
        blocks: list[Block] = [self._table(t.WAITING, columns, told)]
        if self.report.waiting_more:
            more = t.MORE.fill(n=self.report.waiting_more)
            blocks.append(Words(self.say(more), quiet=True))
        return blocks

    def _stake(self, value: float, low: float, high: float) -> str:
        said = {
            "value": measured(value, "EUR"),
            "low": measured(low, "EUR"),
            "high": measured(max(high, 0.0), "EUR"),
        }
        return self.say((t.BETWEEN if low > 0 else t.NOT_SURE).fill(said))

    def done(self) -> list[Block]:
        since = {"day": self.day(self.report.first)}
        blocks: list[Block] = []
        if self.report.done:
            blocks += savings(self.report, self.language, self.accent)
        else:
            blocks.append(Words(self.say(t.NOTHING_DONE.fill(since))))
        if not self.report.decided:
            return [*blocks, Words(self.say(t.NOTHING_DECIDED.fill(since)))]
        columns = ((t.PLACE, 2), (t.CHOICE, 1), (t.DECIDED_ON, 1.5), (t.REASON, 4))
        told = [
            (Cell(one.place), Cell(self.say(one.choice)), Cell(self.day(one.on)), Cell(one.reason))
            for one in self.report.decided
        ]
        table = self._table(t.DECIDED.fill(since), columns, told)
        return [*blocks, table, Words(self.say(t.NOBODY), quiet=True)]

    def proposed(self) -> list[Block]:
        return [Items(tuple(map(self.say, self.report.proposals)), numbered=True)]

    def quality(self) -> list[Block]:
        blocks: list[Block] = [Items(tuple(map(self.say, self.report.quality)))]
        rows = self.report.meters[:_METERS]
        if not rows:
            return blocks
        columns = ((t.METER, 4), (t.KIND, 2), (t.COVERED, 0), (t.MENDED, 0), (t.LAST, 1.8))
        told = [
            (
                Cell(one.name),
                Cell(self.say(one.quantity)),
                Cell(self.say(percent(one.covered)), 100 * one.covered, "%"),
                Cell(self.say(percent(one.mended)), 100 * one.mended, "%"),
                Cell(self.day(one.last)) if one.last else self._unknown(),
            )
            for one in rows
        ]
        return [*blocks, self._table(t.METERS, columns, told)]

    def methods(self) -> list[Block]:
        blocks: list[Block] = []
        for one in self.report.methods:
            said = self.say(one.said)
            if one.references:
                named = "\u00a0; ".join(one.references)
                said += " " + self.say(t.REFERENCES.fill(titles=named))
            blocks.append(Words(said, self.say(one.label)))
        return blocks

    def algorithms(self) -> list[Block]:
        if not self.report.algorithms:
            return []
        columns = ((t.ALGORITHM, 2), (t.PURPOSE, 4), (t.VERSION, 0))
        told = [
            (Cell(self.say(one.label)), Cell(self.say(one.purpose)), Cell(one.version))
            for one in self.report.algorithms
        ]
        return [Words(self.say(LAW)), self._table(t.ALGORITHMS, columns, told)]

    def _table(
        self,
        caption: Text,
        columns: tuple[tuple[Text, float], ...],
        rows: Sequence[tuple[Cell, ...]],
    ) -> Table:
        """Make a table; a column without part of the width holds figures."""
        return Table(
            self.say(caption),
            tuple(Column(self.say(title), part == 0, part or 1.2) for title, part in columns),
            tuple(rows),
        )

    def _amount(self, value: float, unit: str) -> Cell:
        return Cell(with_unit(value, unit, self.language), value, unit)

    def _unknown(self) -> Cell:
        return Cell(self.say(t.UNKNOWN))
