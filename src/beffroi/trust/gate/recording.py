"""The gate and its record: check against all that was published, and keep what leaves."""

from beffroi.errors import BeffroiError
from beffroi.errors.gate import PUBLICATION_REFUSED
from beffroi.store import publications
from beffroi.store.publications import Draft
from beffroi.store.state.publishing import Publication
from beffroi.store.write import WriteDoor
from beffroi.texts import Text
from beffroi.trust.gate.answer import Answer, Status
from beffroi.trust.gate.check import check, shown_whole
from beffroi.trust.gate.form import Form
from beffroi.trust.gate.reading import Rows
from beffroi.trust.gate.releases import Release

_BLOCKED = Text(fr="le contrôle la bloque : {why}", en="the check blocks it: {why}")
_RECORDS = Text(
    fr="seuls des tableaux de sommes se gardent en mémoire : des lignes publiées une à une ne se "
    "confrontent pas encore aux publications suivantes",
    en="only tables of sums are recorded: rows published one by one cannot yet be checked together "
    "with later publications",
)


def earlier(door: WriteDoor, form: Form) -> tuple[Release, ...]:
    """Return what anybody published over the source of a form, the oldest first."""
    rows = publications.over(door, form.source, form.measure)
    return tuple(Release.from_dict(row.id, row.title, row.content) for row in rows)


def examine(door: WriteDoor, form: Form, rows: Rows) -> Answer:
    """Check what somebody wants to publish; nothing is recorded."""
    return check(form, rows, earlier(door, form))


def publish(door: WriteDoor, organisation: int, form: Form, rows: Rows) -> tuple[Answer, int]:
    """Check and record, with nothing recorded in between.

    Returns:
        The answer, whose cells are what may leave, and the number of the publication.

    Raises:
        BeffroiError: `gate.refused` where it is blocked, or where records are published one by one;
            `store.home_busy`.
    """
    if form.sensitive:
        raise BeffroiError(PUBLICATION_REFUSED, reason=_RECORDS)
    with door.hold(publications.LOCK):
        answer = examine(door, form, rows)
        if answer.status is Status.BLOCKED or answer.release is None:
            why = Text(
                fr=" ; ".join(one.fr for one in answer.reasons),
                en="; ".join(one.en for one in answer.reasons),
            )
            raise BeffroiError(PUBLICATION_REFUSED, reason=_BLOCKED.fill(why=why))
        row = _kept(door, organisation, form, answer.release, answer.held, checked=True)
    return answer, row.id


def make_known(door: WriteDoor, organisation: int, form: Form, rows: Rows) -> int:
    """Record a table that was published elsewhere, as it was: what is public cannot be held back.

    Returns:
        The number of the publication.
    """
    with door.hold(publications.LOCK):
        release = shown_whole(form, rows, earlier(door, form))
        return _kept(door, organisation, form, release, 0, checked=False).id


def _kept(
    door: WriteDoor, organisation: int, form: Form, release: Release, held: int, *, checked: bool
) -> Publication:
    draft = Draft(
        title=form.title,
        source=form.source,
        measure=form.measure,
        unit=form.unit,
        rule=form.rule.key,
        cells=len(release.shown) + held,
        held_back=held,
        checked=checked,
        content=release.to_dict(),
    )
    return publications.record(door, organisation, draft)
