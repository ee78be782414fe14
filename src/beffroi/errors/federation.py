"""What one installation shares with another one over the network: what can go wrong."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

NOT_LENT = ErrorType(
    "federation.not_lent",
    Text(fr="Rien n’est prêté ici", en="Nothing is lent here"),
    Text(
        fr="Aucune convention en vigueur n° {agreement} ne prête de mesures à ce jeton.",
        en="No agreement in force of number {agreement} lends measures to this token.",
    ),
    Text(
        fr="Voyez avec la collectivité qui prête si la convention est suspendue, résiliée ou "
        "échue.",
        en="Ask the authority that lends whether the agreement is suspended, revoked or over.",
    ),
    status=404,
)
CURSOR_UNKNOWN = ErrorType(
    "federation.cursor_unknown",
    Text(fr="Reprise impossible", en="Cannot go on from there"),
    Text(
        fr="Cette installation ne connaît pas le point de reprise demandé.",
        en="This installation does not know the place to go on from.",
    ),
    Text(
        fr="Elle a pu être remise dans un état d’avant : « beffroi federation renew --again » "
        "reprend tout depuis le début.",
        en="It may have been put back to an earlier state: “beffroi federation renew --again” "
        "takes all of it anew.",
    ),
    status=409,
)
ASKED_WRONGLY = ErrorType(
    "federation.asked_wrongly",
    Text(fr="Demande illisible", en="Unreadable request"),
    Text(fr="« {name} » n’a pas la forme attendue.", en="“{name}” has not the expected form."),
    Text(fr="/api/openapi.json dit la forme.", en="/api/openapi.json says the form."),
)
ADDRESS_UNSAFE = ErrorType(
    "federation.address_unsafe",
    Text(fr="Adresse refusée", en="Address refused"),
    Text(
        fr="« {address} » n’est pas une adresse https:// sans rien d’autre qu’un nom et un port.",
        en="“{address}” is not an https:// address with nothing else than a name and a port.",
    ),
    Text(
        fr="Donnez l’adresse de l’autre installation : https://mesures.exemple.fr",
        en="Give the address of the other installation: https://measures.example.org",
    ),
)
LINK_LOST = ErrorType(
    "federation.link_lost",
    Text(fr="Lien perdu", en="Link lost"),
    Text(fr="{address} ne répond pas : {reason}.", en="{address} does not answer: {reason}."),
    Text(
        fr="Rien n’est perdu : les mesures déjà reçues restent, et le lien est essayé de nouveau.",
        en="Nothing is lost: the measures that came stay, and the link is tried again.",
    ),
    status=502,
    retryable=True,
)
REFUSED_THERE = ErrorType(
    "federation.refused_there",
    Text(fr="Refusé par l’autre installation", en="Refused by the other installation"),
    Text(fr="{address} répond : {code}.", en="{address} answers: {code}."),
    Text(
        fr="Un jeton expiré se remplace par « beffroi federation renew --token-file ».",
        en="A token that expired is replaced with “beffroi federation renew --token-file”.",
    ),
    status=502,
)
ANSWER_REFUSED = ErrorType(
    "federation.answer_refused",
    Text(fr="Réponse refusée", en="Answer refused"),
    Text(
        fr="Ce que l’autre installation envoie ne convient pas : {reason}.",
        en="What the other installation sends will not do: {reason}.",
    ),
    Text(
        fr="Rien n’en a été enregistré. Signalez-le à qui tient l’autre installation.",
        en="Nothing of it was stored. Tell whoever keeps the other installation.",
    ),
    status=502,
)
SEAL_WRONG = ErrorType(
    "federation.seal_wrong",
    Text(fr="Signature refusée", en="Signature refused"),
    Text(
        fr="La réponse n’est pas celle attendue de {issuer} : {reason}.",
        en="The answer is not the one expected of {issuer}: {reason}.",
    ),
    Text(
        fr="Rien n’en a été enregistré. Demandez de vive voix à la collectivité qui prête si sa "
        "clé "
        "a changé ; si oui : « beffroi federation renew --key ».",
        en="Nothing of it was stored. Ask the authority that lends, in person, whether its key "
        "changed; if so: “beffroi federation renew --key”.",
    ),
    status=502,
)
FORKED = ErrorType(
    "federation.forked",
    Text(fr="L’autre journal est revenu en arrière", en="The other journal went back"),
    Text(
        fr="Le journal de {issuer} avait {size} entrées ; celui qu’elle montre n’en est pas la "
        "suite.",
        en="The journal of {issuer} had {size} entries; the one that it shows does not follow "
        "them.",
    ),
    Text(
        fr="Une sauvegarde ancienne y a peut-être été remise. Demandez-le, puis « beffroi "
        "federation renew --again » reprend tout. Les mesures déjà reçues restent.",
        en="An old backup may have been put back there. Ask, then “beffroi federation renew "
        "--again” takes all of it anew. The measures that came stay.",
    ),
    status=409,
)
TOKEN_MISSING = ErrorType(
    "federation.token_missing",
    Text(fr="Jeton absent", en="Token missing"),
    Text(
        fr="Le jeton de l’abonnement n° {subscription} n’est pas dans cette installation.",
        en="The token of subscription {subscription} is not in this installation.",
    ),
    Text(
        fr="Une sauvegarde n’emporte pas les jetons : « beffroi federation renew {subscription} "
        "--token-file FICHIER » le redonne.",
        en="Backups do not carry tokens: “beffroi federation renew {subscription} --token-file "
        "FILE” gives it again.",
    ),
    status=409,
)
TOKEN_UNREADABLE = ErrorType(
    "federation.token_unreadable",
    Text(fr="Fichier de jeton illisible", en="Unreadable file of a token"),
    Text(
        fr="« {name} » ne contient pas un jeton sur une ligne.",
        en="“{name}” does not hold a token on one line.",
    ),
    Text(
        fr="Mettez dans ce fichier le jeton que donne « beffroi token create --scope pull_lent », "
        "et rien d’autre.",
        en="Put in this file the token that “beffroi token create --scope pull_lent” gives, and "
        "nothing else.",
    ),
)
NOT_CARRIED = ErrorType(
    "federation.not_carried",
    Text(fr="Convention qui ne voyage pas", en="Agreement that does not travel"),
    Text(
        fr="La convention n° {agreement} ne peut pas être suivie de loin : {reason}.",
        en="Agreement {agreement} cannot be followed from afar: {reason}.",
    ),
    Text(
        fr="« beffroi agreements totals » et les lectures sur place restent possibles.",
        en="“beffroi agreements totals” and readings there remain possible.",
    ),
    status=409,
)
SUBSCRIPTION_STATE = ErrorType(
    "federation.subscription_state",
    Text(fr="Abonnement impossible", en="Subscription not possible"),
    Text(fr="{reason}.", en="{reason}."),
    Text(
        fr="« beffroi federation list » montre les abonnements.",
        en="“beffroi federation list” shows the subscriptions.",
    ),
    status=409,
)
KEPT_ELSEWHERE = ErrorType(
    "federation.kept_elsewhere",
    Text(fr="Mesures tenues ailleurs", en="Measures kept elsewhere"),
    Text(
        fr="« {name} » est la copie de ce qu’une autre installation prête : rien ne s’y ajoute "
        "ici.",
        en="“{name}” is the copy of what another installation lends: nothing is added to it here.",
    ),
    Text(
        fr="Apportez ces mesures dans l’installation de la collectivité qui les prête.",
        en="Bring these measures to the installation of the authority that lends them.",
    ),
    status=409,
)
