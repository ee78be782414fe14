"""The words of the pages about notices by mail."""

from beffroi.texts import Text

TITLE = Text(fr="Avis par courriel", en="Notices by e-mail")
STOPS = Text(fr="Ne plus recevoir d’avis", en="Receive no more notices")
STOPPED = Text(fr="C’est arrêté", en="It is stopped")
WRONG = Text(fr="Choisissez dans la liste.", en="Choose from the list.")
WORDS = {
    "lead": Text(
        fr="Les courriels partent à {email}. Ils disent ce que vous pouvez déjà lire ici, sans "
        "image ni traceur, et jamais une mesure de foyer.",
        en="E-mails go to {email}. They say what you may already read here, without image or "
        "tracker, and never a measure of a household.",
    ),
    "off": Text(
        fr="Cette installation n’envoie pas encore de courriels : vos choix serviront le jour où "
        "elle le fera. La personne qui l’administre le règle.",
        en="This installation sends no e-mail yet: your choices will serve once it does. Whoever "
        "administers it sets that.",
    ),
    "none": Text(fr="Rien à régler", en="Nothing to tune"),
    "none_why": Text(
        fr="Aucun de vos rôles ne donne lieu à un courriel.",
        en="No role of yours gives rise to mail.",
    ),
    "keep": Text(fr="Enregistrer", en="Save"),
    "kept": Text(fr="Vos avis sont enregistrés.", en="Your notices are saved."),
    "faults": Text(fr="Rien n’est enregistré", en="Nothing is saved"),
    "back": Text(fr="Mon compte", en="My account"),
    "digest": Text(
        fr="Vous ne recevrez plus le point périodique, d’aucune collectivité.",
        en="You will receive no digest any more, of any authority.",
    ),
    "events": Text(
        fr="Vous ne recevrez plus d’avis quand quelque chose arrive, d’aucune collectivité.",
        en="You will receive no notice any more when something happens, of any authority.",
    ),
    "stop": Text(fr="Arrêter ces courriels", en="Stop these e-mails"),
    "stopped_digest": Text(
        fr="Vous ne recevez plus le point périodique.", en="You receive the digest no more."
    ),
    "stopped_events": Text(
        fr="Vous ne recevez plus d’avis quand quelque chose arrive.",
        en="You receive no notice any more when something happens.",
    ),
    "again": Text(
        fr="Pour les reprendre : « Mon compte », puis « Avis par courriel ».",
        en="To have them again: “My account”, then “Notices by e-mail”.",
    ),
}
