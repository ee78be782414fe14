"""What is watched: buildings, delivery points, sub-meters, and what people may say of them."""

from beffroi.domains.contract import AssetType, Attribute
from beffroi.texts import Text


def _a(
    key: str,
    fr: str,
    en: str,
    unit: str = "",
    number: bool = False,
    choices: tuple[tuple[str, str, str], ...] = (),
    synonyms: tuple[tuple[str, str], ...] = (),
) -> Attribute:
    named = tuple((name, Text(fr=french, en=english)) for name, french, english in choices)
    return Attribute(key, Text(fr=fr, en=en), unit, number, named, synonyms)


USES = (
    ("mairie", "mairie, bureaux", "town hall, offices"),
    ("ecole", "école", "school"),
    ("college_lycee", "collège, lycée", "secondary school"),
    ("creche", "crèche", "nursery"),
    ("gymnase", "gymnase", "sports hall"),
    ("piscine", "piscine", "swimming pool"),
    ("salle_des_fetes", "salle des fêtes", "village hall"),
    ("mediatheque", "médiathèque", "library"),
    ("culture", "salle de spectacle, musée", "theatre, museum"),
    ("centre_technique", "centre technique", "works depot"),
    ("sante_social", "santé, social, Ehpad", "health, care home"),
    ("logement", "logement", "housing"),
    ("lieu_de_culte", "lieu de culte", "place of worship"),
    ("eclairage_public", "éclairage public", "street lighting"),
    ("eau_assainissement", "eau, assainissement", "water, sewage"),
    ("autre", "autre", "other"),
)
_USES_TOO = (
    ("hôtel de ville", "mairie"),
    ("groupe scolaire", "ecole"),
    ("école maternelle", "ecole"),
    ("école primaire", "ecole"),
    ("école élémentaire", "ecole"),
    ("salle de sport", "gymnase"),
    ("salle polyvalente", "salle_des_fetes"),
    ("bibliothèque", "mediatheque"),
    ("musée", "culture"),
    ("théâtre", "culture"),
    ("ateliers municipaux", "centre_technique"),
    ("église", "lieu_de_culte"),
)
OPEN_DAYS = (
    ("mon-fri", "du lundi au vendredi", "Monday to Friday"),
    ("mon-sat", "du lundi au samedi", "Monday to Saturday"),
    ("mon-sun", "tous les jours", "every day"),
)
_DAYS_TOO = (
    ("lundi-vendredi", "mon-fri"),
    ("lun-ven", "mon-fri"),
    ("lun au ven", "mon-fri"),
    ("L-V", "mon-fri"),
    ("5 jours sur 7", "mon-fri"),
    ("5j/7", "mon-fri"),
    ("lundi-samedi", "mon-sat"),
    ("lun-sam", "mon-sat"),
    ("6 jours sur 7", "mon-sat"),
    ("6j/7", "mon-sat"),
    ("lundi-dimanche", "mon-sun"),
    ("lun-dim", "mon-sun"),
    ("7 jours sur 7", "mon-sun"),
    ("7j/7", "mon-sun"),
)
YES_NO = (("yes", "oui", "yes"), ("no", "non", "no"))
ENERGIES = (
    ("gas", "gaz", "gas"),
    ("electricity", "électricité", "electricity"),
    ("heat", "réseau de chaleur", "district heat"),
    ("oil", "fioul", "oil"),
    ("wood", "bois", "wood"),
    ("none", "non chauffé", "not heated"),
)
_ENERGIES_TOO = (
    ("gaz naturel", "gas"),
    ("élec", "electricity"),
    ("pompe à chaleur", "electricity"),
    ("chauffage urbain", "heat"),
    ("RCU", "heat"),
    ("fuel", "oil"),
    ("mazout", "oil"),
    ("granulés", "wood"),
    ("plaquettes", "wood"),
    ("aucune", "none"),
)
TARIFFS = (
    ("base", "option Base", "single rate"),
    ("hphc", "heures pleines, heures creuses", "peak and off-peak"),
    ("c4", "C4 (plus de 36 kVA)", "C4 (over 36 kVA)"),
    ("hta", "HTA (C1 à C3)", "medium voltage"),
)

