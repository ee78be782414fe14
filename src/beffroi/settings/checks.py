"""What settings that name a place may hold; no secret is one of them."""

import re
from urllib.parse import parse_qs, urlsplit

from beffroi.texts import Text

_SCHEMES = ("postgresql", "postgres")
_NOT_AN_ADDRESS = Text(
    fr="il faut une adresse postgresql://role@machine/base",
    en="an address postgresql://role@host/database is needed",
)
SECRET = Text(
    fr="un mot de passe ne s’écrit pas dans les réglages ; mettez-le dans le fichier ~/.pgpass"
    " ou celui de PGPASSFILE",
    en="a password is not written in settings; put it in the file ~/.pgpass or that of PGPASSFILE",
)
KEY_WRITTEN = Text(
    fr="une clé privée ne s’écrit pas dans les réglages ; donnez le chemin de son fichier",
    en="a private key is not written in settings; give the path of its file",
)
_NOT_A_PLACE = Text(
    fr="il faut une adresse s3://compartiment/préfixe, sans identifiant ni mot de passe",
    en="an address s3://bucket/prefix is needed, without any credential",
)
_PLACE = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/(?!\.+(/|$))[\w.=-]+)+/?", re.ASCII)
_NOT_A_PATH = Text(
    fr="il faut un chemin complet, qui commence par /",
    en="a full path is needed, which begins with /",
)
_NOT_A_SITE = Text(
    fr="il faut une adresse https://machine, sans chemin ; http:// pour cette machine seule",
    en="an address https://host is needed, without path; http:// for this machine only",
)
_SITE = re.compile(
    r"https://[a-z0-9][a-z0-9.-]*(:\d{1,5})?|http://(localhost|127\.0\.0\.1)(:\d{1,5})?", re.ASCII
)
_NOT_AN_ISSUER = Text(
    fr="il faut l’adresse https:// que le fournisseur d’identité donne pour la sienne (issuer)",
    en="the https:// address that the identity provider gives as its own (issuer) is needed",
)
_ISSUER = re.compile(
    r"(https://[\w.-]+|http://(localhost|127\.0\.0\.1))(:\d{1,5})?(/[\w.~/-]*)?", re.ASCII
)
_KEY = re.compile("AGE-SECRET-KEY-1", re.IGNORECASE)


def site_problem(address: str) -> Text | None:
    """Say what is wrong with the address of the site: passwords travel to it."""
    return None if not address or _SITE.fullmatch(address) else _NOT_A_SITE


def issuer_problem(address: str) -> Text | None:
    """Say what is wrong with the address of an identity provider."""
    return None if not address or _ISSUER.fullmatch(address) else _NOT_AN_ISSUER


def lake_problem(address: str) -> Text | None:
    """Say what is wrong with the address of a lake."""
    return None if not address or _PLACE.fullmatch(address) else _NOT_A_PLACE


def state_problem(address: str) -> Text | None:
    """Say what is wrong with the address of a state."""
    if not address:
        return None
    try:
        parts = urlsplit(address)
        secret = parts.password is not None or any(
            "password" in name.lower() for name in parse_qs(parts.query, keep_blank_values=True)
        )
    except ValueError:
        return _NOT_AN_ADDRESS
    if secret:
        return SECRET
    return None if parts.scheme in _SCHEMES and address.isprintable() else _NOT_AN_ADDRESS


def folder_problem(path: str) -> Text | None:
    """Say what is wrong with a path: a service runs from anywhere, a part of one is no place."""
    if _KEY.search(path):
        return KEY_WRITTEN
    return None if not path or (path.startswith("/") and path.isprintable()) else _NOT_A_PATH
