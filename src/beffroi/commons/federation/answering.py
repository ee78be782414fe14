"""The side that lends: what is lent to who bears a token, and the next page of an agreement.

All is read through the read door, which acts for the organisation of the token: terms, whole steps,
days, revocation and the trace in the journal are those of any other reading. Nothing is kept of a
subscriber.
"""

import json
from base64 import b64encode
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.commons.agreements.listing import standing
from beffroi.commons.federation import pages
from beffroi.commons.federation.pages import Described, Page, packed
from beffroi.commons.federation.seals import CATALOGUE, CHANGES, Seal, sealed
from beffroi.domains import quantities
from beffroi.errors import BeffroiError
from beffroi.errors.federation import CURSOR_UNKNOWN
from beffroi.periods import Step, utc_now
from beffroi.store.federation.cursors import Cursor
from beffroi.store.federation.sharing import Shared, shared, side_of
from beffroi.store.federation.telling import Told, granted, tell
from beffroi.store.journal.heads import sign
from beffroi.store.journal.keys import own_key
from beffroi.store.journal.note import SecretKey
from beffroi.store.journal.reading import KeptTree
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.state.lending import lending
from beffroi.store.state.sharing import Agreement, AgreementParty
from beffroi.store.store import Store
from beffroi.store.tokens import Bearer
from beffroi.units import SeriesKind

#: Agreements that one answer lists, the last ones first.
_MOST = 1000
_PURPOSE = "federation"


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers the bearer of a token, for the one organisation that the token is of."""

    store: Store
    bearer: Bearer

    def catalogue(self, nonce: str, seen: int) -> bytes:
        """Answer what is lent, and that the journal only grew since it had `seen` entries.

        Raises:
            BeffroiError: `federation.cursor_unknown` for a journal longer than this one.
        """
        with self._door().session() as session:
            recipient = session.get_one(models.Organisation, self.bearer.organisation)
            said = {
                "recipient": {"key": recipient.key, "name": recipient.name},
                "agreements": self._agreements(session),
            }
            key = recipient.key
        content = json.dumps({**said, "journal": self._journal(seen)}, ensure_ascii=False)
        return self._answer(Seal(CATALOGUE, key, 0, nonce), [content.encode()])

    def series(self, agreement: int) -> list[dict[str, str]]:
        """List the series that an agreement lends, with their units, for people to see.

        Raises:
            BeffroiError: `federation.not_lent`.
        """
        with self._door().session() as session:
            grant = granted(session, self.bearer.organisation, agreement)
            with lending(session):
                found = shared(session, grant, utc_now())
                described = _described(found, grant.terms.granularity, side_of(grant))
        names = ("asset_type", "asset", "name", "quantity", "unit", "kind")
        return [{name: getattr(one, name) for name in names} for one in described]

    def changes(self, agreement: int, since: str, nonce: str) -> bytes:
        """Answer the next page of an agreement.

        Raises:
            BeffroiError: `federation.not_lent`, `federation.cursor_unknown`.
        """
        try:
            cursor = Cursor.parse(since)
        except ValueError as error:
            raise BeffroiError(CURSOR_UNKNOWN) from error
        told = tell(self._door(), agreement, cursor)
        with self._door().session() as session:
            key = session.get_one(models.Organisation, self.bearer.organisation).key
        last = told.cursor.place is None
        seal = Seal(CHANGES, key, agreement, nonce, since, str(told.cursor), last)
        return self._answer(seal, page_of(told).parts())

    def _door(self) -> Any:
        own = self.bearer.organisation
        return self.store.reader(Scope.of(own, self.bearer.actor, _PURPOSE))

    def _agreements(self, session: Session) -> list[dict[str, Any]]:
        party, row = AgreementParty, Agreement
        query = (
            select(row, party.stance, models.Organisation)
            .join(party, party.agreement_id == row.id)
            .join(models.Organisation, models.Organisation.id == row.organisation_id)
            .where(party.organisation_id == self.bearer.organisation)
            .order_by(row.id.desc())
            .limit(_MOST)
        )
        now = utc_now()
        return [
            {
                "agreement": one.id,
                "title": one.title,
                "provider": {"key": owner.key, "name": owner.name},
                "status": standing(one, stance, now),
                "terms": one.terms,
                "valid_from": one.valid_from.isoformat(),
                "valid_until": one.valid_until.isoformat(),
            }
            for one, stance, owner in session.execute(query)
        ]

    def _journal(self, seen: int) -> dict[str, Any]:
        with self.store.writer(self.bearer.actor).look() as session:
            tree = KeptTree(session)
            size = tree.size
            if seen > size:
                raise BeffroiError(CURSOR_UNKNOWN)
            proof = tree.consistency(seen, size)
            root = tree.root(size)
        return {
            "size": size,
            "root": b64encode(root).decode(),
            "proof": [b64encode(one).decode() for one in proof],
        }

    def _answer(self, seal: Seal, content: list[bytes]) -> bytes:
        return packed(sealed(seal, content, key_of(self.store)), content)


def key_of(store: Store) -> SecretKey:
    """Return the key with which an installation answers: that of its journal, made if need be.

    Raises:
        BeffroiError: `store.home_unwritable`, `journal.key_invalid`.
    """
    key = own_key(store.home)
    if key is None:
        sign(store.writer("beffroi"))
        key = own_key(store.home)
    if key is None:
        raise LookupError("the key that was just written is gone")
    return key


def page_of(told: Told) -> Page:
    """Write a page of what was told: only the series that it is about are described in it."""
    last = told.cursor.place is None
    found, units = told.shared, told.units
    count = len(found.series)
    used = np.arange(count) if last else np.unique(units.place)
    names = dict(zip(used.tolist(), range(len(used)), strict=True))
    place = np.zeros(max(count, 1), np.int64)
    place[used] = np.arange(len(used))
    described = _described(found, told.grant.terms.granularity, side_of(told.grant))
    extents = pages.columns()
    if last:
        extents = {"series": np.arange(count), "low": found.first, "high": found.last}
    return Page(
        tuple(described[one] for one in names),
        {"series": place[told.rows["place"]], **{n: told.rows[n] for n in _COLUMNS}},
        {"series": place[units.place], "low": units.low, "high": units.high},
        extents,
    )


_COLUMNS = ("start", "end", "value", "quality")


def _described(found: Shared, granularity: Step, side: str) -> list[Described]:
    known = quantities()
    # Repaired readings of an index are the amounts between them; so are those of a step.
    amounts = granularity is not Step.RAW or side == "repaired"
    return [
        Described(
            asset.type,
            asset.key,
            asset.name,
            str(asset.attributes.get("insee") or ""),
            one.quantity,
            known[one.quantity].unit if one.quantity in known else "",
            str(SeriesKind.INTERVAL) if amounts and one.kind == SeriesKind.INDEX else one.kind,
            one.source,
            one.qualifier,
        )
        for one, asset in zip(found.series, found.assets, strict=True)
    ]
