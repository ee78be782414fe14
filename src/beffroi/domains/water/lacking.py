"""What a district lacks for its balance to be said, in words for who can give it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from beffroi.domains.contract import Holder
from beffroi.domains.water.measured import DELIVERED, ENTERING, TOTAL
from beffroi.domains.water.tanks import lacks_of
from beffroi.texts import Text

_INLET = Text(
    fr="Aucun compteur d’entrée : rattachez-en un au secteur, avec le rôle « entrée de secteur ».",
    en="No inlet meter: attach one to this district, with the role “inlet of a district”.",
)
_CUSTOMERS = Text(
    fr="Aucun compteur d’abonnés : sans eux, ni rendement ni pertes. Rattachez les compteurs, avec "
    "le rôle « abonné », ou un total, avec le rôle « total des abonnés ».",
    en="No meter of customers: without them, neither efficiency nor losses. Attach the meters, "
    "with the role “customer”, or a total, with the role “total of customers”.",
)
_GIVEN = {
    "pipe_km": Text(
        fr="Linéaire de réseau inconnu : il faut le donner pour les indices linéaires.",
        en="Length of mains unknown: linear indexes need it.",
    ),
    "connections": Text(
        fr="Nombre de branchements inconnu : il sert à estimer l’usage légitime de la nuit.",
        en="Number of connections unknown: it helps to estimate the legitimate night use.",
    ),
    "pressure_m": Text(
        fr="Pression moyenne inconnue : il la faut pour les pertes incompressibles.",
        en="Mean pressure unknown: unavoidable losses need it.",
    ),
    "m3_eur": Text(
        fr="Coût d’un m³ inconnu : un ordre de grandeur le remplace.",
        en="Cost of a m³ unknown: an order of magnitude stands for it.",
    ),
}


def lacks(
    attributes: Mapping[str, Any], quantities: Collection[str], tanks: Sequence[Holder] = ()
) -> tuple[Text, ...]:
    """Say what a district lacks, what matters most first.

    >>> [text.en.split(":")[0] for text in lacks({"pipe_km": 3, "m3_eur": 1}, {"water.entering"})]
    ['No meter of customers', 'Number of connections unknown', 'Mean pressure unknown']
    """
    found = [] if ENTERING in quantities else [_INLET]
    found += [text for text in map(lacks_of, tanks) if text is not None]
    if not {DELIVERED, TOTAL} & set(quantities):
        found.append(_CUSTOMERS)
    found += [text for key, text in _GIVEN.items() if attributes.get(key) in (None, "")]
    return tuple(found)
