"""The words of the forms of agreements: proposing one, and what each side does about it."""

from beffroi.texts import Text

FORM: dict[str, Text] = {
    "back": Text(fr="Toutes les conventions", en="All agreements"),
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "choose": Text(
        fr="Partez du cas qui ressemble au vôtre ; tout se change ensuite.",
        en="Begin with the case that is like yours; everything can be changed after that.",
    ),
    "blank": Text(fr="D’une page blanche", en="From a blank page"),
    "blank_why": Text(fr="Aucun de ces cas n’est le vôtre.", en="None of these cases is yours."),
    "lead": Text(
        fr="Proposer, c’est signer pour vous. Rien n’est lu avant que l’autre ait signé aussi.",
        en="To propose is to sign for you. Nothing is read before the other one has signed too.",
    ),
    "faults": Text(fr="Rien n’est proposé encore", en="Nothing is proposed yet"),
    "who": Text(fr="Qui", en="Who"),
    "title": Text(fr="Titre", en="Title"),
    "side": Text(fr="Sens", en="Direction"),
    "side_lend": Text(fr="Nous prêtons nos mesures", en="We lend our measures"),
    "side_ask": Text(fr="Nous demandons à lire", en="We ask to read"),
    "side_ask_why": Text(
        fr="Une seule collectivité à la fois : celle qui prêterait.",
        en="One authority at a time: the one that would lend.",
    ),
    "others": Text(fr="SIREN de l’autre", en="SIREN of the other one"),
    "others_hint": Text(
        fr="Neuf chiffres ; plusieurs si vous prêtez à plusieurs.",
        en="Nine figures; several where you lend to several.",
    ),
    "what": Text(fr="Quoi", en="What"),
    "domains": Text(fr="Domaines", en="Domains"),
    "granularity": Text(fr="Au plus fin", en="At the finest"),
    "minimum_group": Text(
        fr="Totaux d’au moins tant d’équipements", en="Totals of at least so many assets"
    ),
    "minimum_group_hint": Text(
        fr="Laissez vide pour prêter chaque équipement.", en="Leave empty to lend each asset."
    ),
    "raw": Text(fr="Aussi les mesures telles que reçues", en="Also measures as they came in"),
    "raw_why": Text(
        fr="Sans cela, seulement les mesures réparées.", en="Without it, repaired measures only."
    ),
    "findings": Text(fr="Aussi les constats", en="Also the findings"),
    "findings_why": Text(
        fr="Les décisions restent à la collectivité qui prête.",
        en="Decisions stay with the authority that lends.",
    ),
    "limits": Text(fr="Limiter davantage (facultatif)", en="Limit it further (optional)"),
    "territories": Text(fr="Communes seulement (codes INSEE)", en="Communes only (INSEE codes)"),
    "since": Text(fr="Mesures depuis le", en="Measures since"),
    "until": Text(fr="Mesures jusqu’au", en="Measures until"),
    "why": Text(fr="Pourquoi et jusqu’à quand", en="Why and until when"),
    "purpose": Text(fr="Finalité", en="Purpose"),
    "purpose_hint": Text(
        fr="Ce à quoi les mesures serviront : « suivre les consommations des écoles ».",
        en="What measures will serve for: “follow the consumption of schools”.",
    ),
    "legal_basis": Text(fr="Base légale", en="Legal basis"),
    "valid_from": Text(fr="Premier jour", en="First day"),
    "valid_from_hint": Text(fr="Vide : aujourd’hui.", en="Empty: today."),
    "valid_until": Text(fr="Dernier jour", en="Last day"),
    "valid_until_hint": Text(fr="Vide : dans trois ans.", en="Empty: in three years."),
    "conditions": Text(fr="Conditions (une par ligne)", en="Conditions (one a line)"),
    "see": Text(fr="Voir ce que cela montrera", en="See what it will show"),
    "propose": Text(fr="Proposer et signer", en="Propose and sign"),
    "preview": Text(fr="Ce que cela montrera", en="What it will show"),
    "preview_theirs": Text(
        fr="C’est l’autre qui prêterait : rien de ses équipements ne vous est montré avant.",
        en="The other one would lend: nothing of its assets is shown to you before.",
    ),
    "preview_none": Text(fr="Rien n’est encore proposé.", en="Nothing is proposed yet."),
    "wrong_title": Text(fr="Donnez-lui un titre.", en="Give it a title."),
    "wrong_others": Text(
        fr="Écrivez le SIREN de l’autre collectivité : neuf chiffres.",
        en="Write the SIREN of the other authority: nine figures.",
    ),
    "wrong_unknown": Text(
        fr="Aucune collectivité n’a le SIREN « {siren} » ici.",
        en="No authority has the SIREN “{siren}” here.",
    ),
    "wrong_domains": Text(fr="Cochez au moins un domaine.", en="Tick at least one domain."),
    "wrong_granularity": Text(fr="Choisissez une finesse.", en="Choose how finely."),
    "wrong_group": Text(
        fr="Un total porte sur {least} équipements au moins.",
        en="A total is over {least} assets at least.",
    ),
    "wrong_totals": Text(
        fr="Des totaux se donnent par jour, mois ou année, réparés, sans constats.",
        en="Totals are given by day, month or year, repaired, without findings.",
    ),
    "wrong_purpose": Text(
        fr="Écrivez à quoi les mesures serviront.", en="Write what measures will serve for."
    ),
    "wrong_legal_basis": Text(fr="Choisissez une base légale.", en="Choose a legal basis."),
    "wrong_long": Text(fr="Ce texte est trop long.", en="This text is too long."),
    "wrong_day": Text(fr="Ce n’est pas une date.", en="It is no date."),
    "wrong_order": Text(
        fr="La fin vient avant le début.", en="The end comes before the beginning."
    ),
}

