"""Official geography: the files of Insee and of the DGCL, and what they do not say."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

FILE_UNKNOWN = ErrorType(
    "territory.file_unknown",
    Text(fr="Fichier non reconnu", en="File not recognised"),
    Text(
        fr="« {name} » n’est ni un fichier du code officiel géographique, ni une liste des EPCI.",
        en="“{name}” is neither a file of the official geographic code nor a list of EPCI.",
    ),
    Text(
        fr="Donnez, tels que l’Insee ou la DGCL les publie en CSV : les communes (TYPECOM, COM, "
        "LIBELLE), leurs mouvements (MOD, DATE_EFF, COM_AV, COM_AP) ou les EPCI et leurs membres "
        "(siren, raison_sociale, insee, nom_membre).",
        en="Give, as Insee or the DGCL publishes them in CSV: communes (TYPECOM, COM, LIBELLE), "
        "their movements (MOD, DATE_EFF, COM_AV, COM_AP) or EPCI and their members (siren, "
        "raison_sociale, insee, nom_membre).",
    ),
    status=422,
)
ROW_REFUSED = ErrorType(
    "territory.row_refused",
    Text(fr="Fichier abîmé", en="Damaged file"),
    Text(
        fr="« {name} », ligne {line} : « {text} » n’est pas {expected}.",
        en="“{name}”, line {line}: “{text}” is not {expected}.",
    ),
    Text(
        fr="Téléchargez de nouveau le fichier ; rien n’a été enregistré.",
        en="Download the file again; nothing was stored.",
    ),
    status=422,
)
OUTLINE_REFUSED = ErrorType(
    "territory.outline_refused",
    Text(fr="Contours refusés", en="Outlines refused"),
    Text(fr="« {name} », objet {number} : {problem}.", en="“{name}”, feature {number}: {problem}."),
    Text(
        fr="Donnez les communes en GeoJSON, comme geo.api.gouv.fr ou l’IGN (ADMIN EXPRESS) les "
        "publient ; rien n’a été enregistré.",
        en="Give communes in GeoJSON, as geo.api.gouv.fr or IGN (ADMIN EXPRESS) publishes them; "
        "nothing was stored.",
    ),
    status=422,
)
YEAR_UNCLEAR = ErrorType(
    "territory.year_unclear",
    Text(fr="Millésime à préciser", en="Vintage needed"),
    Text(
        fr="Le nom de « {name} » ne dit pas de quelle année il est.",
        en="The name of “{name}” does not say of which year it is.",
    ),
    Text(fr="Ajoutez --year ANNÉE.", en="Add --year YEAR."),
)
NOT_LOADED = ErrorType(
    "territory.not_loaded",
    Text(fr="Millésime absent", en="Vintage not loaded"),
    Text(
        fr="Aucun fichier chargé ne donne {what} ; années chargées : {known}.",
        en="No loaded file gives {what}; years that are loaded: {known}.",
    ),
    Text(
        fr="Téléchargez-le sur insee.fr (code officiel géographique) ou "
        "collectivites-locales.gouv.fr (EPCI), puis : beffroi territory load FICHIER.",
        en="Download it from insee.fr (official geographic code) or collectivites-locales.gouv.fr "
        "(EPCI), then: beffroi territory load FILE.",
    ),
    status=404,
)
CODE_UNKNOWN = ErrorType(
    "territory.code_unknown",
    Text(fr="Code inconnu", en="Unknown code"),
    Text(
        fr="Le code {code} n’existe pas au 1ᵉʳ janvier {year}.",
        en="Code {code} does not exist on 1 January {year}.",
    ),
    Text(
        fr="Vérifiez le code Insee (cinq caractères, pas le code postal) et l’année. {hint}",
        en="Check the Insee code (five characters, not the postcode) and the year. {hint}",
    ),
    status=404,
)
CRS_UNKNOWN = ErrorType(
    "territory.crs_unknown",
    Text(fr="Système de coordonnées inconnu", en="Unknown reference system"),
    Text(
        fr="« {crs} » n’est pas un système de coordonnées connu ici.",
        en="“{crs}” is no reference system that is known here.",
    ),
    Text(
        fr="Donnez EPSG:2154 (Lambert 93), EPSG:3942 à EPSG:3950 (CC42 à CC50) ou EPSG:4326 "
        "(WGS 84, longitude puis latitude).",
        en="Give EPSG:2154 (Lambert 93), EPSG:3942 to EPSG:3950 (CC42 to CC50) or EPSG:4326 "
        "(WGS 84, longitude then latitude).",
    ),
    status=422,
)
CRS_ELSEWHERE = ErrorType(
    "territory.crs_elsewhere",
    Text(fr="Coordonnées hors de France", en="Coordinates outside of France"),
    Text(
        fr="En {crs}, ces coordonnées tombent près de {place} : ce n’est pas en France.",
        en="In {crs}, these coordinates fall near {place}: that is not in France.",
    ),
    Text(
        fr="Demandez à qui a fait le modèle son système de coordonnées, et donnez-le (--crs).",
        en="Ask who made the model for its reference system, and give it (--crs).",
    ),
    status=422,
)
