"""What the service does about what it saw behind the meter of a household.

The journal says that a named person worked on the meters of subscribers: the same whether they
looked at the list, which may be empty, or noted what was done. Its trace was drawn: that of a step
is kept with the step, where whoever reads households finds what the entry stands for; that of a
look is kept nowhere. Whoever reads the journal only cannot tell that anything was ever seen.
"""

import secrets
from datetime import date

from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.errors.decide import CUSTOMER_STEP
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import PARIS, utc_now
from beffroi.store.state.customers import HouseholdFinding, HouseholdStep
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

ACTION, PURPOSE = "customers.work", "water service"
#: The states in the order in which they are listed: what waits comes first.
STATUS: dict[str, Text] = {
    "open": Text(fr="à traiter", en="to follow up"),
    "watching": Text(fr="à surveiller", en="watched"),
    "informed": Text(fr="abonné informé", en="subscriber informed"),
    "dismissed": Text(fr="écarté", en="dismissed"),
    "closed": Text(fr="terminé de lui-même", en="ended by itself"),
}
#: What each choice makes of it; to reopen is to undo.
CHOICES = {
    "inform": "informed",
    "watch": "watching",
    "dismiss": "dismissed",
    "reopen": "open",
}
#: How a subscriber is informed: the decree of 2012 says "by any means".
WAYS: dict[str, Text] = {
    "letter": Text(fr="par courrier", en="by letter"),
    "mail": Text(fr="par courriel", en="by e-mail"),
    "phone": Text(fr="par téléphone", en="by telephone"),
    "visit": Text(fr="sur place", en="in person"),
}
LONGEST = 500
_WHAT = Text(fr="constat d’abonné", en="finding about a subscriber")
_CHOICE = Text(fr="la suite est l’une de : {known}", en="what is done is one of: {known}")
_WAY = Text(fr="dites comment l’abonné a été informé", en="say how the subscriber was informed")
_DAY = Text(
    fr="dites le jour où l’abonné a été informé", en="say the day when the subscriber was informed"
)
_FUTURE = Text(fr="ce jour est dans le futur", en="this day is in the future")
_BEFORE = Text(
    fr="ce jour est avant le début de ce qui a été vu",
    en="this day is before what was seen had begun",
)
_REASON = Text(fr="dites pourquoi, en une phrase", en="say why, in one sentence")


def looked(door: WriteDoor, organisation: int) -> None:
    """Leave the trace of somebody who looks at what was seen, be there something or not.

    Raises:
        BeffroiError: `store.home_unwritable` where it cannot be kept.
    """
    with door.change(ACTION, PURPOSE, organisation) as change:
        change.detail = {"trace": secrets.token_hex(16)}


def problem(choice: str, way: str, day: date | None, reason: str, since: date) -> Text | None:
    """Say what is wrong with a step; None where it may be kept.

    >>> problem("inform", "letter", None, "", date(2026, 1, 1)).en
    'say the day when the subscriber was informed'
    >>> problem("dismiss", "", None, "compteur changé", date(2026, 1, 1)) is None
    True
    """
    if choice not in CHOICES:
        return _CHOICE.fill(known=", ".join(CHOICES))
    if choice != "inform":
        return None if reason.strip() else _REASON
    if way not in WAYS:
        return _WAY
    if day is None:
        return _DAY
    if day > utc_now().astimezone(PARIS).date():
        return _FUTURE
    return _BEFORE if day < since else None


def missing(reference: str) -> BeffroiError:
    """Return what is answered where there is none: that of another is not told apart."""
    return BeffroiError(NOT_FOUND, what=_WHAT, key=reference[:40], command="households findings")


def follow(
    door: WriteDoor,
    organisation: int,
    reference: str,
    choice: str,
    *,
    way: str = "",
    day: date | None = None,
    reason: str = "",
) -> None:
    """Keep what somebody did about what was seen; the step before stays in its history.

    Callers have checked that the person sees it (`telling.whole`).

    Raises:
        BeffroiError: `decide.customer_step` with what is wrong, `store.not_found`.
    """
    row = HouseholdFinding
    query = select(row).where(row.organisation_id == organisation, row.reference == reference)
    with door.change(ACTION, PURPOSE, organisation) as change:
        change.detail = {"trace": secrets.token_hex(16)}
        found = change.session.scalar(query)
        if found is None:
            raise missing(reference)
        wrong = problem(choice, way, day, reason, found.since)
        if wrong is not None:
            raise BeffroiError(CUSTOMER_STEP, problem=wrong)
        informed = choice == "inform"
        change.session.add(
            HouseholdStep(
                finding_id=found.id,
                trace=change.detail["trace"],
                choice=choice,
                day=day if informed else None,
                way=way if informed else "",
                reason=reason.strip()[:LONGEST],
                actor=door.actor,
                at=utc_now(),
            )
        )
        over = found.until is not None and choice in ("watch", "reopen")
        found.status = "closed" if over else CHOICES[choice]
