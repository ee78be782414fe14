"""The words of the pages of the journal."""

from beffroi.texts import Text

WORDS: dict[str, Text] = {
    "lead": Text(
        fr="Tout ce qui a été fait ici, par qui et pourquoi. Une entrée ne se change pas sans que "
        "cela se voie.",
        en="All that was done here, by whom and why. No entry changes without it being seen.",
    ),
    "view": Text(fr="Montrer", en="Show"),
    "view_own": Text(fr="ce qui a été fait ici", en="what was done here"),
    "view_accesses": Text(
        fr="ce que d’autres ont lu de vos données", en="what others read of your data"
    ),
    "who": Text(fr="Qui", en="Who"),
    "kind": Text(fr="Sorte", en="Kind"),
    "from": Text(fr="Du", en="From"),
    "to": Text(fr="Au", en="To"),
    "apply": Text(fr="Filtrer", en="Filter"),
    "erased": Text(fr="texte effacé", en="text erased"),
    "nobody": Text(fr="une personne effacée", en="a person who was erased"),
    "none": Text(fr="Aucune entrée", en="No entry"),
    "none_why": Text(fr="Rien ne correspond à ces filtres.", en="Nothing matches these filters."),
    "none_read": Text(
        fr="Personne n’a lu vos données : rien n’est prêté, ou rien n’a été demandé.",
        en="Nobody read your data: nothing is lent, or nothing was asked.",
    ),
    "see_all": Text(fr="Voir tout le journal", en="See the whole journal"),
    "first": Text(fr="Les plus récentes", en="The latest"),
    "older": Text(fr="Plus anciennes", en="Older"),
    "pages": Text(fr="Pages", en="Pages"),
    "export": Text(fr="Emporter ces entrées (.csv)", en="Take these entries away (.csv)"),
    "state": Text(fr="Ce qui garantit ce journal", en="What guarantees this journal"),
    "signed": Text(
        fr="{size} entrées signées le {at}, pour toute l’installation.",
        en="{size} entries signed on {at}, for the whole installation.",
    ),
    "not_signed": Text(
        fr="Rien n’est encore signé : demandez à qui administre l’installation.",
        en="Nothing is signed yet: ask whoever administers the installation.",
    ),
    "witness": Text(
        fr="{name} en garde la mémoire : {size} entrées, le {at}.",
        en="{name} remembers it: {size} entries, on {at}.",
    ),
    "alone": Text(
        fr="Aucun témoin au dehors n’en garde encore la mémoire.",
        en="No witness outside remembers it yet.",
    ),
    "verify": Text(fr="Le vérifier vous-même", en="Verify it yourself"),
    "read_yours": Text(
        fr="a lu {series} de vos séries ou constats (convention n° {agreement})",
        en="read {series} of your series or findings (agreement {agreement})",
    ),
    "read_theirs": Text(
        fr="a lu {series} séries ou constats d’une autre collectivité (convention n° {agreement})",
        en="read {series} series or findings of another authority (agreement {agreement})",
    ),
    "read_erased": Text(fr="a lu des données (texte effacé)", en="read data (text erased)"),
    "column_number": Text(fr="numéro", en="number"),
    "column_at": Text(fr="quand", en="when"),
    "column_who": Text(fr="qui", en="who"),
    "column_did": Text(fr="a fait", en="did"),
    "column_why": Text(fr="pour", en="for"),
    "column_hash": Text(fr="empreinte", en="hash"),
    "back": Text(fr="Tout le journal", en="The whole journal"),
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "when": Text(fr="Quand", en="When"),
    "did": Text(fr="Fait", en="Did"),
    "why": Text(fr="Pour", en="For"),
    "action": Text(fr="Nom de l’action", en="Name of the action"),
    "details": Text(fr="Précisions", en="Details"),
    "hash": Text(fr="Empreinte", en="Hash"),
    "proof": Text(fr="Preuve", en="Proof"),
    "proof_why": Text(
        fr="Ce fichier prouve à n’importe qui que cette entrée est dans le journal signé : "
        "« beffroi journal check » le vérifie, sans accès à cette installation.",
        en="This file proves to anybody that this entry is in the signed journal: “beffroi journal "
        "check” verifies it, without access to this installation.",
    ),
    "proof_get": Text(fr="Emporter la preuve (.json)", en="Take the proof away (.json)"),
    "proof_later": Text(
        fr="Elle sera prouvable dès que le journal sera signé de nouveau.",
        en="It can be proved as soon as the journal is signed again.",
    ),
}
