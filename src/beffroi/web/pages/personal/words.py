"""The words of the pages about personal data."""

from beffroi.texts import Text

RECORD: dict[str, Text] = {
    "lead": Text(
        fr="Les traitements de données personnelles qui ont lieu ici (RGPD, article 30). Le "
        "logiciel écrit ce qu’il sait ; le délégué complète à côté.",
        en="The processing of personal data that takes place here (GDPR, article 30). The program "
        "writes what it knows; the data protection officer completes beside it.",
    ),
    "processing": Text(fr="Traitement", en="Processing"),
    "purpose": Text(fr="Finalité", en="Purpose"),
    "state": Text(fr="État", en="State"),
    "missing": Text(fr="{n} champs à compléter", en="{n} fields to complete"),
    "missing_one": Text(fr="un champ à compléter", en="one field to complete"),
    "whole": Text(fr="complet", en="complete"),
    "none": Text(fr="Aucun traitement", en="No processing"),
    "none_why": Text(
        fr="Aucune donnée personnelle n’est traitée ici pour l’instant. Le registre se remplit de "
        "ce qui a vraiment lieu.",
        en="No personal data is processed here for now. The record fills with what really takes "
        "place.",
    ),
    "export": Text(fr="Emporter le registre", en="Take the record away"),
    "xlsx": Text(fr="Classeur (.xlsx)", en="Workbook (.xlsx)"),
    "pdf": Text(fr="Document (.pdf)", en="Document (.pdf)"),
    "back": Text(fr="Tout le registre", en="The whole record"),
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "known": Text(fr="Ce que le logiciel sait", en="What the program knows"),
    "yours": Text(fr="Ce que vous ajoutez ({field})", en="What you add ({field})"),
    "written": Text(fr="écrit par {who} le {at}", en="written by {who} on {at}"),
    "to_write": Text(fr="à compléter", en="to be completed"),
    "keep": Text(fr="Enregistrer", en="Save"),
    "keep_why": Text(
        fr="Ce qui était écrit avant est gardé. Seuls les champs changés sont enregistrés.",
        en="What was written before is kept. Only fields that changed are saved.",
    ),
    "faults": Text(fr="Rien n’est enregistré", en="Nothing is saved"),
    "emptied": Text(
        fr="Un texte ne s’efface pas : écrivez ce qui vaut maintenant.",
        en="A text is not wiped: write what holds now.",
    ),
    "long": Text(fr="Ce texte est trop long.", en="This text is too long."),
}

REQUESTS: dict[str, Text] = {
    "lead_none": Text(fr="Aucune demande n’attend de réponse.", en="No request waits."),
    "lead": Text(fr="{n} demandes attendent une réponse.", en="{n} requests wait for an answer."),
    "lead_one": Text(fr="Une demande attend une réponse.", en="One request waits for an answer."),
    "some_late": Text(fr="{n} en retard : répondez-y d’abord.", en="{n} late: answer these first."),
    "one_late": Text(fr="Une est en retard.", en="One is late."),
    "about": Text(
        fr="La loi donne un mois pour répondre, trois si la demande est complexe et que la "
        "personne en est avertie dans le premier mois (RGPD, article 12.3).",
        en="The law gives a month to answer, three where the request is complex and its author is "
        "told within the first month (GDPR, article 12.3).",
    ),
    "new": Text(fr="Inscrire une demande", en="Record a request"),
    "number": Text(fr="N°", en="No."),
    "kind": Text(fr="Nature", en="Kind"),
    "reference": Text(fr="Référence", en="Reference"),
    "due": Text(fr="À répondre avant le", en="To be answered by"),
    "left_title": Text(fr="Délai", en="Time left"),
    "left": Text(fr="reste {n} jours", en="{n} days left"),
    "left_one": Text(fr="reste un jour", en="one day left"),
    "late": Text(fr="en retard de {n} jours", en="{n} days late"),
    "late_one": Text(fr="en retard d’un jour", en="one day late"),
    "closed": Text(fr="{outcome}", en="{outcome}"),
    "closed_late": Text(fr="{outcome}, en retard", en="{outcome}, late"),
    "none": Text(fr="Aucune demande", en="No request"),
    "none_why": Text(
        fr="Inscrivez-en une dès qu’une personne écrit : le délai court de sa réception.",
        en="Record one as soon as a person writes: the time runs from its receipt.",
    ),
    "before": Text(fr="Précédentes", en="Previous"),
    "after": Text(fr="Suivantes", en="Next"),
    "page": Text(fr="Page {n} sur {of}", en="Page {n} of {of}"),
    "pages": Text(fr="Pages", en="Pages"),
    "back": Text(fr="Toutes les demandes", en="All requests"),
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "reference_hint": Text(
        fr="Celle du courrier ou du dossier, jamais un nom : elle est au journal.",
        en="That of the letter or of the file, never a name: it is in the journal.",
    ),
    "received": Text(fr="Reçue le", en="Received on"),
    "record": Text(fr="Inscrire", en="Record"),
    "faults": Text(fr="Rien n’est inscrit", en="Nothing is recorded"),
    "wrong_kind": Text(fr="Choisissez la nature.", en="Choose the kind."),
    "wrong_reference": Text(
        fr="Écrivez une référence courte, sans nom.", en="Write a short reference, without a name."
    ),
    "wrong_day": Text(fr="Ce n’est pas une date.", en="It is no date."),
    "wrong_outcome": Text(fr="Choisissez une issue.", en="Choose an outcome."),
    "wrong_empty": Text(fr="Ce texte manque.", en="This text is missing."),
    "wrong_long": Text(fr="Ce texte est trop long.", en="This text is too long."),
    "facts": Text(fr="La demande", en="The request"),
    "extended": Text(fr="Prolongée parce que", en="Extended because"),
    "answer": Text(fr="Noter la réponse", en="Record the answer"),
    "answer_why": Text(
        fr="Envoyez d’abord la réponse à la personne ; notez ici ce qui a été répondu. C’est "
        "définitif.",
        en="Send the answer to the person first; record here what was answered. It is for good.",
    ),
    "outcome": Text(fr="Issue", en="Outcome"),
    "text": Text(fr="Réponse envoyée", en="Answer that was sent"),
    "close": Text(fr="Clore la demande", en="Close the request"),
    "answered": Text(fr="Réponse", en="Answer"),
    "answered_by": Text(fr="le {day}, par {who}", en="on {day}, by {who}"),
    "extend": Text(fr="Prolonger de deux mois", en="Take two more months"),
    "why": Text(fr="Pourquoi elle est complexe", en="Why it is complex"),
    "why_hint": Text(
        fr="Dites-le aussi à la personne : c’est obligatoire.", en="Tell the person too: you must."
    ),
    "extend_go": Text(fr="Prolonger", en="Extend"),
}