_TARIFFS_TOO = (
    ("HP/HC", "hphc"),
    ("heures creuses", "hphc"),
    ("moyenne tension", "hta"),
    ("C1", "hta"),
    ("C2", "hta"),
    ("C3", "hta"),
)
#: Whose a delivery point is. A household is put under a pseudonym: see `store/households`.
HOLDERS = (
    ("authority", "collectivité", "authority"),
    ("household", "foyer", "household"),
    ("company", "entreprise, association", "company, association"),
)
_HOLDERS_TOO = (
    ("particulier", "household"),
    ("résidentiel", "household"),
    ("ménage", "household"),
    ("commune", "authority"),
)
ZONES = (("A", "A", "A"), ("B", "B", "B"), ("C", "C", "C"))
_ZONES_TOO = (("zone A", "A"), ("zone B", "B"), ("zone C", "C"))

BUILDING = AssetType(
    "building",
    Text(fr="Bâtiment", en="Building"),
    (
        _a("use", "Usage", "Use", choices=USES, synonyms=_USES_TOO),
        _a("surface", "Surface de plancher", "Floor area", "m2", number=True),
        _a("year", "Année de construction", "Year of construction", number=True),
        _a(
            "occupied_days",
            "Jours d’ouverture",
            "Open days",
            choices=OPEN_DAYS,
            synonyms=_DAYS_TOO,
        ),
        _a("open_hour", "Heure d’ouverture", "Opening hour", "h", number=True),
        _a("close_hour", "Heure de fermeture", "Closing hour", "h", number=True),
        _a(
            "school_closing",
            "Fermé pendant les vacances scolaires",
            "Closed in school holidays",
            choices=YES_NO,
        ),
        _a("school_zone", "Zone scolaire", "School zone", choices=ZONES, synonyms=_ZONES_TOO),
        _a(
            "heating_energy",
            "Énergie de chauffage",
            "Heating energy",
            choices=ENERGIES,
            synonyms=_ENERGIES_TOO,
        ),
        _a(
            "reference_kwh",
            "Consommation de l’année de référence (toutes énergies)",
            "Consumption of the reference year (all energies)",
            "kWh",
            number=True,
        ),
        _a(
            "reference_year",
            "Année de référence (décret tertiaire)",
            "Reference year (tertiary decree)",
            number=True,
        ),
        _a(
            "normal_degree_days",
            "Degrés-jours normaux de la station (base 17, moyenne 2001 à 2020)",
            "Normal degree-days of the station (base 17, mean of 2001 to 2020)",
            "K.d",
            number=True,
        ),
        _a("weather_station", "Station météo", "Weather station"),
    ),
)
_PRICE = _a("price", "Prix du kWh, hors TVA", "Price of a kWh, without VAT", "EUR/kWh", number=True)
_CONTRACT = (
    _a("contracted_power", "Puissance souscrite", "Contracted power", "kVA", number=True),
    _a("tariff", "Option tarifaire", "Tariff option", choices=TARIFFS, synonyms=_TARIFFS_TOO),
    _PRICE,
    _a("holder", "Titulaire", "Holder", choices=HOLDERS, synonyms=_HOLDERS_TOO),
)
DELIVERY_POINT = AssetType(
    "delivery_point", Text(fr="Point de livraison", en="Delivery point"), _CONTRACT
)
#: What a file without a number of delivery point makes: often one all the same.
METER = AssetType("meter", Text(fr="Compteur", en="Meter"), _CONTRACT)
SUB_METER = AssetType("sub_meter", Text(fr="Sous-compteur", en="Sub-meter"), (_PRICE,))
ASSET_TYPES = (BUILDING, DELIVERY_POINT, METER, SUB_METER)
