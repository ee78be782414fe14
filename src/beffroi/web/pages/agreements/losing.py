"""What stops with an agreement, told before it does: who loses sight of what, what they keep."""

from dataclasses import dataclass

from beffroi.commons.agreements.listing import Listed
from beffroi.periods import utc_now
from beffroi.store.sharing.grants import in_force
from beffroi.texts import Text
from beffroi.web.pages.agreements.form_words import LOSING as WORDS
from beffroi.web.pages.agreements.lending import counted, series_lent
from beffroi.web.pages.declaring import Visit


@dataclass(frozen=True, slots=True)
class Loss:
    """What one reader would lose sight of."""

    reader: str
    own: bool
    """Whether that is oneself."""
    said: Text
    kept: Text | None
    """What another agreement goes on lending, where one does."""


def losses(visit: Visit, one: Listed, names: dict[int, str]) -> tuple[Loss, ...]:
    """Return what each reader for whom an agreement is in force would lose."""
    own, found = visit.organisation, []
    provider = one.row.organisation_id
    with visit.own().look() as session:
        rows = series_lent(session, provider, one.terms)
        for each in one.parties:
            reader = each.organisation_id
            if one.status(reader) != "in_force":
                continue
            others = [
                grant.terms
                for grant in in_force(session, reader, utc_now(), [provider])
                if grant.agreement != one.row.id and not grant.terms.minimum_group
            ]
            kept = [
                row
                for row in rows
                if any(
                    terms.lends(row.quantity, row.type, row.key, row.attributes.get("insee"))
                    for terms in others
                )
            ]
            lost = len(rows) - len(kept)
            assets = len({row.asset for row in rows} - {row.asset for row in kept})
            found.append(
                Loss(
                    names.get(reader, ""),
                    reader == own,
                    _said(one, assets, lost),
                    WORDS["kept"].fill(series=counted("series", len(kept))) if kept else None,
                )
            )
    return tuple(found)


def _said(one: Listed, assets: int, lost: int) -> Text:
    if one.terms.minimum_group:
        return WORDS["lost_totals"]
    if not lost:
        return WORDS["lost_none"]
    said = WORDS["lost"].fill(assets=counted("asset", assets), series=counted("series", lost))
    return WORDS["and_findings"].fill(said=said) if one.terms.findings else said
