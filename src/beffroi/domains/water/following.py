"""The nights of districts as people are shown them: what each change was taken for, and why."""

from datetime import date

import numpy as np

from beffroi.analysis.nightflow import Change, Kind, nights_of
from beffroi.domains.follows import Follow, Followed, Seen, Taken
from beffroi.domains.panel import Floats
from beffroi.domains.parameters import Parameters
from beffroi.domains.water.detectors import words
from beffroi.domains.water.measured import ENTERING, INPUT, STORED
from beffroi.domains.water.nights import SAID, Look
from beffroi.domains.water.prepare import Prepared
from beffroi.figures import numbers
from beffroi.texts import Text

#: Nights that are shown, and those of which the unread ones are counted.
SHOWN, COUNTED = 400, 365
_BAND = 1.645
KINDS = (
    (Kind.BURST.value, Text(fr="fuite soudaine", en="sudden leak")),
    (Kind.SLOW_LEAK.value, Text(fr="fuite qui grandit", en="leak that grows")),
    (Kind.TANK.value, Text(fr="manœuvre de réservoir", en="tank operation")),
    (Kind.NIGHT_USE.value, Text(fr="nouvel usage de nuit", en="new use at night")),
    (Kind.SEASON.value, Text(fr="saison, visiteurs", en="season, visitors")),
)
_WHY = {
    Kind.BURST: Text(
        fr="Les nuits sont montées de {size} d’un coup, et les jours {day} : de l’eau coule à toute"
        " heure.",
        en="Nights rose by {size} at once, and days {day}: water runs at all hours.",
    ),
    Kind.SLOW_LEAK: Text(
        fr="Les nuits sont montées peu à peu, de {size} en tout, et les jours {day} : ce qui coule"
        " à toute heure grandit.",
        en="Nights rose little by little, by {size} in all, and days {day}: what runs at all hours"
        " grows.",
    ),
    Kind.TANK: Text(
        fr="Les nuits sont montées de {size}, et les jours {day} : de l’eau est prise la nuit et"
        " rendue le jour, comme par un réservoir que l’on remplit la nuit.",
        en="Nights rose by {size}, and days {day}: water is taken at night and given back by day,"
        " as by a tank that is filled at night.",
    ),
    Kind.NIGHT_USE: Text(
        fr="Les nuits sont montées de {size}, et les jours {day} : quelqu’un s’est mis à consommer"
        " la nuit.",
        en="Nights rose by {size}, and days {day}: somebody began to use water at night.",
    ),
    Kind.SEASON: Text(
        fr="Les nuits sont montées de {size}, et les jours {day} : il y a plus de monde, ou c’est"
        " la saison.",
        en="Nights rose by {size}, and days {day}: there are more people, or it is the season.",
    ),
}
_ROSE = Text(fr="aussi, de {size}", en="too, by {size}")
_FELL = Text(fr="ont baissé de {size}", en="fell by {size}")
_STAYED = Text(fr="n’ont pas bougé", en="did not move")
_UNKNOWN = Text(fr="ne sont pas connus", en="are not known")
#: A change of the days under this share of that of the nights is none.
_STILL = 0.05
_MANY = Text(
    fr="{n} nuits des douze derniers mois n’ont pu être lues, la dernière celle du {day} : {why}.",
    en="{n} nights of the last twelve months could not be read, the last one that of {day}: {why}.",
)
_ONE = Text(
    fr="Une nuit des douze derniers mois n’a pu être lue, celle du {day} : {why}.",
    en="One night of the last twelve months could not be read, that of {day}: {why}.",
)
_UNREAD = {
    "tank": Text(fr="le niveau d’un réservoir manque", en="the level of a tank is missing"),
    "meter": Text(
        fr="un compteur d’entrée ou de sortie n’a rien dit",
        en="a meter of an inlet or outlet said nothing",
    ),
    "doubt": Text(fr="un compteur ne disait pas vrai", en="a meter was wrong"),
}


