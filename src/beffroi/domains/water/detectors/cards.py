"""What the public is told of the detectors of water: common words, measured figures."""

from datetime import date

from beffroi.domains.cards import Automation, Card, Constant, Figure, Reference
from beffroi.texts import Text

#: The benchmark of nights and the day of its run: benchmarks/water/nights.py.
_BENCH, _DAY = "water/nights", date(2026, 11, 29)
_CONCERNED = Text(
    fr="Des secteurs de distribution et leurs compteurs d’entrée et de sortie. Aucune personne"
    " n’est jugée : un secteur de quelques abonnés seulement laisserait deviner des présences, et"
    " ne doit pas être publié.",
    en="Districts and the meters of their inlets and outlets. No person is judged: a district of a"
    " few customers only would let presences be guessed, and must not be published.",
)
_OWNER = Text(
    fr="Le code : le projet Beffroi. Son usage et ses suites : la collectivité qui l’exécute.",
    en="The code: the Beffroi project. Its use and what follows: the authority that runs it.",
)
_LEGAL_BASIS = (
    Reference("Code général des collectivités territoriales, article L2224-7-1"),
    Reference(
        "Code de l’environnement, article D213-48-14-1 (décret n° 2012-97 du 27 janvier 2012)",
        "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000025208197",
    ),
    Reference("RGPD, article 6.1.e : mission d’intérêt public, service de l’eau potable"),
)
NIGHT_REFERENCES = (
    Reference("Farley et Trow (2003), Losses in Water Distribution Networks, IWA Publishing"),
    Reference("Willsky et Jones (1976), A generalized likelihood ratio approach"),
    Reference("IWA Water Loss Task Force (2007), District Metered Areas: Guidance Notes"),
)


def constant(french: str, english: str, value: float, unit: str = "") -> Constant:
    """Return a threshold of the code as a card shows it."""
    return Constant(Text(fr=french, en=english), value, unit)


def figure(french: str, english: str, value: float, path: str, cases: int = 0) -> Figure:
    """Return a figure of the benchmark of nights, on simulated districts."""
    return Figure(Text(fr=french, en=english), value, _BENCH, path, _DAY, cases)


def card(
    constants: tuple[Constant, ...],
    figures: tuple[Figure, ...] = (),
    unmeasured: Text | None = None,
) -> Card:
    """Return the card of a detector of water."""
    return Card(
        automation=Automation.PROPOSES,
        concerned=_CONCERNED,
        persons=False,
        constants=constants,
        legal_basis=_LEGAL_BASIS,
        owner=_OWNER,
        figures=figures,
        unmeasured=unmeasured,
    )


def bursts() -> tuple[Figure, ...]:
    """Return how bursts of simulated districts were found."""
    of = "methods/method=Beffroi/"
    return (
        figure(
            "Part des casses simulées qui sont vues",
            "Share of simulated bursts seen",
            0.849,
            f"{of}found_bursts",
            159,
        ),
        figure("Retard médian, en jours", "Median delay, days", 1.0, f"{of}delay_bursts"),
        figure("Erreur médiane du débit", "Median error of the flow", 0.019, f"{of}error_bursts"),
        false_alarms(),
    )


def growing() -> tuple[Figure, ...]:
    """Return how leaks that grow were found."""
    of = "methods/method=Beffroi/"
    return (
        figure(
            "Part des fuites croissantes simulées qui sont vues",
            "Share of simulated growing leaks seen",
            0.694,
            f"{of}found_growing",
            121,
        ),
        figure("Retard médian, en jours", "Median delay, days", 26.5, f"{of}delay_growing"),
        figure("Erreur médiane du débit", "Median error of the flow", 0.124, f"{of}error_growing"),
        false_alarms(),
    )


def false_alarms() -> Figure:
    """Return how many leaks were said where there was none."""
    return figure(
        "Fuites dites à tort, par secteur simulé et par an, toutes sortes confondues",
        "Leaks wrongly said, a simulated district and a year, all kinds together",
        0.053,
        "methods/method=Beffroi/false_a_year",
    )


def faults() -> tuple[Figure, ...]:
    """Return how many meters put wrong were seen as what they are."""
    words = {
        "frozen": ("figés", "frozen"),
        "dead": ("muets", "dead"),
        "scaled": ("d’une autre unité", "of another unit"),
        "clock": ("d’une autre horloge", "of another clock"),
    }
    counts = {"frozen": (20, 20), "dead": (19, 19), "scaled": (14, 16), "clock": (10, 12)}
    return tuple(
        figure(
            f"Compteurs simulés {words[kind][0]} reconnus comme tels",
            f"Simulated meters {words[kind][1]} told as such",
            float(seen),
            f"others/put={kind},said={kind}/cases",
            cases,
        )
        for kind, (seen, cases) in counts.items()
    )
