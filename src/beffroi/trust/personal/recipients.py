"""Who else reads the measures of an organisation: what agreements in force say, at this moment."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.figures import written_day
from beffroi.periods import PARIS, Step, utc_now
from beffroi.store.sharing.groups import LEAST_HOUSEHOLDS, OF_HOUSEHOLDS
from beffroi.store.sharing.terms import Terms, read_terms
from beffroi.store.state.models import Organisation
from beffroi.store.state.sharing import ACCEPTED, Agreement, AgreementParty
from beffroi.texts import Language, Text

_STEPS = {
    Step.RAW: Text(fr="mesure par mesure", en="measure by measure"),
    Step.HOUR: Text(fr="par heure", en="by hour"),
    Step.DAY: Text(fr="par jour", en="by day"),
    Step.MONTH: Text(fr="par mois", en="by month"),
    Step.YEAR: Text(fr="par année", en="by year"),
}
_ALONE = Text(fr="équipement par équipement", en="asset by asset")
_TOTALS = Text(fr="totaux d’au moins {n}", en="totals of {n} at least")
_LINE = Text(
    fr="{name} : {step}, {how}, pour {purpose}, jusqu’au {day} (convention n° {number})",
    en="{name}: {step}, {how}, for {purpose}, until {day} (agreement {number})",
)


def recipients(
    session: Session, provider: int, language: Language, *, household: bool = False
) -> str:
    """Return a line for each recipient of each agreement in force; nothing where there is none.

    Those of a `household` get totals only, by month or year.
    """
    now, row, party = utc_now(), Agreement, AgreementParty
    query = (
        select(row, Organisation.name)
        .join(party, party.agreement_id == row.id)
        .join(Organisation, Organisation.id == party.organisation_id)
        .where(
            row.organisation_id == provider,
            row.stance == ACCEPTED,
            party.stance == ACCEPTED,
            row.valid_from <= now,
            row.valid_until > now,
        )
        .order_by(row.id, Organisation.name)
    )
    told = [(one, read_terms(one.terms), name) for one, name in session.execute(query)]
    if household:
        told = [
            (one, replace(terms, minimum_group=max(terms.minimum_group, LEAST_HOUSEHOLDS)), name)
            for one, terms, name in told
            if terms.minimum_group and terms.granularity in OF_HOUSEHOLDS
        ]
    return "\n".join(_line(one, terms, name, language) for one, terms, name in told)


def _line(agreement: Agreement, terms: Terms, name: str, language: Language) -> str:
    # It ends where that day begins: the day before is the last one, as its own page says.
    last = (agreement.valid_until - timedelta(microseconds=1)).astimezone(PARIS).date()
    how = _TOTALS.fill(n=terms.minimum_group) if terms.minimum_group else _ALONE
    return _LINE.fill(
        name=name,
        step=_STEPS[terms.granularity],
        how=how,
        purpose=terms.purpose,
        day=written_day(last),
        number=agreement.id,
    ).in_(language)
