"""What forms did, told on the page that follows (`?done=`)."""

from beffroi.texts import Text

#: About findings and accounts.
OWN: dict[str, Text] = {
    "act": Text(
        fr="Décision enregistrée : agir. Une fois l’action faite, notez-la dans « Ce qui a été "
        "fait ». « Annuler la décision » la défait.",
        en="Decision recorded: act. Once the action is done, note it under “What was done”. “Undo "
        "the decision” takes it back.",
    ),
    "watch": Text(
        fr="Décision enregistrée : surveiller. « Annuler la décision » la défait.",
        en="Decision recorded: watch. “Undo the decision” takes it back.",
    ),
    "dismiss": Text(
        fr="Décision enregistrée : écarter. Le constat quitte la liste en cours ; « Annuler la "
        "décision » l’y remet.",
        en="Decision recorded: dismiss. The finding leaves the list under way; “Undo the "
        "decision” puts it back.",
    ),
    "reopen": Text(
        fr="Le constat est de nouveau à décider ; l’historique garde tout.",
        en="The finding is to be decided again; its history keeps everything.",
    ),
    "subscriber": Text(
        fr="La suite est notée ; le journal ne dit rien de l’abonné.",
        en="It is noted; the journal says nothing of the subscriber.",
    ),
    "acted": Text(
        fr="L’action est notée. « Noté par erreur ? » la retire.",
        en="The action is noted. “Noted by mistake?” withdraws it.",
    ),
    "verified": Text(fr="L’économie est calculée.", en="The saving is computed."),
    "act_withdrawn": Text(
        fr="L’action est retirée ; l’historique la garde.",
        en="The action is withdrawn; its history keeps it.",
    ),
    "given": Text(
        fr="Le constat est confié. Choisir « personne » le reprend.",
        en="The finding is given. To choose “nobody” takes it back.",
    ),
    "taken": Text(
        fr="Le constat n’est plus confié à personne.", en="The finding is given to nobody any more."
    ),
    "said": Text(fr="Votre commentaire est gardé.", en="Your comment is kept."),
    "unsaid": Text(
        fr="Votre commentaire est retiré ; il n’en reste aucun mot.",
        en="Your comment is withdrawn; no word of it is left.",
    ),
    "followed": Text(fr="Vous suivez ce constat.", en="You follow this finding."),
    "unfollowed": Text(
        fr="Vous ne suivez plus ce constat.", en="You no longer follow this finding."
    ),
    "contradicted": Text(
        fr="C’est gardé : le changement a été regardé à nouveau.",
        en="It is kept: the change was looked at again.",
    ),
    "retracted": Text(fr="La contradiction est reprise.", en="The contradiction is taken back."),
    "many": Text(
        fr="Les décisions sont enregistrées. Chacune s’annule sur la page de son constat.",
        en="The decisions are recorded. Each is undone on the page of its finding.",
    ),
    "session": Text(fr="Cette session est fermée.", en="That session is ended."),
    "factor": Text(fr="Ce second facteur est retiré.", en="That second factor is removed."),
    "password": Text(
        fr="Mot de passe changé ; vos autres sessions sont fermées.",
        en="Password changed; your other sessions are ended.",
    ),
    "given_up": Text(
        fr="Le dépôt est abandonné, ses fichiers sont supprimés.",
        en="The drop was given up, its files are removed.",
    ),
    "left": Text(fr="Vous êtes déconnecté.", en="You are signed out."),
}
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

#: About what is public.
PUBLIC: dict[str, Text] = {
    "published": Text(
        fr="Publié : le site public le montre. Vous pouvez le retirer.",
        en="Published: the public site shows it. You may withdraw it.",
    ),
    "withdrawn": Text(
        fr="Retiré : le site public ne le montre plus.",
        en="Withdrawn: the public site shows it no more.",
    ),
    "described": Text(
        fr="La présentation du site est enregistrée.", en="The description of the site is kept."
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

#: About documents of assets.
DOCUMENTS: dict[str, Text] = {
    "document_added": Text(fr="C’est gardé.", en="It is kept."),
    "document_corrected": Text(fr="Le document est corrigé.", en="The document is corrected."),
    "document_removed": Text(
        fr="Document retiré. Vous pouvez le remettre pendant trente jours.",
        en="Document removed. You may put it back for thirty days.",
    ),
    "document_restored": Text(fr="Le document est remis.", en="The document is put back."),
}

TOASTS = {**OWN, **DOCUMENTS, **AGREEMENTS, **PERSONAL, **PUBLIC, **PEOPLE, **RUNNING}
