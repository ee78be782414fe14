"""Files that people drop in a page."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

DEPOSIT_TOO_LARGE = ErrorType(
    "deposit.too_large",
    Text(fr="Envoi trop volumineux", en="Too large to send"),
    Text(fr="{what} dépasse {limit} Mo.", en="{what} is above {limit} MB."),
    Text(
        fr="Envoyez moins de fichiers à la fois, compressez-les (.zip, .gz), ou demandez à qui "
        "administre Beffroi de relever le réglage {setting}.",
        en="Send fewer files at once, compress them (.zip, .gz), or ask whoever administers "
        "Beffroi to raise the setting {setting}.",
    ),
    status=413,
)
DEPOSIT_NO_ROOM = ErrorType(
    "deposit.no_room",
    Text(fr="Trop de fichiers en attente", en="Too many files waiting"),
    Text(
        fr="Les fichiers déposés qui attendent prendraient plus de {limit} Mo.",
        en="The dropped files that wait would take more than {limit} MB.",
    ),
    Text(
        fr="Confirmez ou abandonnez d’abord les dépôts en attente.",
        en="First confirm or give up the drops that wait.",
    ),
    status=409,
)
DEPOSIT_UNREADABLE = ErrorType(
    "deposit.unreadable",
    Text(fr="Envoi illisible", en="Unreadable form"),
    Text(
        fr="L’envoi n’a pas pu être lu : {reason}. Rien n’est gardé.",
        en="What was sent cannot be read: {reason}. Nothing is kept.",
    ),
    Text(
        fr="Revenez à la page, rechargez-la et recommencez.",
        en="Go back to the page, load it again and start over.",
    ),
    status=400,
)
DEPOSIT_STATE = ErrorType(
    "deposit.state",
    Text(fr="Dépôt déjà avancé", en="The drop has moved on"),
    Text(
        fr="Ce dépôt n’attend plus cela : quelqu’un l’a confirmé, corrigé ou abandonné.",
        en="This drop no longer waits for that: somebody confirmed, corrected or gave it up.",
    ),
    Text(fr="Rechargez la page du dépôt.", en="Load the page of the drop again."),
    status=409,
)
