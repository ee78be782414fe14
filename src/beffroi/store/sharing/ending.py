"""What an erasure ends and takes out of agreements; who read what stays, without any measure."""

from collections.abc import Collection

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from beffroi.store.state.many import blocks
from beffroi.store.state.sharing import (
    ENDED,
    Agreement,
    AgreementParty,
    AgreementStep,
    TotalGiven,
    TotalGroup,
    TotalMember,
)


def end_agreements(session: Session, organisation: int) -> None:
    """End the agreements of an organisation that is erased: what it said in them goes."""
    lent = Agreement.organisation_id == organisation
    session.execute(update(Agreement).where(lent).values(stance=ENDED, title="–", terms={}))
    own = AgreementParty.organisation_id == organisation
    session.execute(update(AgreementParty).where(own).values(stance=ENDED))
    said = AgreementStep.organisation_id == organisation
    session.execute(update(AgreementStep).where(said).values(why=""))
    groups = select(TotalGroup.id).where(TotalGroup.organisation_id == organisation)
    for model in (TotalGiven, TotalMember):
        session.execute(delete(model).where(model.group_id.in_(groups)))
    session.execute(delete(TotalGroup).where(TotalGroup.organisation_id == organisation))


def silence(session: Session, series: Collection[int]) -> None:
    """Forget the totals that erased series were in: their groups are silent from now on."""
    member = TotalMember
    for some in blocks(series):
        groups = select(member.group_id).where(member.series_id.in_(some))
        session.execute(delete(TotalGiven).where(TotalGiven.group_id.in_(groups)))
        session.execute(delete(member).where(member.series_id.in_(some)))
