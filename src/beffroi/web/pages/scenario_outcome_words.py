"""The words of the follow-up of a plan: works, events, what was saved."""

from beffroi.texts import Text

WORDS: dict[str, Text] = {
    "follow": Text(fr="Le plan, et ce qu’il a donné", en="The plan, and what it gave"),
    "works": Text(fr="Travaux", en="Works"),
    "not_done": Text(fr="pas encore noté comme fait", en="not noted as done yet"),
    "done_the": Text(fr="fait le {day}", en="done on {day}"),
    "cost_of": Text(fr="coût {cost}", en="cost {cost}"),
    "late": Text(
        fr="La fin des travaux était prévue le {day} : notez ce qui est fait.",
        en="Works were to end on {day}: note what is done.",
    ),
    "note_work": Text(fr="Noter des travaux faits", en="Note works that are done"),
    "work_day": Text(fr="Fait le", en="Done on"),
    "real_cost": Text(fr="Coût réel", en="Real cost"),
    "cost_hint": Text(fr="En euros, facultatif.", en="In euros, optional."),
    "said": Text(fr="Précision", en="Detail"),
    "optional": Text(fr="Facultatif.", en="Optional."),
    "note": Text(fr="Noter", en="Note"),
    "events": Text(fr="Ce qui n’est pas dû aux travaux", en="What is not due to the works"),
    "no_events": Text(
        fr="Rien n’est noté. Une fermeture, une extension, un compteur en panne : ces jours-là "
        "seront laissés de côté, avant comme après.",
        en="Nothing is noted. A closure, an extension, a broken meter: such days will be left out, "
        "before as after.",
    ),
    "event_from_to": Text(fr="du {since} au {until}", en="from {since} to {until}"),
    "event_since": Text(fr="depuis le {since}", en="since {since}"),
    "note_event": Text(fr="Noter un événement", en="Note an event"),
    "first_day": Text(fr="Premier jour", en="First day"),
    "last_day": Text(fr="Dernier jour", en="Last day"),
    "until_hint": Text(
        fr="Vide si cela dure : la comparaison s’arrête alors au premier jour.",
        en="Empty if it lasts: the comparison then ends on the first day.",
    ),
    "what": Text(fr="Ce qui s’est passé", en="What happened"),
    "take_back": Text(fr="Retirer", en="Withdraw"),
    "outcome": Text(fr="Résultat vérifié", en="Verified outcome"),
    "verify": Text(fr="Vérifier maintenant", en="Verify now"),
    "verify_again": Text(fr="Vérifier à nouveau", en="Verify again"),
    "not_yet": Text(
        fr="Notez d’abord les travaux faits : l’économie se vérifie à partir de 28 jours de "
        "mesures après les derniers.",
        en="First note the works that are done: the saving is verified from 28 days of measures "
        "after the last ones on.",
    ),
    "never": Text(fr="Pas encore vérifié.", en="Not verified yet."),
    "amounts": Text(
        fr="Économie : {amount} (de {low} à {high}), soit {eur}, depuis le {since}.",
        en="Saving: {amount} (from {low} to {high}), or {eur}, since {since}.",
    ),
    "how": Text(
        fr="Calculé le {day}. Option C de l’IPMVP : l’année d’avant les travaux, corrigée de la "
        "météo et du calendrier. L’intervalle contient la vraie valeur neuf fois sur dix.",
        en="Computed on {day}. Option C of the IPMVP: the year before the works, adjusted to "
        "weather and calendar. The interval holds the true value nine times in ten.",
    ),
    "limits": Text(fr="À savoir", en="What to know"),
}

NEWS: dict[str, Text] = {
    "noted": Text(fr="C’est noté.", en="It is noted."),
    "unnoted": Text(
        fr="La note est retirée ; le journal la garde.",
        en="The note is withdrawn; the journal keeps it.",
    ),
    "verified": Text(
        fr="L’économie du plan est calculée.", en="The saving of the plan is computed."
    ),
}
NO_DAY = Text(fr="Donnez un jour, comme 12/03/2026.", en="Give a day, such as 12 March 2026.")
NO_WHAT = Text(fr="Dites ce qui s’est passé.", en="Say what happened.")
NO_COST = Text(fr="Le coût est un nombre d’euros.", en="The cost is an amount in euros.")
CAPTION = Text(
    fr="Économie constatée depuis les travaux, mois après mois, en % de ce qui aurait été consommé "
    "(ligne, et sa bande à 90 %). Le cadre en tirets est ce qui était prévu.",
    en="Saving found since the works, month after month, in % of what would have been used (line, "
    "with its 90% band). The dashed frame is what was planned.",
)
TITLES = {
    "fr": (
        *("Mois", "Attendu sans travaux ({unit})", "Mesuré ({unit})", "Économie du mois ({unit})"),
        *("Prévu ({unit})", "Depuis les travaux (%)"),
    ),
    "en": (
        *("Month", "Expected without works ({unit})", "Measured ({unit})"),
        "Saving of the month ({unit})",
        *("Planned ({unit})", "Since the works (%)"),
    ),
}
