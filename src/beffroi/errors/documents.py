"""Documents that people attach to an asset."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

DOCUMENT_UNKNOWN = ErrorType(
    "document.unknown",
    Text(fr="Type de fichier non accepté", en="Kind of file not accepted"),
    Text(
        fr="« {name} » n’est pas un document d’un type accepté : {reason}.",
        en="“{name}” is no document of an accepted kind: {reason}.",
    ),
    Text(
        fr="Sont acceptés : PDF, photos (JPEG, PNG, WebP), ODT, ODS, DOCX, XLSX, CSV et texte. "
        "Enregistrez le fichier en PDF, puis recommencez.",
        en="These are accepted: PDF, photographs (JPEG, PNG, WebP), ODT, ODS, DOCX, XLSX, CSV and "
        "text. Save the file as a PDF, then start over.",
    ),
    status=415,
)
DOCUMENT_INVALID = ErrorType(
    "document.invalid",
    Text(fr="Document mal décrit", en="Document badly described"),
    Text(fr="Le document n’est pas gardé : {reason}.", en="The document is not kept: {reason}."),
    Text(fr="Corrigez, puis recommencez.", en="Correct it, then start over."),
    status=422,
)
DOCUMENT_NO_ROOM = ErrorType(
    "document.no_room",
    Text(fr="Plus de place pour des documents", en="No room left for documents"),
    Text(
        fr="Les documents de la collectivité prendraient plus de {limit} Mo.",
        en="The documents of the authority would take more than {limit} MB.",
    ),
    Text(
        fr="Retirez ce qui ne sert plus (la place revient après trente jours), ou demandez à qui "
        "administre Beffroi de relever le réglage {setting}.",
        en="Remove what is of no use any more (its room comes back after thirty days), or ask "
        "whoever administers Beffroi to raise the setting {setting}.",
    ),
    status=409,
)
DOCUMENT_STATE = ErrorType(
    "document.state",
    Text(fr="Document déjà retiré", en="The document is removed already"),
    Text(
        fr="Ce document a été retiré entre-temps.", en="This document was removed in the meantime."
    ),
    Text(fr="Remettez-le d’abord.", en="Put it back first."),
    status=409,
)
DOCUMENT_MISSING = ErrorType(
    "document.missing",
    Text(fr="Le fichier manque", en="The file is missing"),
    Text(
        fr="L’installation n’a plus le fichier du document « {name} ».",
        en="The installation no longer has the file of document “{name}”.",
    ),
    Text(
        fr="Demandez à qui administre Beffroi de le remettre depuis une sauvegarde (beffroi store "
        "check), ou attachez-le de nouveau.",
        en="Ask whoever administers Beffroi to put it back from a backup (beffroi store check), or "
        "attach it again.",
    ),
    status=404,
)
