"""Where somebody may go from any page of an authority: the screens that their rights open."""

from collections.abc import Collection
from dataclasses import dataclass

from beffroi.texts import Text
from beffroi.trust.people.roles import Right

#: Titles of the groups behind « Plus »; what has none stands in the bar itself.
SHOWN = Text(fr="", en="")
DATA = Text(fr="Données", en="Data")
ACCOUNT = Text(fr="Rendre compte", en="Account for")
TOGETHER = Text(fr="Ensemble", en="Together")
TRUST = Text(fr="Confiance", en="Trust")
HELPING = Text(fr="Aide", en="Help")


@dataclass(frozen=True, slots=True)
class Entry:
    """A screen: what it is called, the end of its address, the right it asks for, its group."""

    label: Text
    path: str
    right: Right
    group: Text = SHOWN


FIRST = Entry(Text(fr="Ma commune", en="My commune"), "", Right.READ_INDICATORS)
#: What the first screen is called where the authority is no commune.
OTHERS = Text(fr="Ma collectivité", en="My authority")
_READ = Right.READ_INDICATORS
MENU = (
    FIRST,
    Entry(Text(fr="Constats", en="Findings"), "/constats", _READ),
    Entry(Text(fr="Carte", en="Map"), "/carte", _READ),
    Entry(Text(fr="Équipements", en="Assets"), "/equipements", _READ),
    Entry(Text(fr="Scénarios", en="Scenarios"), "/scenarios", _READ),
    Entry(Text(fr="Indicateurs", en="Indicators"), "/indicateurs", _READ),
    Entry(Text(fr="Importer des fichiers", en="Import files"), "/importer", Right.IMPORT, DATA),
    Entry(Text(fr="Imports", en="Imports"), "/imports", Right.READ_MEASURES, DATA),
    Entry(Text(fr="Qualité de l’eau", en="Water quality"), "/qualite", _READ, DATA),
    Entry(
        Text(fr="Abonnés à l’eau", en="Water subscribers"),
        "/abonnes",
        Right.READ_HOUSEHOLDS,
        DATA,
    ),
    Entry(
        Text(fr="Passerelles, conservation", en="Gateways, retention"),
        "/donnees",
        Right.MANAGE_DATA,
        DATA,
    ),
    Entry(Text(fr="Rapport au conseil", en="Report to the council"), "/rapport", _READ, ACCOUNT),
    Entry(Text(fr="Site public", en="Public site"), "/publication", _READ, ACCOUNT),
    Entry(Text(fr="Conventions", en="Agreements"), "/conventions", _READ, TOGETHER),
    Entry(Text(fr="Coûts partagés", en="Shared costs"), "/couts", _READ, TOGETHER),
    Entry(Text(fr="Membres", en="Members"), "/membres", Right.ADMINISTER_PEOPLE, TOGETHER),
    Entry(Text(fr="Journal", en="Journal"), "/journal", Right.SEE_JOURNAL, TRUST),
    Entry(
        Text(fr="Registre des traitements", en="Record of processing"), "/traitements", _READ, TRUST
    ),
    Entry(
        Text(fr="Demandes de personnes", en="Requests of persons"),
        "/demandes",
        Right.HANDLE_REQUESTS,
        TRUST,
    ),
    Entry(
        Text(fr="Sessions ouvertes", en="Open sessions"), "/sessions", Right.HANDLE_INCIDENTS, TRUST
    ),
    Entry(Text(fr="Questions fréquentes", en="Common questions"), "/aide", _READ, HELPING),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the navigation."""

    label: Text
    address: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Links under a title."""

    title: Text
    links: tuple[Link, ...]

    @property
    def current(self) -> bool:
        """Whether the page is one of them."""
        return any(link.current for link in self.links)


def first_label(kind: str) -> Text:
    """Return what the first screen of an authority is called.

    >>> first_label("epci").fr
    'Ma collectivité'
    """
    return FIRST.label if kind == "commune" else OTHERS


def menu(kind: str, base: str, here: str, rights: Collection[Right]) -> tuple[Group, ...]:
    """Return the groups of links of an authority, the bar first.

    >>> from beffroi.trust.people.roles import Right
    >>> found = menu("commune", "/7", "/7/constats/3", {Right.READ_INDICATORS})
    >>> [(one.label.fr, one.current) for one in found[0].links][:2]
    [('Ma commune', False), ('Constats', True)]
    """
    groups: dict[Text, list[Link]] = {SHOWN: []}
    for entry in MENU:
        if entry.right not in rights:
            continue
        label = first_label(kind) if entry is FIRST else entry.label
        address = f"{base}{entry.path}"
        groups.setdefault(entry.group, []).append(Link(label, address, _here(here, address, base)))
    return tuple(Group(title, tuple(links)) for title, links in groups.items())


def _here(here: str, address: str, base: str) -> bool:
    return here == address or (address != base and here.startswith(f"{address}/"))
