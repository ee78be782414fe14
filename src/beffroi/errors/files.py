"""Files that come in: empty, unreadable, hostile, not understood."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

FILE_MISSING = ErrorType(
    "import.file_missing",
    Text(fr="Fichier introuvable", en="File not found"),
    Text(
        fr="« {name} » n’existe pas ou ne peut pas être lu.",
        en="“{name}” does not exist or cannot be read.",
    ),
    Text(
        fr="Vérifiez le chemin et les droits de lecture.",
        en="Check the path and the read permission.",
    ),
    status=404,
)
FILE_EMPTY = ErrorType(
    "import.file_empty",
    Text(fr="Fichier vide", en="Empty file"),
    Text(fr="« {name} » ne contient aucune donnée.", en="“{name}” holds no data."),
    Text(
        fr="Téléchargez de nouveau le fichier chez le fournisseur.",
        en="Download the file again from its provider.",
    ),
    status=422,
)
FILE_NOT_UNDERSTOOD = ErrorType(
    "import.not_understood",
    Text(fr="Format non reconnu", en="Format not recognised"),
    Text(
        fr="« {name} » ne correspond à aucun format connu. Essayés : {tried}.",
        en="“{name}” matches no known format. Tried: {tried}.",
    ),
    Text(
        fr="Décrivez ses colonnes : « beffroi import FICHIER --dry-run --save-mapping "
        "correspondance.toml » écrit un modèle à compléter, à donner ensuite avec --mapping. Ou "
        "demandez au fournisseur un export CSV.",
        en="Describe its columns: “beffroi import FILE --dry-run --save-mapping mapping.toml” "
        "writes a skeleton to complete, then to give with --mapping. Or ask the provider for a "
        "CSV export.",
    ),
    status=422,
)
FILE_BROKEN = ErrorType(
    "import.file_broken",
    Text(fr="Fichier abîmé", en="Broken file"),
    Text(
        fr="« {name} » est reconnu comme {format} mais ne peut pas être lu : {reason}.",
        en="“{name}” is recognised as {format} but cannot be read: {reason}.",
    ),
    Text(
        fr="Téléchargez de nouveau le fichier ; rien n’a été enregistré.",
        en="Download the file again; nothing was stored.",
    ),
    status=422,
)
FILE_HOSTILE = ErrorType(
    "import.file_hostile",
    Text(fr="Fichier refusé par sécurité", en="File refused for safety"),
    Text(fr="« {name} » est refusé : {reason}.", en="“{name}” is refused: {reason}."),
    Text(
        fr="Ne l’ouvrez pas ; prévenez votre responsable de la sécurité si vous ne savez pas "
        "d’où il vient.",
        en="Do not open it; tell your security officer if you do not know where it comes from.",
    ),
    status=422,
)
FILE_TOO_LARGE = ErrorType(
    "import.file_too_large",
    Text(fr="Fichier trop volumineux", en="File too large"),
    Text(
        fr="« {name} » dépasse la limite de {limit} {what}.",
        en="“{name}” exceeds the limit of {limit} {what}.",
    ),
    Text(
        fr="Découpez le fichier ; {remedy}.",
        en="Split the file; {remedy}.",
    ),
    status=413,
)
#: What the limit of `FILE_TOO_LARGE` counts.
BYTES = Text(fr="octets", en="bytes")
LINE_BYTES = Text(fr="octets par ligne", en="bytes a line")
COLUMNS = Text(fr="colonnes", en="columns")
CELLS = Text(fr="cellules", en="cells")
#: What `FILE_TOO_LARGE` may add: some limits are settings, others are not.
FIXED_LIMIT = Text(fr="cette limite est fixe", en="this limit is fixed")


def raise_setting(name: str) -> Text:
    """Return the advice to raise a setting.

    >>> raise_setting("max_file_bytes").en
    'or raise the setting max_file_bytes'
    """
    return Text(fr="ou relevez le réglage {name}", en="or raise the setting {name}").fill(name=name)


MAPPING_INVALID = ErrorType(
    "import.mapping_invalid",
    Text(fr="Correspondance invalide", en="Invalid mapping"),
    Text(
        fr="Le fichier de correspondance « {name} » est refusé : {reason}.",
        en="The mapping file “{name}” is refused: {reason}.",
    ),
    Text(
        fr="Corrigez-le ; « beffroi import FICHIER --dry-run » montre un exemple complet.",
        en="Mend it; “beffroi import FILE --dry-run” shows a whole example.",
    ),
    status=422,
)
ASSET_UNCLEAR = ErrorType(
    "import.asset_unclear",
    Text(fr="Compteur à préciser", en="Which meter?"),
    Text(
        fr="« {name} » ne nomme pas son compteur. Des fichiers de même forme sont ceux de {known}, "
        "mais ses dates, à partir du {first}, ne suivent pas les leurs.",
        en="“{name}” does not name its meter. Files of the same shape are those of {known}, but "
        "its dates, from {first} on, do not follow theirs.",
    ),
    Text(
        fr="Dites de quel compteur il s’agit : --asset NOM. Rien n’a été enregistré.",
        en="Say which meter it is: --asset NAME. Nothing was stored.",
    ),
    status=422,
)
WOULD_REPLACE = ErrorType(
    "import.would_replace",
    Text(fr="Autre compteur ?", en="Another meter?"),
    Text(
        fr="« {name} » ne nomme pas son compteur et changerait {changed} des {known} mesures déjà "
        "connues de « {asset} » à ces dates : c’est sans doute un autre compteur.",
        en="“{name}” does not name its meter and would change {changed} of the {known} measures "
        "already known of “{asset}” at these times: it is probably another meter.",
    ),
    Text(
        fr="Donnez --asset NOM si c’est un autre compteur, --replace si ce fichier corrige bien "
        "celui-ci. Rien n’a été enregistré.",
        en="Give --asset NAME if it is another meter, --replace if this file does correct this "
        "one. Nothing was stored.",
    ),
    status=409,
)
