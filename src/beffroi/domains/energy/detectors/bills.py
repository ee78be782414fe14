"""Bills that do not match the meter."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from beffroi.domains.charts import bars_chart
from beffroi.domains.contract import Detector, Estimate, Reference, Sighting, Stake
from beffroi.domains.energy.detectors import cards, ideas
from beffroi.domains.energy.money import price_of, severity_of
from beffroi.domains.energy.prepare import Prepared
from beffroi.domains.energy.wording import day, energy_of, number, percent
from beffroi.domains.panel import Amounts, Panel
from beffroi.domains.parameters import Parameters
from beffroi.texts import Text

BILLED = {
    "electricity.active_energy": "electricity.billed_energy",
    "gas.energy": "gas.billed_energy",
}
_LEAST_KNOWN = 0.95
_TOLERANCE = 0.05
_LEAST_KWH = 50.0
_GAP = np.timedelta64(3, "D")
_MOST_BARS = 24
_EXPLANATION = Text(
    fr="Du {first} au {last}, {billed} ({energy}) ont été facturés alors que le compteur en a"
    " mesuré {metered}, soit {share} d’écart.",
    en="From {first} to {last}, {billed} ({energy}) were billed while the meter measured {metered},"
    " a difference of {share}.",
)


@dataclass(frozen=True, slots=True)
class _Bill:
    start: np.datetime64
    end: np.datetime64  # excluded
    billed: float
    metered: float

    @property
    def wrong(self) -> bool:
        gap = abs(self.billed - self.metered)
        return gap > max(_TOLERANCE * self.metered, _LEAST_KWH)


def detect(prepared: Prepared, parameters: Parameters) -> list[Sighting]:
    """Compare each bill with the meter over the same days; estimated bills in a row compensate."""
    panel = prepared.panel
    found = []
    for index, row in enumerate(panel.rows):
        amounts = _amounts(panel, index)
        bills = [] if amounts is None else _bills(panel, index, amounts)
        for run in _runs(bills):
            total = _Bill(
                run[0].start,
                run[-1].end,
                sum(bill.billed for bill in run),
                sum(bill.metered for bill in run),
            )
            if total.wrong:
                price = price_of(row, parameters, panel.as_of)
                found.append(
                    _sighting(index, row.quantity, total, run, price, run[-1] is bills[-1])
                )
    return found


def _amounts(panel: Panel, row: int) -> Amounts | None:
    name = BILLED.get(panel.rows[row].quantity, "")
    column = (panel.amounts or {}).get(name)
    return None if column is None else column[row]


def _bills(panel: Panel, row: int, amounts: Amounts) -> list[_Bill]:
    """Return the bills whose days are known, in order, with what the meter counted."""
    known = np.isfinite(panel.daily[row])
    total = np.concatenate([[0.0], np.cumsum(np.where(known, panel.daily[row], 0.0))])
    count = np.concatenate([[0], np.cumsum(known)])
    first, after = panel.days[0], panel.days[-1] + 1
    bills = []
    for k in np.argsort(amounts.start, kind="stable"):
        start, end = amounts.start[k], amounts.end[k]
        if start < first or end > after or end <= start or not np.isfinite(amounts.value[k]):
            continue
        low, high = int((start - first).astype(int)), int((end - first).astype(int))
        days = int(count[high] - count[low])
        if days >= _LEAST_KNOWN * (high - low):
            metered = float(total[high] - total[low]) * (high - low) / days
            bills.append(_Bill(start, end, float(amounts.value[k]), metered))
    return bills


def _runs(bills: list[_Bill]) -> list[list[_Bill]]:
    """Return runs of wrong bills that follow one another."""
    runs: list[list[_Bill]] = []
    before: _Bill | None = None
    for bill in bills:
        if bill.wrong:
            follows = before is not None and before.wrong and bill.start - before.end <= _GAP
            if follows:
                runs[-1].append(bill)
            else:
                runs.append([bill])
        before = bill
    return runs


def _sighting(
    row: int, quantity: str, total: _Bill, run: list[_Bill], price: float, lasting: bool
) -> Sighting:
    gap = total.billed - total.metered
    days = float((total.end - total.start).astype(int))
    scale = 365.0 / max(days, 365.0)
    eur = abs(gap) * price * scale  # to be paid back by one side or the other
    stake = Stake(
        Estimate(eur, 0.9 * eur, 1.1 * eur),  # the price of the contract is not known exactly
        Estimate(0.0, 0.0, 0.0),  # nothing more is used: money only is at stake
        Estimate(0.0, 0.0, 0.0),
    )
    since: date = total.start.astype(object)
    last: date = (total.end - 1).astype(object)
    names = ("facturé", "mesuré")
    values = [
        {"x": str(bill.start), "s": name, "y": round(value, 1)}
        for bill in run[-_MOST_BARS:]
        for name, value in zip(names, (bill.billed, bill.metered), strict=True)
    ]
    return Sighting(
        row=row,
        since=since,
        severity=severity_of(stake),
        confidence=0.85 if len(run) > 1 else 0.7,
        stake=stake,
        explanation=_EXPLANATION.fill(
            first=day(since),
            last=day(last),
            billed=number(total.billed, "kWh"),
            metered=number(total.metered, "kWh"),
            energy=energy_of(quantity),
            share=percent(gap / max(total.metered, 1e-9)),
        ),
        chart=bars_chart(values, "kWh", names),
        actions=(ideas.CLAIM,),
        until=None if lasting else last,
    )


BILLS = Detector(
    key="energy.bill_mismatch",
    label=Text(fr="Facture différente du compteur", en="Bill that differs from the meter"),
    purpose=Text(
        fr="Vérifier que ce qui est facturé a été mesuré.",
        en="Check that what is billed was measured.",
    ),
    method=Text(
        fr="L’énergie de chaque facture est comparée à celle du compteur sur les mêmes jours, s’ils"
        " sont connus à 95\u00a0%. Un écart de plus de 5\u00a0% et de 50\u00a0kWh est retenu\u00a0;"
        " les factures fausses qui se suivent sont additionnées, car une estimation se rattrape"
        " souvent sur la suivante.",
        en="The energy of each bill is compared with that of the meter over the same days, where"
        " 95% of them are known. A gap of more than 5% and 50 kWh is kept; wrong bills in a row are"
        " added up, because an estimate is often made up for by the next bill.",
    ),
    limits=Text(
        fr="Les dates des factures sont prises telles quelles. Un compteur remplacé ou une facture"
        " de plusieurs points fausse la comparaison.",
        en="The dates of bills are taken as they are. A replaced meter or a bill for several points"
        " spoils the comparison.",
    ),
    inputs=(*BILLED, *BILLED.values()),
    references=(
        Reference("Code de la consommation, article L224-12 : facturation sur l’énergie consommée"),
    ),
    detect=detect,
    card=cards.card(
        (
            cards.constant("Part de jours connus", "Share of known days", _LEAST_KNOWN),
            cards.constant("Écart toléré", "Gap tolerated", _TOLERANCE),
            cards.constant("Écart toléré, énergie", "Gap tolerated, energy", _LEAST_KWH, "kWh"),
        )
    ),
)
