"""What every form of message is checked for, whatever it is written in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beffroi.domains import asset_types, quantities
from beffroi.errors import BeffroiError
from beffroi.errors.flow import MESSAGE_REFUSED, MESSAGE_TOO_LARGE
from beffroi.periods import utc_now
from beffroi.quantities import LARGEST
from beffroi.readers.contract import INSTANT, Quality
from beffroi.store.drafts import SeriesKey
from beffroi.store.stream.content import SCHEMA
from beffroi.texts import Text
from beffroi.units import SeriesKind, conversion

LONGEST_TEXT = 200
#: Where each part of an asset stands in what was sent.
_ASSET = {"asset_type": "asset.type", "asset": "asset.key", "name": "asset.name"}
#: A clock that is wrong by its time zone is no reason to refuse; one that is a year ahead is.
_AHEAD = 86_400 * 1_000_000
_LONGEST = 5 * 366 * 86_400 * 1_000_000
ROWS = Text(fr="mesures", en="measures")
AT_AN_INSTANT = (SeriesKind.INDEX, SeriesKind.STATE)
OVER_A_TIME = (SeriesKind.MEAN_POWER, SeriesKind.INTERVAL, SeriesKind.COUNT)
QUALITIES = {quality.name.lower(): int(quality) for quality in Quality}
_FIRST, _LAST = (np.datetime64(day, "us").astype(np.int64) for day in ("1900-01-01", "2100-01-01"))
_MISSING = Text(fr="il manque « {name} »", en="“{name}” is missing")
_TEXT = Text(
    fr="un texte d’une ligne, de {most} caractères au plus, sans caractère invisible ni espace "
    "insécable, est attendu",
    en="a text of one line and {most} characters at most is expected, without invisible "
    "characters or no-break spaces",
)
_CHOICE = Text(
    fr="« {given} » n’est pas connu ; choisissez parmi : {known}",
    en="“{given}” is not known; choose among: {known}",
)
_RATE = Text(
    fr="« {quantity} » est une puissance ou un débit : elle ne se compte pas en {kind}",
    en="“{quantity}” is a rate: it is not counted as {kind}",
)
_NO_RATE = Text(
    fr="« {quantity} » n’est pas une puissance ni un débit : {kind} ne lui convient pas",
    en="“{quantity}” is no rate: {kind} does not fit it",
)
_ORDER = Text(fr="la fin ne suit pas le début", en="the end does not come after the start")
_BACK = Text(fr="la fin précède le début", en="the end comes before the start")
_POINT = Text(
    fr="cette sorte de série se relève à un instant : la fin est le début",
    en="this kind of series is read at an instant: its end is its start",
)
_YEARS = Text(fr="l’année n’est pas entre 1900 et 2099", en="the year is not from 1900 to 2099")
_FUTURE = Text(
    fr="la mesure est datée de l’avenir : l’horloge de l’émetteur avance",
    en="the measure is dated in the future: the clock of the sender is ahead",
)
_LONG = Text(fr="la période dépasse cinq ans", en="the period is longer than five years")
_FINITE = Text(fr="la valeur n’est pas un nombre fini", en="the value is not a finite number")
_TOO_LARGE = Text(
    fr="la valeur est plus grande que toute mesure", en="the value is larger than any measure"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a message may be."""

    rows: int = 100_000
    bytes: int = 16 << 20


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was checked whole: its series and their observations (`content.SCHEMA`)."""

    keys: tuple[SeriesKey, ...]
    observations: pa.Table


@dataclass(frozen=True, slots=True)
class Declared:
    """A series as a message describes it, and how its values become canonical."""

    key: SeriesKey
    factor: float
    offset: float
    kind: SeriesKind


def refused(place: str, reason: Text) -> BeffroiError:
    """Say what is wrong with an item, and where it stands."""
    return BeffroiError(MESSAGE_REFUSED, place=place, reason=reason)


def too_many(limits: Limits) -> BeffroiError:
    """Say that there are too many observations."""
    return BeffroiError(MESSAGE_TOO_LARGE, limit=limits.rows, what=ROWS, setting="message_max_rows")


def declared(place: str, said: Mapping[str, Any]) -> Declared:
    """Check what a message says of a series.

    Args:
        place: Where it stands, for the message of an error.
        said: asset_type, asset, quantity, kind, unit, source; qualifier and name where given.

    Raises:
        BeffroiError: `message.refused`.
    """
    for name in ("asset_type", "asset", "quantity", "kind", "unit", "source"):
        if said.get(name) is None:
            raise refused(place, _MISSING.fill(name=_ASSET.get(name, name)))
    words = {name: _text(f"{place}.{_ASSET.get(name, name)}", v) for name, v in said.items()}
    _among(f"{place}.asset.type", words["asset_type"], asset_types())
    quantity = quantities()[_among(f"{place}.quantity", words["quantity"], quantities())]
    kind = SeriesKind(_among(f"{place}.kind", words["kind"], [str(kind) for kind in SeriesKind]))
    if quantity.integral and kind in (SeriesKind.INTERVAL, SeriesKind.INDEX, SeriesKind.COUNT):
        raise refused(f"{place}.kind", _RATE.fill(quantity=quantity.key, kind=kind))
    if not quantity.integral and kind is SeriesKind.MEAN_POWER:
        raise refused(f"{place}.kind", _NO_RATE.fill(quantity=quantity.key, kind=kind))
    try:
        factor, offset = conversion(words["unit"], quantity.unit)
    except BeffroiError as error:
        reason = error.type.what.fill(error.details)
        stripped = Text(fr=reason.fr.rstrip("."), en=reason.en.rstrip("."))
        raise refused(f"{place}.unit", stripped) from error
    if not words["asset"] or not words["source"]:
        name = "asset.key" if not words["asset"] else "source"
        raise refused(place, _MISSING.fill(name=name))
    return Declared(
        SeriesKey(
            asset=words["asset"],
            asset_type=words["asset_type"],
            quantity=quantity.key,
            kind=str(kind),
            source=words["source"],
            qualifier=words.get("qualifier", ""),
            attributes=(("name", words["name"]),) if words.get("name") else (),
        ),
        factor,
        offset,
        kind,
    )


def finished(
    series: Sequence[Declared],
    places: NDArray[np.int32],
    start: pa.Array,
    end: pa.Array,
    value: pa.Array,
    quality: NDArray[np.int8],
    where: Callable[[int], str],
) -> Message:
    """Check observations all at once and put their values in the canonical unit.

    Args:
        series: What was declared, once or several times.
        places: Of each observation in `series`, shape (n,).
        start: Instants, UTC, without null.
        end: The same.
        value: Numbers in the unit that was declared.
        quality: As `Quality`, shape (n,).
        where: Says where an observation stands in what was sent, from its place here.

    Raises:
        BeffroiError: `message.refused`, naming the first observation that is wrong.
    """
    first, last = (_micros(column) for column in (start, end))
    numbers = value.to_numpy(zero_copy_only=False).astype(np.float64)

    def check(wrong: NDArray[np.bool_], reason: Text) -> None:
        if wrong.any():
            raise refused(where(int(np.argmax(wrong))), reason)

    now = np.datetime64(utc_now().replace(tzinfo=None), "us").astype(np.int64)
    kinds = np.array([_order(item.kind) for item in series], np.int8)[places]
    check((first < _FIRST) | (first >= _LAST) | (last < _FIRST) | (last >= _LAST), _YEARS)
    check((kinds > 0) & (last <= first), _ORDER)
    check(np.maximum(first, last) > now + _AHEAD, _FUTURE)
    check(last - first > _LONGEST, _LONG)
    check((kinds == 0) & (last < first), _BACK)
    check((kinds < 0) & (last != first), _POINT)
    factors = np.array([item.factor for item in series])[places]
    offsets = np.array([item.offset for item in series])[places]
    with np.errstate(over="ignore", invalid="ignore"):
        canonical = numbers * factors + offsets
    check(~np.isfinite(canonical), _FINITE)
    check(np.abs(canonical) > LARGEST, _TOO_LARGE)
    keys = list(dict.fromkeys(item.key for item in series))
    once = {key: place for place, key in enumerate(keys)}
    own = np.array([once[item.key] for item in series], np.int32)[places]
    columns = [own, start, end, canonical, quality]
    table = pa.table(dict(zip(SCHEMA.names, columns, strict=True))).cast(SCHEMA)
    return Message(tuple(keys), table)


def instants(column: pa.Array) -> pa.Array:
    """Read ISO 8601 times, whose offset from UTC must be written.

    Raises:
        pyarrow.ArrowInvalid: Where one of them is not such a time.
    """
    return pc.cast(column, INSTANT)


def _order(kind: SeriesKind) -> int:
    return 1 if kind in OVER_A_TIME else -1 if kind in AT_AN_INSTANT else 0


def _micros(column: pa.Array) -> NDArray[np.int64]:
    found: NDArray[np.int64] = column.cast(pa.int64()).to_numpy(zero_copy_only=False)
    return found


def _among(place: str, given: str, known: Mapping[str, Any] | Sequence[str]) -> str:
    if given not in known:
        raise refused(place, _CHOICE.fill(given=given, known=", ".join(known)))
    return given


def _text(place: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or not (value + " ").isprintable():
        raise refused(place, _TEXT.fill(most=LONGEST_TEXT))
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise refused(place, _TEXT.fill(most=LONGEST_TEXT)) from error
    return value.strip()
