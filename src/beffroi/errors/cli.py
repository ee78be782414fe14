"""The command line itself: its use, the files that it writes, what nobody foresaw."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

USAGE = ErrorType(
    "cli.usage",
    Text(fr="Commande mal écrite", en="Command not understood"),
    Text(fr="{problem}", en="{problem}"),
    Text(fr="« {command} --help » dit comment l’écrire.", en="“{command} --help” says how."),
)
FILE_REFUSED = ErrorType(
    "cli.file_refused",
    Text(fr="Fichier inaccessible", en="File out of reach"),
    Text(fr="« {name} » : {reason}.", en="“{name}”: {reason}."),
    Text(
        fr="Vérifiez le chemin, les droits et la place disponible.",
        en="Check the path, the permissions and the free space.",
    ),
)
UNEXPECTED = ErrorType(
    "cli.unexpected",
    Text(fr="Erreur imprévue", en="Unexpected error"),
    Text(fr="Le programme s’est arrêté : {reason}.", en="The program stopped: {reason}."),
    Text(
        fr="Relancez avec BEFFROI_LOG_LEVEL=debug et signalez-la avec ce qui s’affiche.",
        en="Run it again with BEFFROI_LOG_LEVEL=debug and report it with what is shown.",
    ),
    status=500,
)