def look(prepared: Prepared, parameters: Parameters) -> tuple[Followed, ...]:  # noqa: ARG001 - the contract
    """Return the nights of each district, and what was taken for what."""
    return tuple(_followed(prepared, prepared.nights, k) for k in range(len(prepared.nights.rows)))


def _followed(prepared: Prepared, seen: Look, place: int) -> Followed:
    row = prepared.panel.rows[seen.rows[place]]
    changes = sorted(
        (one for one in seen.watched.changes if one.row == place), key=lambda one: -one.since
    )
    return Followed(
        row.asset,
        "m³/h",
        tuple(_days(prepared, seen, place)),
        tuple(_taken(prepared, one) for one in changes),
        tuple(_unread(prepared, seen, place)),
    )


def _days(prepared: Prepared, seen: Look, place: int) -> list[Seen]:
    days = prepared.panel.days[-SHOWN:].astype(object)
    night, expected = (one[place][-SHOWN:] for one in (seen.night, seen.watched.expected))
    margin = _BAND * seen.watched.spread[place]
    low, high = np.maximum(expected - margin, 0.0), expected + margin
    rows = zip(days, night.tolist(), low.tolist(), high.tolist(), strict=True)
    return [Seen(day, *(_known(one) for one in three)) for day, *three in rows]


def _known(value: float) -> float | None:
    return float(f"{value:.4g}") if np.isfinite(value) else None


def _taken(prepared: Prepared, change: Change) -> Taken:
    days = prepared.panel.days
    since: date = days[change.since].astype(object)
    until: date | None = None if change.until is None else days[change.until].astype(object)
    why = _WHY[change.kind].fill(size=words.flow(change.size), day=_by_day(change))
    return Taken(since, until, change.kind.value, why, not change.kind.leaks)


def _by_day(change: Change) -> Text:
    more = change.by_day
    if not np.isfinite(more):
        return _UNKNOWN
    if abs(more) < _STILL * abs(change.size):
        return _STAYED
    return (_ROSE if more > 0 else _FELL).fill(size=words.flow(abs(more)))


def _unread(prepared: Prepared, seen: Look, place: int) -> list[Text]:
    """Say how many nights could not be read, by what was missing."""
    panel = prepared.panel
    asset = panel.rows[seen.rows[place]].asset
    rows = {row.quantity: i for i, row in enumerate(panel.rows) if row.asset == asset}
    read = {key: _read(prepared, rows.get(key)) for key in (ENTERING, INPUT, STORED)}
    lost = ~np.isfinite(seen.night[place])
    doubt = lost & read[INPUT]
    tank = lost & ~doubt & read[ENTERING] & ~read[STORED] & (STORED in rows)
    reasons = {"tank": tank, "meter": lost & ~doubt & ~tank, "doubt": doubt}
    found = []
    for key, nights in reasons.items():
        at = np.flatnonzero(nights[-COUNTED:]) + max(len(nights) - COUNTED, 0)
        if len(at):
            day: date = panel.days[at[-1]].astype(object)
            text = _ONE if len(at) == 1 else _MANY
            found.append(text.fill(n=numbers(len(at)), day=words.day(day), why=_UNREAD[key]))
    return found


def _read(prepared: Prepared, row: int | None) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell on which days a row is known enough for its night to be read, and its day with it."""
    if row is None or prepared.panel.hourly is None:
        return np.zeros(len(prepared.panel.days), dtype=bool)
    hours: Floats = prepared.panel.hourly[row : row + 1].astype(np.float64)
    found = nights_of(hours)
    known: np.ndarray[tuple[int], np.dtype[np.bool_]] = np.isfinite(found.night + found.day)[0]
    return known


FOLLOW = Follow(
    quantities=(INPUT, ENTERING, STORED),
    kinds=KINDS,
    known=(Kind.BURST.value, Kind.TANK.value, Kind.NIGHT_USE.value, Kind.SEASON.value),
    said=SAID,
    look=look,
)
