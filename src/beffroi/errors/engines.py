"""Engines: the cluster that runs queries and analyses."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

ENGINE_ADDRESS = ErrorType(
    "engine.address_invalid",
    Text(fr="Adresse de moteur invalide", en="Invalid engine address"),
    Text(
        fr="« {address} » n’est pas l’adresse d’un moteur.",
        en="“{address}” is not the address of an engine.",
    ),
    Text(
        fr="Écrivez spark://machine:port ou sc://machine:port, avec le port de Spark Connect "
        "(15002 en général).",
        en="Write spark://host:port or sc://host:port, with the port of Spark Connect (15002 as "
        "a rule).",
    ),
)
ENGINE_MISSING = ErrorType(
    "engine.client_missing",
    Text(fr="Client Spark absent", en="Spark client missing"),
    Text(
        fr="Cette installation ne peut pas parler à un cluster : {reason}.",
        en="This installation cannot talk to a cluster: {reason}.",
    ),
    Text(
        fr='Installez-le : pip install "beffroi[spark]".',
        en='Install it: pip install "beffroi[spark]".',
    ),
    status=501,
)
ENGINE_UNREACHABLE = ErrorType(
    "engine.unreachable",
    Text(fr="Moteur injoignable", en="Engine unreachable"),
    Text(
        fr="Rien ne répond à « {address} » : {reason}.",
        en="Nothing answers at “{address}”: {reason}.",
    ),
    Text(
        fr="Vérifiez que le serveur Spark Connect est lancé et que son port est ouvert, ou "
        "analysez sans --engine.",
        en="Check that the Spark Connect server runs and that its port is open, or analyse "
        "without --engine.",
    ),
    status=503,
    retryable=True,
)
ENGINE_FAILED = ErrorType(
    "engine.failed",
    Text(fr="Échec du moteur", en="The engine failed"),
    Text(
        fr="Le cluster n’a pas pu finir : {reason}.",
        en="The cluster could not finish: {reason}.",
    ),
    Text(
        fr="Vérifiez que chaque exécuteur voit le dossier au même chemin et a la même version de "
        "Beffroi, puis recommencez : rien n’est enregistré à moitié.",
        en="Check that every executor sees the home at the same path and has the same version of "
        "Beffroi, then try again: nothing is stored by halves.",
    ),
    status=502,
    retryable=True,
)
