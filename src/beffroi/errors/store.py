"""The store: homes, state, lake, scopes."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

HOME_MISSING = ErrorType(
    "store.home_missing",
    Text(fr="Dossier non initialisé", en="Home not initialised"),
    Text(
        fr="« {home} » n’est pas un dossier Beffroi.",
        en="“{home}” is not a Beffroi home.",
    ),
    Text(
        fr="Créez-le avec « beffroi init --home {home} ».",
        en="Create it with “beffroi init --home {home}”.",
    ),
    status=404,
)
HOME_UNREADABLE = ErrorType(
    "store.home_unreadable",
    Text(fr="Lecture impossible", en="Cannot read"),
    Text(
        fr="« {home} » ne peut pas être lu : {reason}.",
        en="“{home}” cannot be read: {reason}.",
    ),
    Text(
        fr="Donnez le droit de lecture sur le dossier ; vos données ne sont pas en cause.",
        en="Give the permission to read the folder; your data are not at fault.",
    ),
    status=403,
    retryable=True,
)
HOME_EXISTS = ErrorType(
    "store.home_exists",
    Text(fr="Dossier déjà utilisé", en="Home already in use"),
    Text(
        fr="« {home} » existe déjà et n’est pas vide.",
        en="“{home}” already exists and is not empty.",
    ),
    Text(fr="Choisissez un autre dossier.", en="Choose another folder."),
    status=409,
)
HOME_UNNAMEABLE = ErrorType(
    "store.home_unnameable",
    Text(fr="Nom de dossier refusé", en="Folder name refused"),
    Text(
        fr="« {home} » contient un caractère que le lac ne sait pas lire : barre oblique"
        " inversée, astérisque, saut de ligne, ou pour cent devant deux chiffres.",
        en="“{home}” holds a character that the lake cannot read: a backslash, an asterisk, a line"
        " break, or a percent sign before two digits.",
    ),
    Text(
        fr="Choisissez ou renommez le dossier : lettres, chiffres, espaces et accents conviennent.",
        en="Choose or rename the folder: letters, digits, spaces and accents are fine.",
    ),
)
HOME_BUSY = ErrorType(
    "store.home_busy",
    Text(fr="Écriture en cours", en="Being written"),
    Text(
        fr="Une autre opération écrit dans « {home} ».",
        en="Another operation is writing to “{home}”.",
    ),
    Text(fr="Attendez qu’elle finisse, puis recommencez.", en="Wait for its end, then try again."),
    status=503,
    retryable=True,
)
HOME_UNWRITABLE = ErrorType(
    "store.home_unwritable",
    Text(fr="Écriture impossible", en="Cannot write"),
    Text(
        fr="« {home} » ne peut pas être écrit : {reason}.",
        en="“{home}” cannot be written: {reason}.",
    ),
    Text(
        fr="Libérez de la place ou donnez le droit d’écriture ; rien n’a été enregistré.",
        en="Free some space or give the permission to write; nothing was stored.",
    ),
    status=507,
    retryable=True,
)
NOT_FINISHED = ErrorType(
    "store.not_finished",
    Text(fr="Enregistré, mais pas encore visible", en="Stored, but not visible yet"),
    Text(
        fr="Les mesures sont dans « {home} », mais la place a manqué pour le noter : {reason}.",
        en="The measures are in “{home}”, but there was no room left to note it: {reason}.",
    ),
    Text(
        fr="Libérez de la place : elles apparaîtront à la prochaine commande.",
        en="Free some space: they will appear at the next command.",
    ),
    status=507,
    retryable=True,
)
STATE_NEWER = ErrorType(
    "store.state_newer",
    Text(fr="Version plus récente", en="Newer version"),
    Text(
        fr="« {home} » a été écrit par une version plus récente de Beffroi.",
        en="“{home}” was written by a newer version of Beffroi.",
    ),
    Text(fr="Mettez Beffroi à jour.", en="Update Beffroi."),
    status=409,
)
STATE_CORRUPT = ErrorType(
    "store.state_corrupt",
    Text(fr="Base d’état illisible", en="Unreadable state"),
    Text(
        fr="La base d’état de « {home} » ne peut pas être lue : {reason}.",
        en="The state of “{home}” cannot be read: {reason}.",
    ),
    Text(
        fr="Gardez ce dossier tel quel et restaurez la dernière sauvegarde dans un autre : beffroi"
        " restore SAUVEGARDE --home AUTRE-DOSSIER. Importez-y ce qui est venu depuis.",
        en="Keep this folder as it is and restore the last backup into another one: beffroi"
        " restore BACKUP --home OTHER-FOLDER. Import there what came since.",
    ),
    status=500,
)
BATCH_NOT_DONE = ErrorType(
    "store.batch_not_done",
    Text(fr="Rien à annuler", en="Nothing to undo"),
    Text(
        fr="L’import {batch} n’est pas en place : il a été annulé, refusé ou interrompu.",
        en="Import {batch} is not in place: it was undone, refused or interrupted.",
    ),
    Text(
        fr="« beffroi imports » donne ceux qui peuvent être annulés.",
        en="“beffroi imports” lists those that can be undone.",
    ),
    status=409,
)
LAKE_BROKEN = ErrorType(
    "store.lake_broken",
    Text(fr="Mesures manquantes", en="Measures missing"),
    Text(
        fr="Le lac de « {home} » est incomplet : {reason}.",
        en="The lake of “{home}” is not whole: {reason}.",
    ),
    Text(
        fr="N’importez plus rien ici et restaurez la dernière sauvegarde : beffroi restore.",
        en="Import nothing more here and restore the last backup: beffroi restore.",
    ),
    status=500,
)
NOT_FOUND = ErrorType(
    "store.not_found",
    Text(fr="Introuvable", en="Not found"),
    Text(fr="Introuvable : {what} « {key} ».", en="There is no {what} “{key}”."),
    Text(fr="« beffroi {command} » en donne la liste.", en="“beffroi {command}” lists them."),
    status=404,
)
AMBIGUOUS = ErrorType(
    "store.ambiguous",
    Text(fr="Désignation ambiguë", en="Ambiguous name"),
    Text(
        fr="« {key} » désigne plusieurs éléments : {found}.",
        en="“{key}” names several: {found}.",
    ),
    Text(fr="Donnez le numéro.", en="Give the number."),
)
OUT_OF_SCOPE = ErrorType(
    "store.out_of_scope",
    Text(fr="Hors périmètre", en="Out of scope"),
    Text(
        fr="Le périmètre de lecture n’autorise pas {what} : {reason}.",
        en="The reading scope does not allow {what}: {reason}.",
    ),
    Text(
        fr="Demandez une convention à la collectivité propriétaire.",
        en="Ask the owning authority for an agreement.",
    ),
    status=403,
)
AGGREGATION_SENSELESS = ErrorType(
    "store.aggregation_senseless",
    Text(fr="Agrégation impossible", en="Senseless aggregation"),
    Text(
        fr="Une série de type {kind} ne se lit pas avec « {aggregation} ».",
        en="A series of kind {kind} cannot be read with “{aggregation}”.",
    ),
    Text(fr="Choisissez parmi : {allowed}.", en="Choose among: {allowed}."),
)
