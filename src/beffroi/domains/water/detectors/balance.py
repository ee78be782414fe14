"""What enters a district against what its customers count: water that nobody counts."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.metrics import Floats
from beffroi.analysis.nightflow import Kind
from beffroi.domains.charts import bars_chart
from beffroi.domains.contract import Detector, Estimate, Reference, Severity, Sighting
from beffroi.domains.parameters import Parameters
from beffroi.domains.water.detectors import cards, ideas, words
from beffroi.domains.water.measured import DELIVERED, INPUT, TOTAL
from beffroi.domains.water.money import stake_of
from beffroi.domains.water.prepare import Prepared
from beffroi.figures import percent
from beffroi.texts import Text

#: What meters may be wrong by: those of inlets either way, those of customers by counting less.
INLET_ERROR, CUSTOMERS_MISS = 0.02, 0.04
#: Months in a row that say so, before it is said.
LEAST_MONTHS = 3
_LEAST_DAYS = 0.9
_HOURS, _DAYS = 24.0, 365.0
_MOST_MONTHS = 12
_SHOWN = 18
_HIGH, _MEDIUM = 0.35, 0.25
"""Shares of the water put in from which it is grave that nobody counts it, or matters."""
_PUT_IN, _COUNTED = "mis en distribution", "compté"
_LASTING = Text(
    fr="Depuis {since}, {name} reçoit plus d’eau que ses abonnés n’en comptent : sur les {months}"
    " derniers mois connus, {lost} sur {entered} ({share}) ne sont comptés nulle part.",
    en="Since {since}, {name} receives more water than its customers count: over the last {months}"
    " known months, {lost} of {entered} ({share}) are counted nowhere.",
)
_OVER = Text(
    fr="De {since} à {until}, {name} a reçu plus d’eau que ses abonnés n’en ont compté : {lost} sur"
    " {entered} ({share}) n’ont été comptés nulle part.",
    en="From {since} to {until}, {name} received more water than its customers counted: {lost} of"
    " {entered} ({share}) were counted nowhere.",
)
_AND_TOLD = Text(
    fr="{text} Les fuites vues la nuit en expliquent environ {told} : l’enjeu ne compte que"
    " le reste.",
    en="{text} Leaks seen at night explain about {told} of it: the stake only counts the rest.",
)
_CAPTION = Text(
    fr="Volumes de chaque mois, en m³ : mis en distribution, et compté chez les abonnés.",
    en="Volumes of each month, m³: put in (mis en distribution), counted at customers (compté).",
)


@dataclass(frozen=True, slots=True)
class _Months:
    """Known months of a district: their first days, what enters and what is counted, m3 a day."""

    first: np.ndarray[tuple[int], np.dtype[np.datetime64]]
    days: Floats
    entered: Floats
    counted: Floats


def detect(prepared: Prepared, parameters: Parameters) -> list[Sighting]:
    """Return the districts that receive more than their customers count, and the law lets lose."""
    found = []
    for row in prepared.districts:
        customers = prepared.delivered(row)
        if customers is not None:
            months = _months(prepared, row, customers)
            runs = _runs(_beyond(prepared, parameters, row, months))
            found += [_sighting(prepared, parameters, row, months, *run) for run in runs]
    return found


def _months(prepared: Prepared, row: int, customers: int) -> _Months:
    """Add up civil months; one of which a tenth of the days lack in either is not known."""
    panel = prepared.panel
    entered, counted = panel.daily[row], panel.daily[customers]
    both = np.isfinite(entered) & np.isfinite(counted)
    month = panel.days.astype("M8[M]")
    first, place = np.unique(month, return_inverse=True)
    known = np.bincount(place, both, len(first))
    days = ((first + 1).astype("M8[D]") - first.astype("M8[D]")).astype(np.float64)
    sums = [np.bincount(place, np.where(both, one, 0.0), len(first)) for one in (entered, counted)]
    enough = known >= _LEAST_DAYS * days
    means = [np.where(enough, one / np.maximum(known, 1), np.nan) for one in sums]
    return _Months(first[enough].astype("M8[D]"), days[enough], *(one[enough] for one in means))


def _unmetered(prepared: Prepared, row: int) -> float:
    """Return what is used without a meter and by the service, as it was given, m3 a day."""
    given = [prepared.panel.rows[row].number(key) for key in ("unmetered_m3", "service_m3")]
    return sum(one or 0.0 for one in given) / _DAYS


def _beyond(
    prepared: Prepared, parameters: Parameters, row: int, months: _Months
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell the months in which even the least loss is more than the law lets a network lose."""
    least = _least(months.entered, months.counted + _unmetered(prepared, row))
    allowed = np.array(
        [1 - parameters.at("efficiency.target", one.astype(object)) / 100 for one in months.first]
    )
    beyond: np.ndarray[tuple[int], np.dtype[np.bool_]] = least > allowed * months.entered
    return beyond


def _least(entered: Floats, used: Floats) -> Floats:
    least: Floats = (1 - INLET_ERROR) * entered - (1 + CUSTOMERS_MISS) * used
    return least


