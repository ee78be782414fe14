"""The words of letters, in both languages."""

from beffroi.texts import Text

DIGEST_SUBJECT = Text(fr="Le point du {day} : {said}", en="How things stand on {day}: {said}")
TO_DECIDE_ONE = Text(fr="1 constat à décider", en="1 finding to decide")
TO_DECIDE = Text(fr="{n} constats à décider", en="{n} findings to decide")
NOTHING = Text(fr="rien à décider", en="nothing to decide")
EVENT_SUBJECT = Text(fr="{said} – {name}", en="{said} – {name}")
SEVERAL_SUBJECT = Text(
    fr="{n} nouvelles demandent votre attention", en="{n} news ask for your attention"
)
GREETING = Text(fr="Bonjour {name},", en="Hello {name},")
DIGEST_LEAD = Text(
    fr="Voici où en sont vos collectivités, et ce qui s’est passé depuis le {day}.",
    en="This is how your authorities stand, and what happened since {day}.",
)
EVENT_LEAD = Text(
    fr="Ceci vient d’arriver et peut demander votre attention.",
    en="This has just happened and may ask for your attention.",
)
WAITS_ONE = Text(
    fr="1 constat attend une décision{cost}.", en="1 finding waits for a decision{cost}."
)
WAITS = Text(
    fr="{n} constats attendent une décision{cost}.", en="{n} findings wait for a decision{cost}."
)
COSTS = Text(fr=" : environ {eur} par an", en=": about {eur} a year")
NONE_WAITS = Text(fr="Aucun constat n’attend de décision.", en="No finding waits for a decision.")
LINE = Text(fr="{place} : {said}", en="{place}: {said}")
LINE_COSTS = Text(
    fr="{place} : {said} Environ {eur} par an.", en="{place}: {said} About {eur} a year."
)
NEW = Text(
    fr="Constats apparus depuis le {day} : {n}.",
    en="Findings that appeared since {day}: {n}.",
)
DECIDED = Text(fr="Décisions prises depuis le {day} : {n}.", en="Decisions taken since {day}: {n}.")
DONE = Text(
    fr="Actions faites depuis le {day} : {n}{saved}.", en="Actions done since {day}: {n}{saved}."
)
SAVED = Text(fr=", {eur} d’économies prouvées", en=", {eur} of proven savings")
GRAVE = Text(fr="Constat fort", en="Grave finding")
ASSIGNED = Text(fr="Un constat vous est confié", en="A finding is yours")
FAILED = Text(fr="Une tâche a échoué", en="A job failed")
FAILED_SAID = Text(
    fr="{what}. Connectez-vous pour en voir la raison et recommencer.",
    en="{what}. Sign in to see why and to try again.",
)
SEE = Text(fr="Voir sur le site", en="See on the site")
WHY_DIGEST = Text(
    fr="Vous recevez ce point {pace} parce que vous avez un rôle dans ces collectivités.",
    en="You receive this {pace} because you have a role in these authorities.",
)
WHY_EVENT = Text(
    fr="Vous recevez cet avis parce que vous avez un rôle dans cette collectivité.",
    en="You receive this notice because you have a role in that authority.",
)
TUNE = Text(fr="Choisir ce que je reçois", en="Choose what I receive")
STOP = Text(fr="Ne plus recevoir ces courriels", en="Receive these e-mails no more")
EMPTY = Text(fr="", en="")
