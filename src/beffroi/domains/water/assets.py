"""What is watched on a network, and what people may say of it."""

from beffroi.domains.assets import POSITION
from beffroi.domains.contract import AssetType, Attribute
from beffroi.texts import Text


def _n(key: str, fr: str, en: str, unit: str = "") -> Attribute:
    return Attribute(key, Text(fr=fr, en=en), unit, number=True)


def _choices(*named: tuple[str, str, str]) -> tuple[tuple[str, Text], ...]:
    return tuple((key, Text(fr=fr, en=en)) for key, fr, en in named)


#: What a meter does for the district (or the works) that it belongs to.
ROLES = _choices(
    ("inlet", "entrée de secteur", "inlet of a district"),
    ("outlet", "sortie de secteur", "outlet of a district"),
    ("customer", "abonné", "customer"),
    ("customers", "total des abonnés", "total of customers"),
    ("pump", "pompage", "pumping"),
    ("tank_inlet", "entrée de réservoir", "inlet of a tank"),
    ("tank_outlet", "sortie de réservoir", "outlet of a tank"),
    ("level", "niveau de réservoir", "level of a tank"),
)
_ROLES_TOO = (
    ("entrée", "inlet"),
    ("sortie", "outlet"),
    ("client", "customer"),
    ("usager", "customer"),
    ("abonnés", "customers"),
    ("distribution", "tank_outlet"),
)
#: Whether what a tank takes and gives is between the meters of its district.
PLACES = _choices(
    ("inside", "dans le secteur, après ses compteurs d’entrée", "inside, after its inlet meters"),
    ("ahead", "en tête, avant ses compteurs d’entrée", "ahead, before its inlet meters"),
)
_PLACES_TOO = (("dans le secteur", "inside"), ("dedans", "inside"), ("en tête", "ahead"))
_METERING = (
    Attribute("role", Text(fr="Rôle sur le réseau d’eau", en="Role on the water network"),
              choices=ROLES, synonyms=_ROLES_TOO),
    Attribute(
        "from_district",
        Text(fr="Secteur d’où vient l’eau", en="District that the water comes from"),
    ),
)  # fmt: skip
MATERIALS = _choices(
    ("cast_iron", "fonte grise", "grey cast iron"),
    ("ductile_iron", "fonte ductile", "ductile iron"),
    ("pvc", "PVC", "PVC"),
    ("pe", "polyéthylène, PEHD", "polyethylene, HDPE"),
    ("steel", "acier", "steel"),
    ("asbestos_cement", "amiante-ciment", "asbestos cement"),
    ("concrete", "béton", "concrete"),
    ("lead", "plomb", "lead"),
    ("other", "autre matériau", "other material"),
)
MATERIALS_TOO = (
    ("fonte", "cast_iron"),
    ("FD", "ductile_iron"),
    ("PE", "pe"),
    ("AC", "asbestos_cement"),
)
_DIAMETER = _n("diameter", "Diamètre intérieur", "Inner diameter", "mm")
_YEAR = _n("year_laid", "Année de pose", "Year laid")

DISTRICT = AssetType(
    "district",
    Text(fr="Secteur de distribution", en="District metered area"),
    (
        _n("pipe_km", "Linéaire de réseau, hors branchements", "Length of mains", "km"),
        Attribute(
            "mains",
            Text(
                fr="Linéaires par matériau et décennie de pose, comme « fonte grise 1950 : 3,2 ; "
                "PVC 1980 : 12 » (km)",
                en="Lengths by material and decade laid, such as “grey cast iron 1950: 3.2; PVC "
                "1980: 12” (km)",
            ),
        ),
        _n("connections", "Nombre de branchements", "Number of service connections"),
        _n(
            "service_m",
            "Longueur moyenne d’un branchement, de la limite de propriété au compteur",
            "Mean length of a service pipe, from the edge of the property to the meter",
            "m",
        ),
        _n("pressure_m", "Pression moyenne", "Mean pressure", "mCE"),
        _n(
            "unmetered_m3",
            "Consommation annuelle sans comptage",
            "Yearly use that is not metered",
            "m3",
        ),
        _n("service_m3", "Volume de service annuel", "Yearly use by the service itself", "m3"),
        _n(
            "scarce_m3",
            "Prélèvement annuel en zone de répartition des eaux",
            "Yearly withdrawal from water that is shared out by rules",
            "m3",
        ),
        _n("m3_eur", "Coût d’un m³ mis en distribution", "Cost of a m³ put in", "EUR/m3"),
        _n("m3_kwh", "Énergie d’un m³ mis en distribution", "Energy of a m³ put in", "kWh/m3"),
        *POSITION,
    ),
)
METER = AssetType("meter", Text(fr="Compteur", en="Meter"), _METERING)
TANK = AssetType(
    "tank",
    Text(fr="Réservoir", en="Tank"),
    (
        _n("volume_m3", "Volume utile", "Useful volume", "m3"),
        _n("bottom_m", "Altitude du radier", "Elevation of the bottom", "m"),
        _n("tank_diameter_m", "Diamètre de la cuve", "Diameter of the tank", "m"),
        _n("tank_section_m2", "Surface de l’eau, cuves réunies", "Surface of the water", "m2"),
        Attribute(
            "tank_table",
            Text(
                fr="Volume selon le niveau, s’il n’est pas droit (m : m³ ; m : m³)",
                en="Volume by level, where walls are not upright (m : m³; m : m³)",
            ),
        ),
        Attribute(
            "tank_place",
            Text(fr="Place dans le secteur", en="Place in the district"),
            choices=PLACES,
            synonyms=_PLACES_TOO,
        ),
        *POSITION,
    ),
)
SOURCE = AssetType(
    "water_source",
    Text(fr="Point de production ou d’achat d’eau", en="Place where water is made or bought"),
    (_n("head_m", "Charge hydraulique", "Hydraulic head", "m"), *POSITION),
)
PUMP = AssetType(
    "pump",
    Text(fr="Pompe", en="Pump"),
    (_n("power_kw", "Puissance nominale", "Nominal power", "kW"), *POSITION),
)
VALVE = AssetType("valve", Text(fr="Vanne", en="Valve"), (_DIAMETER, *POSITION))
LOGGER = AssetType(
    "pressure_logger",
    Text(fr="Enregistreur de pression", en="Pressure logger"),
    (_n("elevation", "Altitude", "Elevation", "m"), *POSITION),
)
PIPE = AssetType(
    "pipe",
    Text(fr="Canalisation", en="Pipe"),
    (
        Attribute("material", Text(fr="Matériau", en="Material"),
                  choices=MATERIALS, synonyms=MATERIALS_TOO),
        _YEAR,
        _n("length", "Longueur", "Length", "m"),
        _DIAMETER,
        _n("roughness", "Rugosité (Hazen-Williams)", "Roughness (Hazen-Williams)"),
        *POSITION,
    ),
)  # fmt: skip
HYDRANT = AssetType("hydrant", Text(fr="Poteau d’incendie", en="Hydrant"), (_YEAR, *POSITION))
UNIT = AssetType(
    "distribution_unit",
    Text(
        fr="Unité de distribution (réseau du contrôle sanitaire)",
        en="Distribution unit (network of the sanitary control)",
    ),
    POSITION,
    described=False,
)
ASSET_TYPES = (DISTRICT, METER, SOURCE, TANK, PUMP, VALVE, LOGGER, PIPE, HYDRANT, UNIT)
