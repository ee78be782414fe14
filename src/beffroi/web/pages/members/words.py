"""The words of the pages of people."""

from beffroi.texts import Text

WORDS: dict[str, Text] = {
    "lead": Text(
        fr="Qui peut faire quoi ici. Un rôle se donne, se reprend, et finit de lui-même au jour "
        "dit ; chaque changement est au journal.",
        en="Who may do what here. A role is given, taken back, and ends by itself on the day that "
        "is set; each change is in the journal.",
    ),
    "new": Text(fr="Donner un rôle", en="Give a role"),
    "name": Text(fr="Nom", en="Name"),
    "email": Text(fr="Adresse électronique", en="E-mail"),
    "roles": Text(fr="Rôles", en="Roles"),
    "state": Text(fr="État", en="State"),
    "until": Text(fr="jusqu’au {day}", en="until {day}"),
    "lent": Text(fr="prêté", en="lent"),
    "second": Text(fr="second facteur", en="second factor"),
    "no_second": Text(fr="sans second facteur", en="no second factor"),
    "lacks": Text(
        fr="Ce rôle ne sert à rien sans second facteur : demandez-lui d’en ajouter un dans « Mon "
        "compte ».",
        en="This role allows nothing without a second factor: ask for one to be added in “My "
        "account”.",
    ),
    "awaited": Text(fr="n’est pas encore venu", en="has not come yet"),
    "closed": Text(fr="compte fermé", en="account closed"),
    "end": Text(fr="Reprendre", en="Take back"),
    "end_sure": Text(
        fr="Dès la page suivante, {name} ne pourra plus rien faire de ce rôle. Il se redonne.",
        en="From the next page on, {name} can do nothing of this role. It can be given again.",
    ),
    "past": Text(fr="Qui a eu un rôle ici", en="Who had a role here"),
    "unheld": Text(fr="Rôles que personne ne tient", en="Roles that nobody has"),
    "none": Text(fr="Personne n’a de rôle ici", en="Nobody has a role here"),
    "none_why": Text(
        fr="Donnez-en un pour que quelqu’un puisse entrer.",
        en="Give one so that somebody comes in.",
    ),
    "lost": Text(
        fr="Un mot de passe perdu ? Qui administre l’installation fait une nouvelle invitation : "
        "elle ouvrirait aussi les autres collectivités de la personne.",
        en="A lost password? Whoever administers the installation makes a new invitation: it would "
        "open the other authorities of the person too.",
    ),
    "back": Text(fr="Tous les membres", en="All members"),
    "account": Text(fr="Mon compte", en="My account"),
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "role": Text(fr="Rôle", en="Role"),
    "asks_second": Text(fr="demande un second facteur", en="asks for a second factor"),
    "email_hint": Text(
        fr="Si cette adresse a déjà un compte ici, le rôle s’y ajoute sous le nom du compte.",
        en="If this address has an account here already, the role is added under its name.",
    ),
    "last_day": Text(fr="Dernier jour (facultatif)", en="Last day (optional)"),
    "give": Text(fr="Donner ce rôle", en="Give this role"),
    "faults": Text(fr="Rien n’est changé", en="Nothing is changed"),
    "wrong_name": Text(fr="Écrivez un nom, sur une ligne.", en="Write a name, on one line."),
    "wrong_role": Text(fr="Choisissez un rôle.", en="Choose a role."),
    "wrong_day": Text(fr="Ce n’est pas une date.", en="It is no date."),
    "wrong_to": Text(fr="Personne n’a cette adresse ici.", en="Nobody has this address here."),
    "given": Text(
        fr="{name} a maintenant le rôle : {role}.", en="{name} now has the role: {role}."
    ),
    "code_why": Text(
        fr="Remettez ce code à la personne, de vive voix ou par un autre moyen que sa seule "
        "messagerie. Il sert une fois, pendant {days} jours, à l’adresse « /invitation », et n’est "
        "montré qu’ici.",
        en="Give this code to the person, by voice or by another way than e-mail alone. It serves "
        "once, for {days} days, at “/invitation”, and is shown here only.",
    ),
    "code": Text(fr="Code d’invitation", en="Invitation code"),
    "no_code": Text(
        fr="Cette personne avait déjà un compte : elle se connecte comme d’habitude.",
        en="This person had an account already: they sign in as usual.",
    ),
    "sessions_lead": Text(
        fr="Les navigateurs où les membres d’ici sont connectés. En cas de doute, fermez : la "
        "personne se reconnectera.",
        en="The browsers in which members of this authority are signed in. When in doubt, end "
        "them: the person will sign in again.",
    ),
    "seen": Text(fr="vue le {at}", en="seen on {at}"),
    "unknown": Text(fr="navigateur inconnu", en="unknown browser"),
    "first_time": Text(fr="nouveau navigateur", en="new browser"),
    "end_all": Text(fr="Fermer toutes ses sessions", en="End all of their sessions"),
    "no_session": Text(fr="Personne n’est connecté", en="Nobody is signed in"),
    "no_session_why": Text(fr="Aucune session n’est ouverte.", en="No session is open."),
    "lend_lead": Text(
        fr="Absent ? Prêtez un rôle à quelqu’un qui a un compte ici, pour {days} jours au plus. "
        "Vous gardez le vôtre, et le prêt finit de lui-même.",
        en="Away? Lend a role to somebody who has an account here, for {days} days at most. You "
        "keep yours, and the loan ends by itself.",
    ),
    "lent_now": Text(fr="Ce que je prête", en="What I lend"),
    "lent_to": Text(fr="{role}, à {name}, jusqu’au {day}", en="{role}, to {name}, until {day}"),
    "take_back": Text(fr="Reprendre", en="Take back"),
    "lent_none": Text(fr="Vous ne prêtez aucun rôle.", en="You lend no role."),
    "no_role": Text(fr="Aucun de vos rôles ne se prête.", en="None of your roles can be lent."),
    "to": Text(fr="Adresse électronique de la personne", en="E-mail of the person"),
    "lend_until": Text(fr="Dernier jour", en="Last day"),
    "lend": Text(fr="Prêter ce rôle", en="Lend this role"),
}
