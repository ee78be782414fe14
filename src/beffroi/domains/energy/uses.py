"""What buildings are for, in the words of the register, and in which of them people live."""

#: Where somebody else lives or stays: such buildings are never those of the authority alone.
LIVED_IN = frozenset({"logement", "sante_social"})
OTHER = "autre"
#: The words of the simulation, and those of the register of assets.
_SIMULATED = {
    "church": "lieu_de_culte",
    "gym": "gymnase",
    "hall": "salle_des_fetes",
    "library": "mediatheque",
    "nursery": "creche",
    "pool": "piscine",
    "school": "ecole",
    "townhall": "mairie",
    "workshop": "centre_technique",
}


def registered(given: str) -> str:
    """Return a use in the words of the register, where it was given in those of the simulation.

    >>> registered("school"), registered("ecole")
    ('ecole', 'ecole')
    """
    return _SIMULATED.get(given, given)
