"""What was really read under agreements, these last days."""

from collections.abc import Mapping
from datetime import timedelta

from beffroi.periods import utc_now
from beffroi.store.sharing.trace import Reads, reads
from beffroi.texts import Text
from beffroi.web.pages.agreements.telling import day
from beffroi.web.pages.agreements.words import READS as WORDS
from beffroi.web.pages.declaring import Visit

DAYS = 90


def read_lately(visit: Visit, agreements: Mapping[int, int]) -> dict[int, Text]:
    """Say what was read under agreements, each with its provider, to one of their parties.

    A recipient is told of its own readings, a provider of everybody's.
    """
    told: dict[int, Text] = {}
    own = visit.organisation
    lends = [key for key, provider in agreements.items() if provider == own]
    since = utc_now() - timedelta(days=DAYS)
    with visit.own().look() as session:
        found = reads(session, since, {own}, lends)
        others = {key: provider for key, provider in agreements.items() if provider != own}
        found |= reads(session, since, {*others.values()}, others, reader=own)
    for key in agreements:
        told[key] = _said(found.get(key))
    return told


def _said(found: Reads | None) -> Text:
    if found is None:
        return WORDS["reads_none"].fill(days=DAYS)
    if found.questions == 1:
        return WORDS["reads_one"].fill(days=DAYS, last=day(found.last))
    people = WORDS["person"] if found.people == 1 else WORDS["people"].fill(n=found.people)
    return WORDS["reads_many"].fill(
        n=found.questions, days=DAYS, people=people, last=day(found.last)
    )
