"""The meters of households, judged by the detectors that say that they may judge persons.

The door of an analysis hides households, and no other detector sees one: what a card does not say
(`Card.persons`) is not done. What is counted here is told to nobody: no number of meters, none of
findings; the journal says that the meters of subscribers were looked at, whatever was seen.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from beffroi.decide.customers.keeping import keep
from beffroi.decide.judge import Detected, detect, stops_of
from beffroi.decide.panel import build_panel
from beffroi.decide.sources import Meter, meters
from beffroi.decide.windows import by_end, cut, started
from beffroi.domains.contract import Domain
from beffroi.domains.panel import Panel
from beffroi.store.read import END, ReadDoor
from beffroi.store.write import WriteDoor

#: Meters laid out together: who is alike is looked for among them (hours of four years: 72 MB).
BLOCK = 512
#: What a detector is told of the row of a household.
HOUSEHOLD = "household"


def watch_customers(
    read: ReadDoor,
    write: WriteDoor,
    organisations: Sequence[int],
    domains: Iterable[Domain],
    today: date,
) -> None:
    """Judge the meters of the households of organisations, and store what was seen, apart.

    Nothing is answered: whoever asked for an analysis may not be one to whom it is told.
    """
    door = replace(read, scope=replace(read.scope, households=True, measures=True, acting=None))
    for domain in map(_for_persons, domains):
        if not domain.detectors:
            continue
        for owner in organisations:
            found = _meters(door, owner, domain)
            if found:
                judged = [one for block in _blocks(found) for one in _judged(door, block, domain)]
                keep(write, owner, domain, judged, today)


def _for_persons(domain: Domain) -> Domain:
    """Return a domain with the detectors whose card says that they may judge persons."""
    kept = tuple(one for one in domain.detectors if one.card is not None and one.card.persons)
    return replace(domain, detectors=kept)


def _meters(door: ReadDoor, owner: int, domain: Domain) -> list[Meter]:
    with door.session() as session:
        found = meters(session, [owner], domain.inputs)
    return [one for one in started(found, END) if one.asset.household]


def _blocks(found: Sequence[Meter]) -> Iterator[list[Meter]]:
    for _, group in by_end(((meter,) for meter in found), END):
        yield from cut(group, BLOCK)


def _judged(door: ReadDoor, block: Sequence[Meter], domain: Domain) -> list[Detected]:
    panel = build_panel(door, block, domain, END)
    if panel is None:
        return []
    owners = {meter.asset.id: meter.asset.organisation_id for meter in block}
    return detect(_said(panel), owners, domain, lambda _: None, lambda: stops_of(door))


def _said(panel: Panel) -> Panel:
    rows = tuple(replace(row, attributes={**row.attributes, HOUSEHOLD: True}) for row in panel.rows)
    return replace(panel, rows=rows)
