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
MENU = (
    FIRST,
    Entry(Text(fr="Constats", en="Findings"), "/constats", Right.READ_INDICATORS),
    Entry(Text(fr="Carte", en="Map"), "/carte", Right.READ_INDICATORS),
    Entry(Text(fr="Équipements", en="Assets"), "/equipements", Right.READ_INDICATORS),
    Entry(Text(fr="Scénarios", en="Scenarios"), "/scenarios", Right.READ_INDICATORS),
    Entry(Text(fr="Indicateurs", en="Indicators"), "/indicateurs", Right.READ_INDICATORS),
    Entry(Text(fr="Conventions", en="Agreements"), "/conventions", Right.READ_INDICATORS, TOGETHER),
    Entry(Text(fr="Journal", en="Journal"), "/journal", Right.SEE_JOURNAL, TRUST),
    Entry(
        Text(fr="Registre des traitements", en="Record of processing"),
        "/traitements",
        Right.READ_INDICATORS,
        TRUST,
    ),
    Entry(
        Text(fr="Demandes de personnes", en="Requests of persons"),
        "/demandes",
        Right.HANDLE_REQUESTS,
        TRUST,
    ),
    Entry(
        Text(fr="Questions fréquentes", en="Common questions"),
        "/aide",
        Right.READ_INDICATORS,
        HELPING,
    ),
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
        label = OTHERS if entry is FIRST and kind != "commune" else entry.label
        address = f"{base}{entry.path}"
        groups.setdefault(entry.group, []).append(Link(label, address, _here(here, address, base)))
    return tuple(Group(title, tuple(links)) for title, links in groups.items())


def _here(here: str, address: str, base: str) -> bool:
    return here == address or (address != base and here.startswith(f"{address}/"))
