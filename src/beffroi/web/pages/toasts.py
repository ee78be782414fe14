"""What forms of the commons and of trust did, told on the page that follows."""

from beffroi.texts import Text

#: About agreements.
AGREEMENTS: dict[str, Text] = {
    "agreement_propose": Text(
        fr="Convention proposée et signée par vous. Elle attend l’autre.",
        en="Agreement proposed, and signed by you. It waits for the other one.",
    ),
    "agreement_accept": Text(
        fr="Convention signée. Le journal le garde.", en="Agreement signed. The journal keeps it."
    ),
    "agreement_refuse": Text(
        fr="Convention refusée. Rien n’est prêté.", en="Agreement refused. Nothing is lent."
    ),
    "agreement_suspend": Text(
        fr="Convention suspendue : plus rien n’est lu.",
        en="Agreement suspended: nothing is read any more.",
    ),
    "agreement_resume": Text(fr="La convention reprend.", en="The agreement resumes."),
    "agreement_revoke": Text(
        fr="Convention résiliée : plus rien n’est lu.",
        en="Agreement revoked: nothing is read any more.",
    ),
}

#: About personal data.
PERSONAL: dict[str, Text] = {
    "processing": Text(fr="Le registre est complété.", en="The record is completed."),
    "request_new": Text(
        fr="Demande inscrite : le délai court.", en="Request recorded: its time runs."
    ),
    "request_answer": Text(fr="Demande close.", en="Request closed."),
    "request_extend": Text(
        fr="Demande prolongée de deux mois.", en="Request extended by two months."
    ),
}

TOASTS = {**AGREEMENTS, **PERSONAL}
