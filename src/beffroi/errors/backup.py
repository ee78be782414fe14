"""Backups: what can go wrong when one is made, tried or restored."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

KEY_NEEDED = ErrorType(
    "backup.key_needed",
    Text(fr="Sauvegarde sans clé", en="Backup without a key"),
    Text(
        fr="« {place} » est une nouvelle sauvegarde : il faut dire pour qui elle est chiffrée.",
        en="“{place}” is a new backup: say for whom it is encrypted.",
    ),
    Text(
        fr="Créez une clé avec « beffroi backup key FICHIER », gardez ce fichier ailleurs, puis "
        "donnez « --recipient age1… » ; ou « --clear » pour ne pas chiffrer.",
        en="Make a key with “beffroi backup key FILE”, keep that file elsewhere, then give "
        "“--recipient age1...”; or “--clear” not to encrypt.",
    ),
)
KEY_INVALID = ErrorType(
    "backup.key_invalid",
    Text(fr="Clé refusée", en="Key refused"),
    Text(fr="« {key} » n’est pas une clé age.", en="“{key}” is no age key."),
    Text(
        fr="Une clé publique commence par « age1 », un fichier de clé contient une ligne "
        "« AGE-SECRET-KEY-1… ».",
        en="A public key begins with “age1”; a key file holds a line “AGE-SECRET-KEY-1...”.",
    ),
)
SECRET_NEEDED = ErrorType(
    "backup.secret_needed",
    Text(fr="Clé privée nécessaire", en="Private key needed"),
    Text(
        fr="« {place} » est chiffrée : il faut sa clé privée pour l’ouvrir.",
        en="“{place}” is encrypted: its private key is needed to open it.",
    ),
    Text(
        fr="Donnez le fichier de clé gardé à sa création : « --identity FICHIER ».",
        en="Give the key file that was kept when it was made: “--identity FILE”.",
    ),
    status=403,
)
SECRET_WRONG = ErrorType(
    "backup.secret_wrong",
    Text(fr="Autre clé privée nécessaire", en="Another private key needed"),
    Text(
        fr="« {place} » est chiffrée et cette clé ne l’ouvre pas.",
        en="“{place}” is encrypted and this key does not open it.",
    ),
    Text(
        fr="Donnez le fichier de clé gardé à sa création : « --identity FICHIER ».",
        en="Give the key file that was kept when it was made: “--identity FILE”.",
    ),
    status=403,
)
NO_FOLDER = ErrorType(
    "backup.no_folder",
    Text(fr="Dossier de sauvegardes introuvable", en="Folder of backups not found"),
    Text(
        fr="« {place} » n’existe pas, ou n’est pas un dossier de sauvegardes.",
        en="“{place}” does not exist, or is no folder of backups.",
    ),
    Text(
        fr="Vérifiez que le disque est branché et l’adresse bien écrite ; « beffroi backup make » "
        "crée un dossier de sauvegardes.",
        en="Check that the disk is plugged in and the address well written; “beffroi backup make” "
        "makes a folder of backups.",
    ),
    status=404,
)
MISSING = ErrorType(
    "backup.missing",
    Text(fr="Sauvegarde introuvable", en="Backup not found"),
    Text(
        fr="« {place} » ne contient pas de sauvegarde « {name} ».",
        en="“{place}” holds no backup “{name}”.",
    ),
    Text(
        fr="« beffroi backup list DOSSIER » donne celles qui s’y trouvent.",
        en="“beffroi backup list FOLDER” lists those that are there.",
    ),
    status=404,
)
BROKEN = ErrorType(
    "backup.broken",
    Text(fr="Sauvegarde abîmée", en="Damaged backup"),
    Text(
        fr="Dans « {place} », « {file} » est absent ou altéré.",
        en="In “{place}”, “{file}” is missing or altered.",
    ),
    Text(
        fr="Restaurez une autre sauvegarde, et faites-en une nouvelle ailleurs sans attendre.",
        en="Restore another backup, and make a new one elsewhere without delay.",
    ),
    status=500,
)
REFUSED = ErrorType(
    "backup.refused",
    Text(fr="Dossier de sauvegarde refusé", en="Backup folder refused"),
    Text(fr="« {place} » : {reason}.", en="“{place}”: {reason}."),
    Text(
        fr="Choisissez un dossier vide sur un autre disque.",
        en="Choose an empty folder on another disk.",
    ),
)
DIFFERS = ErrorType(
    "backup.differs",
    Text(fr="La restauration diffère", en="The restore differs"),
    Text(
        fr="Série {series} : {found} mesures restaurées au lieu de {expected}.",
        en="Series {series}: {found} measures restored instead of {expected}.",
    ),
    Text(
        fr="Cette sauvegarde ne vaut pas l’original : faites-en une autre, et signalez-le.",
        en="This backup is not worth the original: make another one, and report this.",
    ),
    status=500,
)
