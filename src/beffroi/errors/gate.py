"""What the publication gate and the comparison refuse to work on."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

FORM_INVALID = ErrorType(
    "gate.form_invalid",
    Text(fr="Déclaration à compléter", en="Declaration to complete"),
    Text(fr="{name} : {reason}.", en="{name}: {reason}."),
    Text(
        fr="Corrigez la déclaration ; la page « Publier sans exposer » en montre une entière.",
        en="Mend the declaration; the page “Publier sans exposer” shows a whole one.",
    ),
)
TABLE_INVALID = ErrorType(
    "gate.table_invalid",
    Text(fr="Tableau à corriger", en="Table to mend"),
    Text(fr="{name}, ligne {line} : {reason}.", en="{name}, line {line}: {reason}."),
    Text(
        fr="Corrigez cette ligne et recommencez ; rien n’a été publié.",
        en="Mend that line and start again; nothing was published.",
    ),
)
TABLE_TOO_LARGE = ErrorType(
    "gate.table_too_large",
    Text(fr="Tableau trop grand pour être vérifié", en="Table too large to be checked"),
    Text(
        fr="Avec ses totaux, le tableau a {cells} cases, pour {most} au plus.",
        en="With its margins, the table has {cells} cells, and {most} at most are checked.",
    ),
    Text(
        fr="Découpez-le (une année par publication, par exemple) ou publiez-le moins fin.",
        en="Cut it (one year a publication, for instance) or publish it in a coarser form.",
    ),
    status=413,
)
RULE_UNKNOWN = ErrorType(
    "gate.rule_unknown",
    Text(fr="Règle inconnue", en="Unknown rule"),
    Text(fr="Aucune règle ne s’appelle « {kind} ».", en="No rule is called “{kind}”."),
    Text(fr="Règles connues : {known}.", en="Known rules: {known}."),
)
PUBLICATION_REFUSED = ErrorType(
    "gate.refused",
    Text(fr="Publication refusée", en="Publication refused"),
    Text(fr="{reason}.", en="{reason}."),
    Text(
        fr="« beffroi publish check » dit quelle forme passerait.",
        en="“beffroi publish check” says which form would pass.",
    ),
    status=409,
)
