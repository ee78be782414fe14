"""What the settings of outgoing mail are for; the password is no setting."""

import re

from beffroi.texts import Text

HOST = Text(
    fr="serveur d’envoi de courriels ; vide : aucun avis n’est envoyé",
    en="server that sends e-mails; empty: no notice is sent",
)
PORT = Text(fr="port de ce serveur", en="port of that server")
SECURITY = Text(
    fr="chiffrement de l’envoi : starttls, tls (dès la connexion) ou none (cette machine seule)",
    en="encryption on the way: starttls, tls (from the start) or none (this machine only)",
)
USER = Text(fr="compte sur ce serveur ; vide : aucun", en="account on that server; empty: none")
PASSWORD = Text(
    fr="fichier du mot de passe de ce compte ; à défaut, la variable BEFFROI_SMTP_PASSWORD",
    en="file of the password of that account; else the variable BEFFROI_SMTP_PASSWORD",
)
SENDER = Text(
    fr="adresse d’où partent les avis, par exemple beffroi@exemple.fr",
    en="address that notices come from, such as beffroi@exemple.fr",
)
_SENDER = re.compile(r"[!#-;=?A-~]{1,64}@[a-zA-Z0-9.-]{1,190}")
_NOT_AN_ADDRESS = Text(
    fr="il faut une adresse électronique, seule", en="an e-mail address alone is needed"
)


def sender_problem(address: str) -> Text | None:
    """Say what is wrong with the address that notices come from.

    >>> sender_problem("beffroi@exemple.fr") is None, sender_problem("a@b\\nBcc: c@d") is None
    (True, False)
    """
    return None if not address or _SENDER.fullmatch(address) else _NOT_AN_ADDRESS
