"""Why an organisation may or may not read a series: each agreement looked at, and its answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Row, select

from beffroi.commons.agreements.listing import STATUSES, standing
from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import Step, utc_now
from beffroi.store.sharing.terms import Terms, read_terms
from beffroi.store.state import models
from beffroi.store.state.sharing import Agreement, AgreementParty
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

VIEW_NAMES = {
    "raw": Text(fr="brut", en="raw"),
    "repaired": Text(fr="réparé", en="repaired"),
}
STEP_NAMES = {
    Step.RAW: Text(fr="mesure brute", en="raw measure"),
    Step.HOUR: Text(fr="heure", en="hour"),
    Step.DAY: Text(fr="jour", en="day"),
    Step.MONTH: Text(fr="mois", en="month"),
    Step.YEAR: Text(fr="année", en="year"),
}
_OWN = Text(
    fr="oui : ces mesures sont celles de cette collectivité, elle les lit toutes",
    en="yes: these measures are its own, it reads all of them",
)
_OWN_HOUSEHOLD = Text(
    fr="oui, à qui y tient le droit « read_households » : ces mesures sont celles d’un foyer de "
    "cette collectivité",
    en="yes, to holders of the right “read_households” there: these measures are those of a "
    "household of this authority",
)
_HOUSEHOLD = Text(
    fr="non : les mesures d’un foyer ne se prêtent jamais une à une, mais dans des totaux d’au "
    "moins dix foyers",
    en="no: the measures of a household are never lent by themselves, but within totals of ten "
    "households at least",
)
_NONE = Text(
    fr="non : aucune convention n’existe entre ces deux collectivités",
    en="no: there is no agreement between these two authorities",
)
_STANDS = Text(fr="non : la convention est {status}", en="no: the agreement is {status}")
_NOT_NAMED = Text(
    fr="non : {what} n’y figure pas ({found})", en="no: {what} is not in it ({found})"
)
_TOTALS = Text(
    fr="seulement dans des totaux d’au moins {n} équipements, par {step}",
    en="only within totals of at least {n} assets, by {step}",
)
_YES = Text(
    fr="oui : à partir du pas « {step} » ({views}), mesures {window}",
    en="yes: from the step “{step}” on ({views}), measures {window}",
)
_NOT_LENT = Text(
    fr="non : cette série n’existe pas, ou n’est pas prêtée une à une",
    en="no: this series does not exist, or is not lent by itself",
)
_ALWAYS = Text(fr="de toute époque", en="of any time")
_BETWEEN = Text(fr="du {since} au {until} exclu", en="from {since} until {until} excluded")
_QUANTITY = Text(fr="la grandeur", en="the quantity")
_TYPE = Text(fr="la sorte d’équipement", en="the type of asset")
_ASSET = Text(fr="l’équipement", en="the asset")
_TERRITORY = Text(fr="la commune", en="the commune")
_SERIES = Text(fr="série", en="series")
#: Of how many agreements a reader is told, the last ones.
MOST = 100


@dataclass(frozen=True, slots=True)
class Reason:
    """What one rule says; `agreement` is None for the rule of ownership."""

    agreement: int | None
    allows: bool
    why: Text


def explain(door: WriteDoor, reader: int, series: int) -> list[Reason]:
    """Say which rules were looked at for a reader and a series, and what each says.

    Raises:
        BeffroiError: `store.not_found`.
    """
    with door.look() as session:
        row = session.get(models.Series, series)
        if row is None:
            raise BeffroiError(NOT_FOUND, what=_SERIES, key=series, command="series")
        if row.organisation_id == reader:
            return [Reason(None, True, _OWN_HOUSEHOLD if row.household else _OWN)]
        if row.household:
            return [Reason(None, False, _HOUSEHOLD)]
        asset = session.get_one(models.Asset, row.asset_id)
        query = (
            select(Agreement, AgreementParty.stance)
            .join(AgreementParty, AgreementParty.agreement_id == Agreement.id)
            .where(
                Agreement.organisation_id == row.organisation_id,
                AgreementParty.organisation_id == reader,
            )
            .order_by(Agreement.id)
        )
        found = [_judged(one, stance, row, asset) for one, stance in session.execute(query)]
    return found or [Reason(None, False, _NONE)]


def explain_to_reader(door: WriteDoor, reader: int, series: int) -> list[Reason]:
    """Say why to the reader itself, who learns nothing of what is not lent to it.

    One that does not exist, one of others and one that is not lent have the same answer after the
    same statements: each of the last agreements of the reader lends no such series, or why it
    lends nothing.
    """
    own = AgreementParty.organisation_id == reader
    query = (
        select(Agreement, AgreementParty.stance)
        .join(AgreementParty, AgreementParty.agreement_id == Agreement.id)
        .where(own)
        .order_by(Agreement.id.desc())
        .limit(MOST)
    )
    asked = select(models.Series, models.Asset).join(
        models.Asset, models.Series.asset_id == models.Asset.id
    )
    with door.look() as session:
        found = session.execute(asked.where(models.Series.id == series)).one_or_none()
        agreements = session.execute(query).all()
    if found is not None and found.Series.organisation_id == reader:
        return [Reason(None, True, _OWN)]
    told = [_told(row.Agreement, row.stance, found) for row in agreements]
    return [one for one in told if one.allows] or told or [Reason(None, False, _NOT_LENT)]


def _told(
    agreement: Agreement, theirs: str, found: Row[models.Series, models.Asset] | None
) -> Reason:
    """Say of an agreement that it lends a series, or else nothing that depends on the series."""
    status = standing(agreement, theirs, utc_now())
    if status != "in_force":
        return Reason(agreement.id, False, _STANDS.fill(status=STATUSES[status]))
    if found is not None and found.Series.organisation_id == agreement.organisation_id:
        said = _judged(agreement, theirs, found.Series, found.Asset)
        if said.allows:
            return said
    return Reason(agreement.id, False, _NOT_LENT)


def _judged(
    agreement: Agreement, theirs: str, series: models.Series, asset: models.Asset
) -> Reason:
    status = standing(agreement, theirs, utc_now())
    if status != "in_force":
        return Reason(agreement.id, False, _STANDS.fill(status=STATUSES[status]))
    terms = read_terms(agreement.terms)
    for reason in _missing(terms, series, asset):
        return Reason(agreement.id, False, reason)
    step = STEP_NAMES[terms.granularity]
    if terms.minimum_group:
        return Reason(agreement.id, False, _TOTALS.fill(n=terms.minimum_group, step=step))
    views = Text(
        fr=", ".join(VIEW_NAMES[one].fr for one in terms.views),
        en=", ".join(VIEW_NAMES[one].en for one in terms.views),
    )
    why = _YES.fill(step=step, views=views, window=_window(terms))
    return Reason(agreement.id, True, why)


def _missing(terms: Terms, series: models.Series, asset: models.Asset) -> Iterator[Text]:
    """Name what of a series the terms do not."""
    insee = asset.attributes.get("insee")
    named: tuple[tuple[Text, tuple[str, ...], object], ...] = (
        (_QUANTITY, terms.quantities, series.quantity),
        (_TYPE, terms.asset_types, asset.type),
        (_ASSET, terms.assets, asset.key),
        (_TERRITORY, terms.territories, insee),
    )
    for what, listed, found in named:
        if listed and found not in listed:
            yield _NOT_NAMED.fill(what=what, found=found or "–")


def _window(terms: Terms) -> Text:
    if terms.since is None and terms.until is None:
        return _ALWAYS
    return _BETWEEN.fill(since=terms.since or "…", until=terms.until or "…")
