"""An asset that turns out to be a household: its number gives way to a pseudonym, everywhere."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from beffroi.store import computed, documents
from beffroi.store.erasing import forgetting
from beffroi.store.households.naming import draw, pseudonym
from beffroi.store.state import models
from beffroi.store.state.documents import Document


def veil(session: Session, organisation: int, assets: list[int]) -> forgetting.Forgotten:
    """Put pseudonyms in the place of the numbers and names of assets, and forget who they were.

    Their measures stay. The files that brought them go, for they hold the numbers; so do their
    documents, what was found about them or computed for all to read, entries of the journal and
    mappings that name them.
    """
    rows = [session.get_one(models.Asset, one, with_for_update=True) for one in assets]
    owned = models.Series.asset_id.in_(assets)
    series = set(session.scalars(select(models.Series.id).where(owned)))
    measured = session.execute(select(models.Series.asset_id, models.Series.quantity).where(owned))
    names = {row.id: row.key for row in rows}
    keys = {(names[asset], quantity) for asset, quantity in measured}
    keys |= {(one, "") for row in rows for one in (row.key, row.name)}
    originals, entries = forgetting.traces(session, organisation, series, keys)
    originals += documents.forget(session, Document.asset_id.in_(assets))
    forgetting.findings_of(session, assets)
    computed.forget(session, organisation)
    for row in rows:
        name = pseudonym(session, organisation, row.key)
        taken = select(models.Asset.id).where(
            models.Asset.organisation_id == organisation,
            models.Asset.type == row.type,
            models.Asset.key == name,
        )
        # Its later measures came under the pseudonym: these get one that nothing ties to them.
        row.key = row.name = draw() if session.scalar(taken) else name
        row.attributes = {k: v for k, v in row.attributes.items() if k == "insee"}
        row.parent_id, row.household = None, True
        session.flush()
    session.execute(update(models.Series).where(owned).values(household=True))
    return forgetting.Forgotten(originals, entries=entries)
