"""Proposing an agreement: nothing is lent until both sides accept it."""

from dataclasses import dataclass
from datetime import datetime

from beffroi.commons.agreements.stances import PROPOSE, take
from beffroi.errors import BeffroiError
from beffroi.errors.sharing import TERMS_INVALID
from beffroi.periods import utc_now
from beffroi.store.federation.elsewhere import require_kept_here
from beffroi.store.sharing.terms import Terms
from beffroi.store.state.sharing import WAITING, Agreement, AgreementParty
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

_TITLE = Text(fr="le titre manque", en="the title is missing")
_NOBODY = Text(fr="aucun destinataire n’est nommé", en="no recipient is named")
_ITSELF = Text(
    fr="une collectivité ne se prête pas ses propres mesures",
    en="an authority does not lend its measures to itself",
)
_DAYS = Text(fr="elle finit avant de commencer", en="it ends before it begins")
_THIRD = Text(
    fr="seul le prêteur ou un destinataire la propose",
    en="only the provider or a recipient proposes it",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """An agreement before it is proposed; organisations are numbers."""

    title: str
    provider: int
    recipients: tuple[int, ...]
    terms: Terms
    valid_from: datetime
    valid_until: datetime


def propose(door: WriteDoor, draft: Draft, proposer: int) -> int:
    """Propose an agreement for one of its parties, which accepts it by that.

    Returns:
        The number of the agreement.

    Raises:
        BeffroiError: `agreement.terms_invalid`, `federation.kept_elsewhere`.
    """
    _check(draft, proposer)
    with door.look() as session:
        require_kept_here(session, draft.provider)
    terms, recipients = draft.terms, sorted({*draft.recipients})
    with door.change("agreement.create", terms.purpose, draft.provider, draft.title) as change:
        row = Agreement(
            organisation_id=draft.provider,
            recipients=recipients,
            title=draft.title.strip(),
            terms=terms.plain(),
            stance=WAITING,
            valid_from=draft.valid_from,
            valid_until=draft.valid_until,
            proposed_at=utc_now(),
            proposed_by=door.actor,
        )
        change.session.add(row)
        change.session.flush()
        number = row.id
        change.session.add_all(
            AgreementParty(
                agreement_id=number,
                organisation_id=one,
                provider_id=draft.provider,
                stance=WAITING,
            )
            for one in recipients
        )
        change.detail = {"agreement": number, "recipients": recipients}
    take(door, number, proposer, PROPOSE)
    return number


def _check(draft: Draft, proposer: int) -> None:
    wrong = {
        _TITLE: not draft.title.strip(),
        _NOBODY: not draft.recipients,
        _ITSELF: draft.provider in draft.recipients,
        _DAYS: draft.valid_from >= draft.valid_until,
        _THIRD: proposer not in (draft.provider, *draft.recipients),
    }
    for reason, found in wrong.items():
        if found:
            raise BeffroiError(TERMS_INVALID, reason=reason)
