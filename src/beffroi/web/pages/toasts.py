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

#: About people.
PEOPLE: dict[str, Text] = {
    "role_ended": Text(fr="Ce rôle est repris.", en="That role is taken back."),
    "role_lent": Text(fr="Ce rôle est prêté.", en="That role is lent."),
    "role_back": Text(fr="Ce rôle n’est plus prêté.", en="That role is no longer lent."),
    "signed_out": Text(
        fr="Toutes ses sessions sont fermées.", en="All of their sessions are ended."
    ),
}

#: About what keeps it running.
RUNNING: dict[str, Text] = {
    "retention": Text(fr="La durée de conservation est changée.", en="The retention is changed."),
    "token_revoked": Text(
        fr="Ce jeton est retiré : la requête suivante est refusée.",
        en="That token is revoked: the next request is refused.",
    ),
    "job_retry": Text(fr="Cette tâche attend de nouveau.", en="That job waits again."),
}

TOASTS = {**AGREEMENTS, **PERSONAL, **PEOPLE, **RUNNING}
