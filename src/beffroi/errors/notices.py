"""Notices by e-mail."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

MAIL_OFF = ErrorType(
    "notices.off",
    Text(fr="Aucun courriel n’est envoyé", en="No e-mail is sent"),
    Text(fr="Il manque un réglage : {missing}.", en="A setting is missing: {missing}."),
    Text(
        fr="Réglez smtp_host, smtp_from et address : la page « Avis par courriel » dit comment.",
        en="Set smtp_host, smtp_from and address: the page “Avis par courriel” says how.",
    ),
    status=409,
)
MAIL_UNREACHABLE = ErrorType(
    "notices.mail_unreachable",
    Text(fr="Serveur de courriel injoignable", en="Mail server out of reach"),
    Text(fr="« {host} » ne prend pas d’envoi : {reason}.", en="“{host}” takes no mail: {reason}."),
    Text(
        fr="Rien n’est perdu : l’envoi est réessayé. Vérifiez les réglages smtp_… s’il dure.",
        en="Nothing is lost: it is tried again. Check the settings smtp_... if it lasts.",
    ),
    status=502,
    retryable=True,
)
MAIL_UNSAFE = ErrorType(
    "notices.mail_unsafe",
    Text(fr="Envoi non chiffré refusé", en="Mail in clear refused"),
    Text(
        fr="« {host} » n’est pas cette machine, et smtp_security vaut none.",
        en="“{host}” is not this machine, and smtp_security is none.",
    ),
    Text(fr="Choisissez starttls ou tls.", en="Choose starttls or tls."),
)
LINK_REFUSED = ErrorType(
    "notices.link_refused",
    Text(fr="Lien refusé", en="Link refused"),
    Text(fr="Ce lien n’arrête aucun avis.", en="This link stops no notice."),
    Text(
        fr="Reprenez celui d’un courriel reçu, ou réglez vos avis depuis votre compte.",
        en="Take that of an e-mail that you received, or tune notices from your account.",
    ),
    status=404,
)
