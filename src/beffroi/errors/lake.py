"""The lake on object storage: reaching it, and whose it is."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

LAKE_UNREACHABLE = ErrorType(
    "store.lake_unreachable",
    Text(fr="Stockage objet injoignable", en="Object storage out of reach"),
    Text(
        fr="Le stockage « {place} » ne répond pas comme il faut : {reason}.",
        en="The storage “{place}” does not answer as it should: {reason}.",
    ),
    Text(
        fr="Vérifiez que le serveur tourne, que le compartiment existe et que les variables"
        " AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID et AWS_SECRET_ACCESS_KEY sont justes,"
        " puis recommencez la même commande : rien n’est perdu.",
        en="Check that the server runs, that the bucket exists and that the variables"
        " AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are right,"
        " then try the same command again: nothing is lost.",
    ),
    status=503,
    retryable=True,
)
LAKE_TAKEN = ErrorType(
    "store.lake_taken",
    Text(fr="Stockage déjà utilisé", en="Storage already in use"),
    Text(
        fr="« {place} » contient déjà des fichiers, peut-être d’une autre installation.",
        en="“{place}” already holds files, maybe of another installation.",
    ),
    Text(
        fr="Choisissez un préfixe vide : --lake s3://compartiment/autre-nom. Pour qu’une machine de"
        " plus serve la même installation : beffroi join.",
        en="Choose an empty prefix: --lake s3://bucket/other-name. For one more machine to serve"
        " the same installation: beffroi join.",
    ),
    status=409,
)
LAKE_OTHER = ErrorType(
    "store.lake_other",
    Text(fr="Stockage d’une autre installation", en="Storage of another installation"),
    Text(
        fr="« {place} » n’est pas le lac de cette installation.",
        en="“{place}” is not the lake of this installation.",
    ),
    Text(
        fr="Corrigez le réglage « lake » : l’adresse est celle donnée à « beffroi init --lake ».",
        en="Mend the setting “lake”: the address is the one given to “beffroi init --lake”.",
    ),
    status=409,
)
NOT_SHARED = ErrorType(
    "store.not_shared",
    Text(fr="Installation d’une seule machine", en="Installation of one machine"),
    Text(
        fr="Une machine de plus a besoin d’un état sur PostgreSQL et d’un lac sur stockage objet.",
        en="One more machine needs a state on PostgreSQL and a lake on object storage.",
    ),
    Text(
        fr="Donnez les deux adresses de la première machine : beffroi join --state … --lake …",
        en="Give both addresses of the first machine: beffroi join --state ... --lake ...",
    ),
    status=409,
)
BATCH_LOST = ErrorType(
    "store.batch_lost",
    Text(fr="Import repris par une autre machine", en="Import taken over by another machine"),
    Text(
        fr="L’import {batch} a été effacé par une autre machine : la base d’état a redémarré"
        " pendant qu’il travaillait.",
        en="Import {batch} was forgotten by another machine: the server of the state restarted"
        " while it worked.",
    ),
    Text(fr="Recommencez l’import : rien n’est perdu.", en="Import again: nothing is lost."),
    status=409,
    retryable=True,
)
