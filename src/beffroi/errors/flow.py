"""Measures that come all the time: messages, tokens, the server, jobs."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

MESSAGE_REFUSED = ErrorType(
    "message.refused",
    Text(fr="Envoi refusé", en="Message refused"),
    Text(fr="{place} : {reason}.", en="{place}: {reason}."),
    Text(
        fr="Corrigez cet élément et renvoyez le tout ; rien n’a été enregistré.",
        en="Mend that item and send the whole again; nothing was stored.",
    ),
    status=422,
)
MESSAGE_UNREADABLE = ErrorType(
    "message.unreadable",
    Text(fr="Envoi illisible", en="Unreadable message"),
    Text(
        fr="Le contenu n’est pas lisible comme {format} : {reason}.",
        en="The content cannot be read as {format}: {reason}.",
    ),
    Text(
        fr="Vérifiez le contenu et les en-têtes Content-Type et Content-Encoding.",
        en="Check the content and the headers Content-Type and Content-Encoding.",
    ),
)
MESSAGE_TOO_LARGE = ErrorType(
    "message.too_large",
    Text(fr="Envoi trop volumineux", en="Message too large"),
    Text(
        fr="L’envoi dépasse la limite de {limit} {what}.",
        en="The message exceeds the limit of {limit} {what}.",
    ),
    Text(
        fr="Envoyez-le en plusieurs fois, chacune avec sa clé ; ou relevez le réglage {setting}.",
        en="Send it in several parts, each with its key; or raise the setting {setting}.",
    ),
    status=413,
)
MESSAGE_SLOW = ErrorType(
    "message.slow",
    Text(fr="Envoi trop lent", en="Message too slow"),
    Text(
        fr="L’envoi n’était pas arrivé en entier au bout de {seconds} s.",
        en="The message had not come whole after {seconds} s.",
    ),
    Text(
        fr="Renvoyez-le avec la même clé, compressé ou en plusieurs fois si le réseau est lent.",
        en="Send it again with the same key, compressed or in parts where the network is slow.",
    ),
    status=408,
    retryable=True,
)
MESSAGE_KEY_INVALID = ErrorType(
    "message.key_invalid",
    Text(fr="Clé d’envoi manquante", en="Key of the message missing"),
    Text(
        fr="L’en-tête Idempotency-Key doit porter de 1 à 64 caractères visibles, sans accent.",
        en="The header Idempotency-Key must hold from 1 to 64 visible ASCII characters.",
    ),
    Text(
        fr="Donnez à chaque envoi une clé qui lui est propre (un UUID), et la même quand vous le "
        "renvoyez.",
        en="Give each message a key of its own (a UUID), and the same one when you send it again.",
    ),
)
MESSAGE_CONFLICT = ErrorType(
    "message.conflict",
    Text(fr="Clé déjà utilisée", en="Key already used"),
    Text(
        fr="La clé « {key} » est celle d’un envoi dont le contenu est différent.",
        en="The key “{key}” is that of a message with another content.",
    ),
    Text(
        fr="Donnez une nouvelle clé à ces mesures.",
        en="Give these measures a new key.",
    ),
    status=409,
)
STREAM_FULL = ErrorType(
    "message.later",
    Text(fr="Trop de mesures en attente", en="Too many measures waiting"),
    Text(
        fr="{waiting} mesures attendent d’être rangées, pour {limit} au plus.",
        en="{waiting} measures wait to be filed, and {limit} may at most.",
    ),
    Text(
        fr="Renvoyez le même envoi, avec la même clé, dans {seconds} s.",
        en="Send the same message, with the same key, in {seconds} s.",
    ),
    status=429,
    retryable=True,
)
FORMAT_UNKNOWN = ErrorType(
    "message.format_unknown",
    Text(fr="Forme d’envoi inconnue", en="Unknown form of message"),
    Text(
        fr="L’en-tête {header} vaut « {given} ».",
        en="The header {header} is “{given}”.",
    ),
    Text(fr="Formes acceptées : {known}.", en="Accepted forms: {known}."),
    status=415,
)
TOKEN_REFUSED = ErrorType(
    "token.refused",
    Text(fr="Jeton refusé", en="Token refused"),
    Text(
        fr="Le jeton est absent, inconnu, révoqué ou expiré.",
        en="The token is missing, unknown, revoked or expired.",
    ),
    Text(
        fr="Envoyez `Authorization: Bearer JETON` ; « beffroi token create » en crée un.",
        en="Send `Authorization: Bearer TOKEN`; “beffroi token create” makes one.",
    ),
    status=401,
)
TOKEN_INVALID = ErrorType(
    "token.invalid",
    Text(fr="Jeton impossible", en="Token not possible"),
    Text(fr="{reason}.", en="{reason}."),
    Text(
        fr="Donnez un nom court et de 1 à {most} jours.",
        en="Give a short name, and from 1 to {most} days.",
    ),
)
SERVER_MISSING = ErrorType(
    "server.missing",
    Text(fr="Serveur non installé", en="Server not installed"),
    Text(fr="Il manque la bibliothèque {name}.", en="The library {name} is missing."),
    Text(
        fr="Installez le serveur : pip install 'beffroi[server]'.",
        en="Install the server: pip install 'beffroi[server]'.",
    ),
    status=501,
)
BUNDLE_MISSING = ErrorType(
    "server.bundle_missing",
    Text(fr="Pages non préparées", en="Pages not prepared"),
    Text(
        fr="Les styles et la police des pages ne sont pas dans « {folder} ».",
        en="The styles and the font of the pages are not in “{folder}”.",
    ),
    Text(
        fr="Depuis les sources : python scripts/front.py. Sinon, réinstallez Beffroi.",
        en="From the sources: python scripts/front.py. Otherwise, install Beffroi again.",
    ),
    status=501,
)
ADDRESS_REFUSED = ErrorType(
    "server.address_refused",
    Text(fr="Adresse indisponible", en="Address not available"),
    Text(
        fr="Le serveur ne peut pas écouter sur {host}:{port} : {reason}.",
        en="The server cannot listen on {host}:{port}: {reason}.",
    ),
    Text(
        fr="Un autre serveur tourne peut-être déjà : arrêtez-le, ou donnez un autre --port.",
        en="Another server may already run: stop it, or give another --port.",
    ),
    status=409,
)
NO_SUCH_PAGE = ErrorType(
    "server.no_such_page",
    Text(fr="Adresse inconnue", en="Unknown address"),
    Text(fr="{method} {path} n’existe pas ici.", en="{method} {path} does not exist here."),
    Text(fr="/api/openapi.json liste ce qui existe.", en="/api/openapi.json lists what exists."),
    status=404,
)
NO_SUCH_METHOD = ErrorType(
    "server.no_such_method",
    Text(fr="Autre méthode attendue", en="Another method is expected"),
    Text(fr="{path} ne répond pas à {method}.", en="{path} does not answer {method}."),
    Text(fr="Utilisez {allowed}.", en="Use {allowed}."),
    status=405,
)
JOB_LOST = ErrorType(
    "job.lost",
    Text(fr="Tâche reprise par un autre", en="Job taken over"),
    Text(
        fr="La tâche {job} n’est plus tenue par ce processus.",
        en="Job {job} is no longer held by this process.",
    ),
    Text(
        fr="Rien à faire : un autre processus la mène, ou quelqu’un l’a annulée.",
        en="Nothing to do: another process does it, or somebody cancelled it.",
    ),
    status=409,
)
JOB_STATE = ErrorType(
    "job.state",
    Text(fr="Action impossible sur cette tâche", en="Not possible for this job"),
    Text(fr="La tâche {job} est dans l’état « {status} ».", en="Job {job} is “{status}”."),
    Text(
        fr="On relance une tâche échouée ou annulée, on annule une tâche en attente ou en cours.",
        en="A failed or cancelled job can be retried, a waiting or running one cancelled.",
    ),
    status=409,
)
JOB_STOPPED = ErrorType(
    "job.stopped",
    Text(fr="Tâche interrompue", en="Job interrupted"),
    Text(
        fr="Le processus qui menait la tâche {job} s’est arrêté, {attempts} fois de suite.",
        en="The process that did job {job} stopped, {attempts} times in a row.",
    ),
    Text(
        fr="Regardez le journal technique, puis « beffroi jobs retry {job} ».",
        en="Look at the technical log, then “beffroi jobs retry {job}”.",
    ),
    status=500,
)
