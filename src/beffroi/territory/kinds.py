"""The kinds of legal entities that share a territory, under their official French names."""

from enum import StrEnum

from beffroi.texts import Text


class Kind(StrEnum):
    """What a legal entity is; the keys are those of its French law."""

    COMMUNE = "commune"
    EPCI = "epci"
    SYNDICAT = "syndicat"
    DEPARTEMENT = "departement"
    REGION = "region"
    STATE = "etat"
    OPERATOR = "operateur"


KINDS: dict[Kind, Text] = {
    Kind.COMMUNE: Text(fr="commune", en="commune"),
    Kind.EPCI: Text(fr="EPCI à fiscalité propre", en="grouping of communes with own taxes"),
    Kind.SYNDICAT: Text(fr="syndicat", en="joint authority (syndicat)"),
    Kind.DEPARTEMENT: Text(fr="département", en="département"),
    Kind.REGION: Text(fr="région", en="region"),
    Kind.STATE: Text(fr="service de l’État", en="service of the State"),
    Kind.OPERATOR: Text(fr="opérateur", en="operator"),
}


class Level(StrEnum):
    """A level of the official geography."""

    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTEMENT = "departement"
    REGION = "region"


#: The form of a code of each level: a commune of Corsica is 2A or 2B, an EPCI is its SIREN.
CODES: dict[Level, str] = {
    Level.COMMUNE: "(?:[0-9]{2}|2[AB])[0-9]{3}",
    Level.EPCI: "[0-9]{9}",
    Level.DEPARTEMENT: "0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|97[0-9]",
    Level.REGION: "[0-9]{2}",
}
