"""The words of what was done about a finding."""

from beffroi.texts import Text

WORDS: dict[str, Text] = {
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "back": Text(fr="Le constat", en="The finding"),
    "lead": Text(
        fr="Notez ce qui a été fait, et quand. Après quelques semaines de mesures, l’économie se "
        "vérifie contre ce qui aurait été consommé sans cela, météo déduite.",
        en="Note what was done, and when. After some weeks of measures, the saving is verified "
        "against what would have been used without it, weather set aside.",
    ),
    "done": Text(fr="Fait", en="Done"),
    "none": Text(fr="Rien n’est noté encore.", en="Nothing is noted yet."),
    "for": Text(fr="pour {cost}", en="for {cost}"),
    "unverified": Text(fr="Pas encore vérifié.", en="Not verified yet."),
    "proven": Text(fr="prouvé", en="proven"),
    "verify": Text(fr="Vérifier l’économie", en="Verify the saving"),
    "again": Text(fr="Vérifier de nouveau", en="Verify again"),
    "withdraw": Text(fr="Noté par erreur ?", en="Noted by mistake?"),
    "withdraw_why": Text(fr="Pourquoi la retirer", en="Why withdraw it"),
    "withdraw_it": Text(fr="Retirer cette action", en="Withdraw this action"),
    "more": Text(fr="Noter une action", en="Note an action"),
    "faults": Text(fr="Rien n’est changé encore", en="Nothing is changed yet"),
    "what": Text(fr="Ce qui a été fait", en="What was done"),
    "what_hint": Text(
        fr="Une phrase : « programmation du chauffage revue ». Elle peut être publiée : ne nommez "
        "personne.",
        en="One sentence: “heating schedule mended”. It may be published: name nobody.",
    ),
    "day": Text(fr="Le jour où c’était fini", en="The day when it was finished"),
    "cost": Text(fr="Coût, en euros hors TVA", en="Cost, in euros without VAT"),
    "cost_hint": Text(fr="Vide : rien.", en="Empty: nothing."),
    "note": Text(fr="Noter", en="Note"),
    "wrong_what": Text(fr="Écrivez ce qui a été fait.", en="Write what was done."),
    "wrong_day": Text(fr="Ce n’est pas une date.", en="It is no date."),
    "wrong_cost": Text(fr="Ce n’est pas un montant.", en="It is no amount."),
}
