"""What a page says is looked at before it is stored: a provider may be mistaken, or hostile."""

from collections.abc import Sequence

import numpy as np

from beffroi.commons.federation.asking import words
from beffroi.commons.federation.pages import Columns, Described, Page, refused
from beffroi.domains import asset_types, quantities
from beffroi.errors import BeffroiError
from beffroi.ingest.messages.check import AT_AN_INSTANT, OVER_A_TIME
from beffroi.quantities import LARGEST
from beffroi.readers.contract import Quality
from beffroi.store.drafts import SeriesKey
from beffroi.store.facts import microseconds
from beffroi.store.looking import BEGINNING, END
from beffroi.store.sharing.terms import Terms
from beffroi.texts import Text
from beffroi.units import SeriesKind

_SERIES = Text(
    fr="la série n° {place} de la page a une sorte, une grandeur, une unité ou un nom inconnus ici",
    en="series {place} of the page has a type, a quantity, a unit or a name that is unknown here",
)
_FOREIGN = Text(
    fr="la série n° {place} de la page n’est pas de la convention",
    en="series {place} of the page is not of the agreement",
)
_VALUE = Text(fr="une valeur n’est pas un nombre de mesure", en="a value is no number of a measure")
_TIME = Text(
    fr="une mesure n’a pas un temps possible pour sa sorte de série",
    en="a measure has no possible time for its kind of series",
)


def keys(page: Page, terms: Terms) -> list[SeriesKey]:
    """Return the series of a page, as they are named here.

    Raises:
        BeffroiError: `federation.answer_refused`.
    """
    found = [_key(place, one) for place, one in enumerate(page.series)]
    for place, one in enumerate(page.series):
        if not terms.lends(one.quantity, one.asset_type, found[place].asset, one.insee or None):
            raise refused(_FOREIGN.fill(place=place))
    if len({one.identity for one in found}) < len(found):
        raise refused(_SERIES.fill(place=0))
    return found


def require_measures(page: Page, known: Sequence[SeriesKey]) -> None:
    """Refuse measures that none can be.

    Raises:
        BeffroiError: `federation.answer_refused`.
    """
    rows: Columns = page.rows
    value, start, end = rows["value"], rows["start"], rows["end"]
    if not len(value):
        return
    if not np.all(np.isfinite(value)) or np.max(np.abs(value)) > LARGEST:
        raise refused(_VALUE)
    if not np.all(np.isin(rows["quality"], [int(one) for one in Quality])):
        raise refused(_VALUE)
    kinds = np.array([_order(SeriesKind(one.kind)) for one in known])[rows["series"]]
    first, last = microseconds(BEGINNING), microseconds(END)
    wrong = (start < first) | (end > last) | (end < start)
    wrong |= (kinds > 0) & (end == start)
    wrong |= (kinds < 0) & (end != start)
    if np.any(wrong):
        raise refused(_TIME)


def _order(kind: SeriesKind) -> int:
    return 1 if kind in OVER_A_TIME else -1 if kind in AT_AN_INSTANT else 0


def _key(place: int, one: Described) -> SeriesKey:
    known = quantities().get(one.quantity)
    try:
        asset, name = words(one.asset), words(one.name)
        source, qualifier = words(one.source), words(one.qualifier)
        insee, kind = words(one.insee, 16), SeriesKind(one.kind)
    except ValueError as error:
        raise _unknown(place) from error
    if known is None or known.unit != one.unit or one.asset_type not in asset_types():
        raise _unknown(place)
    if not (asset and source):
        raise _unknown(place)
    more = (("name", name or asset), *((("insee", insee),) if insee else ()))
    return SeriesKey(
        asset, one.asset_type, one.quantity, str(kind), source, qualifier, attributes=more
    )


def _unknown(place: int) -> BeffroiError:
    return refused(_SERIES.fill(place=place))