LOSING: dict[str, Text] = {
    "lost": Text(
        fr="ne lira plus {assets} ({series})", en="will no longer read {assets} ({series})"
    ),
    "and_findings": Text(fr="{said}, ni les constats", en="{said}, nor the findings"),
    "lost_totals": Text(
        fr="ne recevra plus aucun nouveau total", en="will be given no new total any more"
    ),
    "lost_none": Text(
        fr="ne perd aucune mesure : rien n’est prêté par elle seule",
        en="loses no measure: nothing is lent by this one alone",
    ),
    "kept": Text(
        fr="garde {series}, qu’une autre convention lui prête aussi",
        en="keeps {series}, which another agreement lends too",
    ),
}

MOVING: dict[str, Text] = {
    "title_accept": Text(fr="Signer « {title} »", en="Sign “{title}”"),
    "title_refuse": Text(fr="Refuser « {title} »", en="Refuse “{title}”"),
    "title_suspend": Text(fr="Suspendre « {title} »", en="Suspend “{title}”"),
    "title_resume": Text(fr="Reprendre « {title} »", en="Resume “{title}”"),
    "title_revoke": Text(fr="Résilier « {title} »", en="Revoke “{title}”"),
    "about_accept": Text(
        fr="En signant, vous acceptez les termes ci-dessous. Vous pourrez suspendre ou résilier à "
        "tout moment.",
        en="By signing you accept the terms below. You may suspend or revoke at any time.",
    ),
    "about_refuse": Text(
        fr="Rien ne sera prêté. L’autre lira votre motif et pourra proposer autre chose.",
        en="Nothing will be lent. The other one will read your reason and may propose otherwise.",
    ),
    "about_suspend": Text(
        fr="Dès la question suivante, plus rien n’est lu. Vous pourrez reprendre.",
        en="From the next question on, nothing is read. You may resume.",
    ),
    "about_resume": Text(
        fr="Ce qui était lu le sera de nouveau, dès la question suivante.",
        en="What was read will be again, from the next question on.",
    ),
    "about_revoke": Text(
        fr="C’est définitif, dès la question suivante. Pour recommencer, il faudra proposer une "
        "nouvelle convention, que l’autre devra signer.",
        en="It is for good, from the next question on. To start again, a new agreement must be "
        "proposed, and signed by the other one.",
    ),
    "lost": Text(fr="Ce qui sera perdu, et par qui", en="What will be lost, and by whom"),
    "lost_nobody": Text(
        fr="Personne ne lit rien par elle en ce moment.",
        en="Nobody reads anything by it at the moment.",
    ),
    "lost_past": Text(
        fr="Ce qui a déjà été lu ou exporté ne se reprend pas : si les conditions le prévoient, "
        "demandez son effacement.",
        en="What was read or exported already cannot be taken back: where the conditions provide "
        "for it, ask for its erasure.",
    ),
    "again": Text(fr="La relire", en="Read it again"),
    "yourself": Text(fr="Vous-même", en="Yourself"),
    "why": Text(fr="Motif", en="Reason"),
    "why_hint": Text(
        fr="L’autre le lira. Il est gardé avec votre nom.",
        en="The other one will read it. It is kept with your name.",
    ),
    "why_missing": Text(fr="Écrivez pourquoi : l’autre le lira.", en="Write why: it is read."),
    "why_long": Text(fr="Le motif est trop long.", en="The reason is too long."),
    "faults": Text(fr="Rien n’est changé", en="Nothing is changed"),
    "not_now": Text(
        fr="Ce n’est plus possible de votre côté : la convention a changé entre-temps.",
        en="It is no longer possible on your side: the agreement changed meanwhile.",
    ),
    "cancel": Text(fr="Ne rien changer", en="Change nothing"),
    "go_accept": Text(fr="Signer la convention", en="Sign the agreement"),
    "go_refuse": Text(fr="Refuser la convention", en="Refuse the agreement"),
    "go_suspend": Text(fr="Suspendre la convention", en="Suspend the agreement"),
    "go_resume": Text(fr="Reprendre la convention", en="Resume the agreement"),
    "go_revoke": Text(fr="Résilier la convention", en="Revoke the agreement"),
}
