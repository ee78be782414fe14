"""Leaving an installation and being adopted by another: what can go wrong."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

TARGET_TAKEN = ErrorType(
    "move.target_taken",
    Text(fr="Destination refusée", en="Destination refused"),
    Text(
        fr="« {place} » existe déjà, ou est dans le dossier de l’installation.",
        en="“{place}” exists already, or is in the folder of the installation.",
    ),
    Text(
        fr="Donnez un nom nouveau, ailleurs : un dossier, ou un fichier qui finit par .zip.",
        en="Give a new name, elsewhere: a folder, or a file whose name ends with .zip.",
    ),
    status=409,
)
EXPORT_UNREADABLE = ErrorType(
    "move.export_unreadable",
    Text(fr="Export refusé", en="Export refused"),
    Text(fr="« {place} » – {name} : {reason}.", en="“{place}” - {name}: {reason}."),
    Text(
        fr="Rien n’a été enregistré. Redemandez l’export à l’installation d’origine, et comparez "
        "son empreinte à l’arrivée.",
        en="Nothing was stored. Ask the first installation for the export again, and compare its "
        "hash once it has come.",
    ),
    status=422,
)
EXPORT_NEWER = ErrorType(
    "move.export_newer",
    Text(fr="Export d’une autre version", en="Export of another version"),
    Text(
        fr="« {place} » est au format « {format} » ; cette version lit « {known} ».",
        en="“{place}” has the format “{format}”; this version reads “{known}”.",
    ),
    Text(
        fr="Mettez Beffroi à jour, puis recommencez. Rien n’a été enregistré.",
        en="Update Beffroi, then try again. Nothing was stored.",
    ),
    status=422,
)
ORGANISATION_TAKEN = ErrorType(
    "move.organisation_taken",
    Text(fr="Collectivité déjà présente", en="Authority already there"),
    Text(
        fr="« {key} » a déjà des données ici : un export n’est jamais mêlé à d’autres données.",
        en="“{key}” already holds data here: an export is never mixed with other data.",
    ),
    Text(
        fr="Si elles sont de trop, effacez-les avec « beffroi store erase », puis recommencez.",
        en="If they are not wanted, erase them with “beffroi store erase”, then try again.",
    ),
    status=409,
)
