"""The journal: its signed heads, its witnesses, its proofs."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

KEY_INVALID = ErrorType(
    "journal.key_invalid",
    Text(fr="Clé illisible", en="Unreadable key"),
    Text(
        fr="« {key} » n’est pas une clé de signature de journal : {reason}.",
        en="“{key}” is not a key that signs journals: {reason}.",
    ),
    Text(
        fr="Une clé publique tient sur une ligne, NOM+EMPREINTE+CLÉ : recopiez-la entière.",
        en="A public key is one line, NAME+FINGERPRINT+KEY: copy it whole.",
    ),
)
NOTE_UNREADABLE = ErrorType(
    "journal.note_unreadable",
    Text(fr="Fichier illisible", en="Unreadable file"),
    Text(
        fr="{name} ne se lit pas comme {form} : {reason}.",
        en="{name} cannot be read as {form}: {reason}.",
    ),
    Text(
        fr="Redemandez ce fichier à qui l’a produit, et ne le modifiez pas.",
        en="Ask whoever made this file for it again, and do not edit it.",
    ),
)
SIGNATURE_WRONG = ErrorType(
    "journal.signature_wrong",
    Text(fr="Signature refusée", en="Signature refused"),
    Text(
        fr="{what} ne porte pas de signature valable de « {key} ».",
        en="{what} bears no valid signature of “{key}”.",
    ),
    Text(
        fr="Vérifiez la clé publique auprès de son propriétaire ; si elle est bonne, le document a "
        "été modifié.",
        en="Check the public key with its owner; if it is right, the document was changed.",
    ),
    status=403,
)
LOG_UNKNOWN = ErrorType(
    "journal.log_unknown",
    Text(fr="Journal inconnu du témoin", en="The witness does not know this journal"),
    Text(
        fr="Ce témoin n’a jamais vu le journal « {origin} ».",
        en="This witness never saw the journal “{origin}”.",
    ),
    Text(
        fr="Donnez sa clé publique la première fois : --log-key. Demandez-la de vive voix.",
        en="Give its public key the first time: --log-key. Ask its owner for it in person.",
    ),
    status=404,
)
WITNESS_ELSEWHERE = ErrorType(
    "journal.witness_elsewhere",
    Text(fr="Le témoin en est resté ailleurs", en="The witness saw another size"),
    Text(
        fr="La demande part de {old} entrées, le témoin en a vu {known}.",
        en="The request begins at {old} entries, the witness saw {known}.",
    ),
    Text(
        fr="Demandez au journal : beffroi journal head --since {known}",
        en="Ask the journal: beffroi journal head --since {known}",
    ),
    status=409,
)
HEAD_CONTRADICTED = ErrorType(
    "journal.head_contradicted",
    Text(fr="Ce journal n’est plus le même", en="This journal is not the same any more"),
    Text(
        fr="Ce qui est signé pour {size} entrées contredit ce que le témoin a vu à {known} : des "
        "entrées ont été ôtées ou changées.",
        en="What is signed for {size} entries contradicts what the witness saw at {known}: entries "
        "were removed or changed.",
    ),
    Text(
        fr="Le témoin ne signe pas. Gardez ce fichier : avec ce que le témoin avait signé, il est "
        "la preuve.",
        en="The witness does not sign. Keep this file: with what the witness signed before, it is "
        "the proof.",
    ),
    status=422,
)
HEAD_UNKNOWN = ErrorType(
    "journal.head_unknown",
    Text(fr="Tête inconnue", en="Unknown head"),
    Text(
        fr="Ce journal n’a pas signé cette tête de {size} entrées.",
        en="This journal did not sign this head of {size} entries.",
    ),
    Text(
        fr="Contresignez une tête de ce journal : beffroi journal head",
        en="Countersign a head of this journal: beffroi journal head",
    ),
    status=404,
)
SIZE_IMPOSSIBLE = ErrorType(
    "journal.size_impossible",
    Text(fr="Taille impossible", en="Impossible size"),
    Text(
        fr="Le journal avait {size} entrées quand il a été signé ; vous demandez {asked}.",
        en="The journal had {size} entries when it was signed; you ask for {asked}.",
    ),
    Text(
        fr="Demandez des tailles croissantes, au plus {size}.",
        en="Ask for growing sizes, {size} at most.",
    ),
)
NOT_SIGNED = ErrorType(
    "journal.not_signed",
    Text(fr="Journal jamais signé", en="The journal was never signed"),
    Text(fr="Aucune tête n’a encore été signée.", en="No head was signed yet."),
    Text(fr="Signez-en une : beffroi journal head", en="Sign one: beffroi journal head"),
    status=404,
)
NO_SUCH_LEAF = ErrorType(
    "journal.no_such_leaf",
    Text(fr="Entrée inconnue", en="Unknown entry"),
    Text(
        fr="L’entrée {entry} signée n’a pas cette empreinte.",
        en="No signed entry {entry} has this hash.",
    ),
    Text(
        fr="Donnez le numéro et l’empreinte tels que reçus ; une entrée récente attend la "
        "prochaine signature.",
        en="Give the number and the hash as received; a recent entry waits for the next signature.",
    ),
    status=404,
)
PROOF_WRONG = ErrorType(
    "journal.proof_wrong",
    Text(fr="Preuve fausse", en="The proof is wrong"),
    Text(fr="{reason}.", en="{reason}."),
    Text(
        fr="Ne vous y fiez pas : redemandez une preuve, et gardez celle-ci.",
        en="Do not rely on it: ask for another proof, and keep this one.",
    ),
    status=409,
)
