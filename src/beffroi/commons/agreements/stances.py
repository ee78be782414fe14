"""What each party does about an agreement: it moves its own stance, never that of another.

>>> STEPS["suspend"].leads_to, sorted(STEPS["revoke"].from_)
('suspended', ['accepted', 'suspended'])
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.sharing import STEP_REFUSED
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.federation.elsewhere import require_kept_here
from beffroi.store.state import models
from beffroi.store.state.sharing import (
    ACCEPTED,
    WAITING,
    Agreement,
    AgreementParty,
    AgreementStep,
)
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

PROPOSE = "propose"
WHAT = Text(fr="convention", en="agreement")


@dataclass(frozen=True, slots=True)
class Step:
    """A step: from which stances it may be taken, to which one it leads."""

    label: Text
    from_: frozenset[str]
    leads_to: str


STEPS = {
    PROPOSE: Step(Text(fr="proposer", en="propose"), frozenset({WAITING}), ACCEPTED),
    "accept": Step(Text(fr="accepter", en="accept"), frozenset({WAITING}), ACCEPTED),
    "refuse": Step(Text(fr="refuser", en="refuse"), frozenset({WAITING}), "refused"),
    "suspend": Step(Text(fr="suspendre", en="suspend"), frozenset({ACCEPTED}), "suspended"),
    "resume": Step(Text(fr="reprendre", en="resume"), frozenset({"suspended"}), ACCEPTED),
    "revoke": Step(Text(fr="résilier", en="revoke"), frozenset({ACCEPTED, "suspended"}), "revoked"),
}
STANCES = {
    WAITING: Text(fr="en attente", en="waiting"),
    ACCEPTED: Text(fr="acceptée", en="accepted"),
    "refused": Text(fr="refusée", en="refused"),
    "suspended": Text(fr="suspendue", en="suspended"),
    "revoked": Text(fr="résiliée", en="revoked"),
    "ended": Text(fr="éteinte", en="ended"),
}


def take(door: WriteDoor, agreement: int, organisation: int, name: str, why: str = "") -> None:
    """Take a step for a party; the very next question about measures heeds it.

    Raises:
        BeffroiError: `store.not_found` for an agreement that it is no party to;
            `agreement.step_refused` from another stance; `federation.kept_elsewhere`.
    """
    step = STEPS[name]
    with door.change(f"agreement.{name}", "agreement", organisation, f"{agreement}") as change:
        require_kept_here(change.session, organisation)
        row = _own(change.session, agreement, organisation)
        if row.stance not in step.from_:
            party = change.session.get_one(models.Organisation, organisation).name
            raise BeffroiError(
                STEP_REFUSED,
                party=party,
                step=step.label,
                agreement=agreement,
                stance=STANCES[row.stance],
            )
        row.stance = step.leads_to
        change.session.add(
            AgreementStep(
                agreement_id=agreement,
                organisation_id=organisation,
                step=name,
                at=utc_now(),
                actor=door.actor,
                why=why,
            )
        )
        change.detail = {"agreement": agreement, "stance": step.leads_to, "why": why}


def _own(session: Session, agreement: int, organisation: int) -> Agreement | AgreementParty:
    """Return the row that holds the stance of a party."""
    row = session.get(Agreement, agreement)
    if row is not None and row.organisation_id == organisation:
        return row
    party = session.get(AgreementParty, (agreement, organisation))
    if party is None:
        raise BeffroiError(NOT_FOUND, what=WHAT, key=agreement, command="agreements list")
    return party
