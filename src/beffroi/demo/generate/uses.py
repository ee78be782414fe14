"""The uses of communal buildings: size, hours, needs. One row a use.

Needs are drawn so that final energy lands where published figures stand, in kWh/m2 a year:

- schools: 81 on average over 2,400 school buildings, invoices of 2023 (Akéa Énergies, Étude sur
  le bilan énergétique du parc scolaire, 2025), more in older stock;
- pools: about 800 per built m2 (P. Bayeux, 2022), 1,500 to 2,500 in the oldest (Banque des
  Territoires);
- heating is more than three quarters of what a commune uses (Akéa Énergies, 2025), and 50 to
  70 % of the electricity of the buildings that it heats.

Hours with heating follow the Code de l'énergie, R241-26 and R241-27: 19 degC when occupied,
16 degC when closed for a day or less, 8 degC when closed for longer.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Use:
    """A use of buildings; W/m2 and kWh/m2 are per square metre of floor."""

    key: str
    label: str  # in the name of the building
    smallest: int  # inhabitants from which a commune may have one
    chance: float  # that such a commune has one
    floor: tuple[float, float, float]  # m2: least, per inhabitant, most
    days: tuple[int, ...]  # weekdays of opening, 0 on Monday
    hours: tuple[int, int]  # opening and closing clock hours
    school_closed: bool  # closed in school holidays
    loss: float  # heat lost through walls and air in a building of 1975, W/m2/K
    base: float  # electricity at all hours, W/m2
    active: float  # further electricity when occupied, W/m2
    events: float = 0.0  # chance that an opening day is really used
    process: float = 0.0  # heat that does not depend on weather (water), W/m2


_WEEK = (0, 1, 2, 3, 4)

USES: tuple[Use, ...] = (
    Use("townhall", "Mairie", 0, 1.0, (90, 0.25, 1_100), _WEEK, (8, 18), False, 2.3, 0.9, 6.5, 1.0),
    Use("hall", "Salle des fêtes", 90, 0.70, (140, 0.25, 750), (4, 5, 6), (9, 24), False,
        3.4, 0.5, 11.0, 0.45),
    Use("school", "École", 260, 0.80, (180, 0.75, 2_600), (0, 1, 3, 4), (8, 18), True,
        2.6, 0.5, 7.0, 1.0),
    Use("church", "Église", 0, 0.45, (160, 0.10, 600), (6,), (9, 13), False, 3.0, 0.12, 3.5, 0.4),
    Use("workshop", "Atelier technique", 150, 0.40, (110, 0.14, 700), _WEEK, (7, 17), False,
        1.3, 0.6, 5.5, 1.0),
    Use("library", "Médiathèque", 850, 0.75, (120, 0.12, 800), (1, 2, 4, 5), (10, 18), False,
        2.3, 0.9, 8.0, 1.0),
    Use("gym", "Gymnase", 1_100, 0.85, (650, 0.25, 1_800), (0, 1, 2, 3, 4, 5), (8, 22), False,
        1.8, 0.7, 7.5, 0.95),
    Use("nursery", "Crèche", 1_400, 0.80, (160, 0.08, 500), _WEEK, (7, 19), False,
        2.6, 1.3, 8.0, 1.0),
    Use("pool", "Piscine", 2_500, 0.90, (900, 0.15, 1_900), (1, 2, 3, 4, 5, 6), (9, 21), False,
        3.0, 14.0, 14.0, 1.0, 38.0),
)  # fmt: skip

STANDARD_KVA: tuple[int, ...] = (
    3,
    6,
    9,
    12,
    15,
    18,
    24,
    30,
    36,
    *range(42, 252, 6),
)  # subscribed powers


def subscribed(kva: float, sizes: int = 0) -> int:
    """Return the smallest subscribed power that holds `kva`, or `sizes` steps from it.

    >>> subscribed(10), subscribed(10, -1), subscribed(10, 2)
    (12, 9, 18)
    """
    fitting = sum(1 for size in STANDARD_KVA if size < kva)
    return STANDARD_KVA[min(max(fitting + sizes, 0), len(STANDARD_KVA) - 1)]