def _runs(beyond: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    """Return the runs of months, first and last, that are long enough to be said."""
    edges = np.flatnonzero(np.diff(np.r_[False, beyond, False].astype(np.int8)))
    pairs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [(low, high - 1) for low, high in pairs if high - low >= LEAST_MONTHS]


def _sighting(
    prepared: Prepared,
    parameters: Parameters,
    row: int,
    months: _Months,
    low: int,
    high: int,
) -> Sighting:
    panel = prepared.panel
    over = high < len(months.first) - 1
    last = slice(max(high + 1 - _MOST_MONTHS, low), high + 1)
    days = months.days[last]
    entered = float((months.entered[last] * days).sum())
    used = float((months.counted[last] * days).sum()) + _unmetered(prepared, row) * days.sum()
    lost = Estimate(
        entered - used,
        float(_least(np.array([entered]), np.array([used]))[0]),
        (1 + INLET_ERROR) * entered - used,
    )
    told = _told(prepared, row, months.first[last])
    scale = min(_DAYS / float(days.sum()), 1.0) if over else _DAYS / float(days.sum())
    rest = (max(one - told, 0.0) * scale for one in (lost.value, lost.low, lost.high))
    yearly = Estimate(*rest)  # no m3 is at stake twice
    since: date = months.first[low].astype(object)
    until = _end(months, high)
    share = lost.value / entered
    text = (_OVER if over else _LASTING).fill(
        since=words.month(since),
        until=words.month(until),
        name=words.name(panel.rows[row]),
        months=str(len(days)),
        lost=words.volume(lost.value),
        entered=words.volume(entered),
        share=percent(share),
    )
    if told > 0:
        text = _AND_TOLD.fill(text=text, told=words.volume(told))
    grave = Severity.HIGH if share >= _HIGH else Severity.MEDIUM if share >= _MEDIUM else None
    return Sighting(
        row=row,
        since=since,
        severity=grave or Severity.LOW,
        confidence=min(0.6 + 0.05 * (high - low), 0.9),
        stake=stake_of(panel.rows[row], parameters, panel.as_of, yearly),
        explanation=text,
        chart=_chart(months, high),
        actions=(ideas.READ_TOGETHER, ideas.UNMETERED, ideas.LISTEN),
        until=until if over else None,
    )


def _told(prepared: Prepared, row: int, months: NDArray[np.datetime64]) -> float:
    """Return what leaks that are findings of their own lost over some months, m3."""
    seen, days = prepared.nights, prepared.panel.days
    inside = np.isin(days.astype("M8[M]"), months.astype("M8[M]"))
    total = 0.0
    for change in seen.watched.changes:
        if seen.rows[change.row] != row or not change.kind.leaks:
            continue
        flow = np.zeros(len(days))
        own = slice(change.since, len(days) if change.until is None else change.until + 1)
        flow[own] = change.size
        if change.kind is Kind.SLOW_LEAK:
            flow[own] *= np.linspace(0.0, 1.0, len(flow[own]))
        total += _HOURS * float(flow[inside].sum())
    return total


def _end(months: _Months, place: int) -> date:
    end: date = (months.first[place] + int(months.days[place]) - 1).astype(object)
    return end


def _chart(months: _Months, high: int) -> dict[str, object]:
    values = [
        {"x": str(months.first[k])[:7], "s": name, "y": round(float(flow[k] * months.days[k]))}
        for k in range(max(high + 1 - _SHOWN, 0), len(months.first))
        for name, flow in ((_PUT_IN, months.entered), (_COUNTED, months.counted))
    ]
    return dict(bars_chart(values, "m³", (_PUT_IN, _COUNTED), _CAPTION))


BALANCE = (
    Detector(
        key="water.balance",
        label=Text(
            fr="Eau reçue que personne ne compte", en="Water received that nobody counts"
        ),
        purpose=Text(
            fr="Signaler un secteur qui reçoit durablement plus d’eau que ses abonnés n’en"
            " comptent.",
            en="Report a district that lastingly receives more water than its customers count.",
        ),
        method=Text(
            fr="Mois par mois, ce qui entre est comparé à ce que les compteurs d’abonnés ont"
            " compté, augmenté de l’eau non comptée qui a été déclarée. L’écart est dit quand,"
            " trois mois de suite, il dépasse ce que la loi laisse perdre même si le compteur"
            " d’entrée compte 2 % de trop et ceux des abonnés 4 % de moins que le vrai.",
            en="Month by month, what enters is compared with what meters of customers counted, plus"
            " the unmetered water that was declared. The gap is said when, three months in a row,"
            " it exceeds what the law lets a network lose even if the inlet counts 2% too much and"
            " customers 4% less than the truth.",
        ),
        limits=Text(
            fr="Il faut les compteurs d’abonnés, ou leur total. Des relèves à des dates différentes"
            " déplacent des volumes d’un mois à l’autre. L’écart dit aussi les compteurs vieillis,"
            " les poteaux ouverts et les branchements sans compteur : ce n’est pas toujours une"
            " fuite.",
            en="Meters of customers are needed, or their total. Readings on different dates move"
            " volumes from one month to another. The gap also tells old meters, open hydrants and"
            " connections without a meter: it is not always a leak.",
        ),
        inputs=(INPUT, DELIVERED, TOTAL),
        references=(
            Reference("IWA (2000), Losses from Water Supply Systems: standard terminology"),
            Reference(
                "Code de l’environnement, article D213-48-14-1 (décret n° 2012-97 du 27 janvier"
                " 2012)"
            ),
        ),
        detect=detect,
        card=cards.card(
            (
                cards.constant("Erreur du compteur d’entrée", "Error of the inlet", INLET_ERROR),
                cards.constant("Sous-comptage des abonnés", "Under-counting of customers",
                               CUSTOMERS_MISS),
                cards.constant("Mois de suite", "Months in a row", LEAST_MONTHS),
            ),
            unmeasured=Text(
                fr="Comparaison directe à un seuil de la loi : aucun jeu de données ouvert ne porte"
                " la vérité qui permettrait de compter ses erreurs.",
                en="A direct comparison with a threshold of the law: no open data set holds the"
                " truth by which to count its errors.",
            ),
        ),
    ),
)  # fmt: skip
