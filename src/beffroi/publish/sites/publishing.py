"""Publishing what was prepared: the gate records it, then the site shows it."""

from beffroi.errors import BeffroiError
from beffroi.errors.gate import PUBLICATION_REFUSED
from beffroi.errors.site import CHANGED, NOT_DESCRIBED
from beffroi.publish.sites.prepared import Prepared
from beffroi.store import sites
from beffroi.store.write import WriteDoor
from beffroi.texts import Text
from beffroi.trust.gate import recording
from beffroi.trust.gate.answer import Status


def publish(
    door: WriteDoor, organisation: int, made: Prepared, seen: str, number: int | None = None
) -> int:
    """Publish what somebody has seen, `seen` being its digest; return its version.

    `number` is that of the publication which the gate recorded already, for what comes from one.

    Raises:
        BeffroiError: `gate.refused`; `site.changed`, where it is not what was seen;
            `site.not_described`; `store.home_busy`.
    """
    if made.status is Status.BLOCKED:
        raise BeffroiError(PUBLICATION_REFUSED, reason=_together(made.reasons))
    if made.digest != seen:
        raise BeffroiError(CHANGED)
    with door.look(organisation) as session:
        if sites.site_of(session, organisation) is None:
            raise BeffroiError(NOT_DESCRIBED)
    if made.table is not None:
        form, rows = made.table
        answer, number = recording.publish(door, organisation, form, rows)
        shown = {cell.codes: cell.value for cell in answer.cells}
        # Another table may have come out since the preview: what is held back is then more.
        if len(shown) != len(made.content["rows"]) or _hidden(made) != answer.held:
            raise BeffroiError(CHANGED)
    return sites.keep(door, organisation, made.key, made.content, made.members, number)


def _hidden(made: Prepared) -> int:
    return sum(row[-1] is None for row in made.content["rows"])


def _together(reasons: tuple[Text, ...]) -> Text:
    return Text(fr=" ; ".join(one.fr for one in reasons), en="; ".join(one.en for one in reasons))
