"""Tables that the gate let out before (`beffroi publish record`), as open data."""

from collections.abc import Mapping

from beffroi.publish.sites.prepared import Prepared, said
from beffroi.store import publications, sites
from beffroi.store.state.publishing import Publication
from beffroi.store.write import WriteDoor
from beffroi.texts import Text
from beffroi.trust.gate.answer import Status

_PREFIX = "tableau-"
_ALL = Text(fr="total", en="total")


def key_of(number: int) -> str:
    """Return the name under which a table goes on a site.

    >>> key_of(7)
    'tableau-7'
    """
    return f"{_PREFIX}{number}"


def number_in(key: str) -> int | None:
    """Return the number of the table that goes under a name; None where it is no table of these.

    >>> number_in("tableau-7"), number_in("eau-conforme")
    (7, None)
    """
    number = key.removeprefix(_PREFIX)
    return int(number) if key.startswith(_PREFIX) and number.isdecimal() else None


def offered(door: WriteDoor, organisation: int) -> list[Publication]:
    """List the tables that the gate let out and that did not come from the site itself."""
    with door.look(organisation) as session:
        own = {one.publication_id for one in sites.history(session, organisation)}
        own -= {
            one.publication_id
            for one in sites.history(session, organisation)
            if one.key.startswith(_PREFIX)
        }
    rows = publications.listed(door, [organisation])
    return [row for row in rows if row.checked and row.id not in own]


def prepare(row: Publication, *, simulated: bool) -> Prepared:
    """Return a table as it may be shown again: what the gate showed of it, and nothing else."""
    title = Text(fr=row.title, en=row.title)
    shown: Mapping[str, float] = row.content["shown"]
    cells = [(_codes(name), value) for name, value in shown.items()]
    levels = list(dict.fromkeys(level for codes, _ in cells for level in codes))
    content = {
        "kind": "table",
        "label": said(title),
        "sentence": said(Text(fr="", en="")),
        "unit": row.unit,
        "measure": row.measure,
        "columns": [{"name": one, "label": said(Text(fr=one, en=one))} for one in levels],
        "codes": {one: {"": said(_ALL)} for one in levels},
        "rows": sorted([*(codes.get(one, "") for one in levels), value] for codes, value in cells),
        "totals": [],
        "held_back": row.held_back > 0,
        "references": [],
        "simulated": simulated,
    }
    status = Status.PROTECTED if row.held_back else Status.OPEN
    return Prepared(key_of(row.id), title, status, content=content)


def _codes(name: str) -> dict[str, str]:
    """Return the code of each level in the name of a cell.

    >>> _codes("commune=Arbois|usage=écoles"), _codes("*lieu~0a1b|year=2024"), _codes("")
    ({'commune': 'Arbois', 'usage': 'écoles'}, {'year': '2024'}, {})
    """
    parts = (part.partition("~")[0].partition("=") for part in name.split("|") if "=" in part)
    return {level: code for level, _, code in parts}
