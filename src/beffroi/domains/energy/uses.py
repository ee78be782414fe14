"""What buildings are for, in the words of the register, where the simulation said it in its own."""

#: The words of the simulation, and those of the register of assets.
SIMULATED = {
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
    """Return a use in the words of the register; one that is in them already is itself.

    >>> registered("school"), registered("ecole")
    ('ecole', 'ecole')
    """
    return SIMULATED.get(given, given)
