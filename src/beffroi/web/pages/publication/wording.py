"""The words of the pages of publication."""

from beffroi.texts import Text

LIST = {
    "lead": Text(
        fr="Rien n’est public tant qu’une personne ne l’a pas publié, ici. Chaque publication est "
        "une copie datée : le site public ne lit jamais vos mesures.",
        en="Nothing is public until a person publishes it, here. Each publication is a dated copy: "
        "the public site never reads your measures.",
    ),
    "site": Text(fr="Son adresse", en="Its address"),
    "open": Text(fr="Ouvert, à l’adresse", en="Open, at the address"),
    "closed": Text(
        fr="Fermé : rien n’est publié. Il s’ouvrira à l’adresse",
        en="Closed: nothing is published. It will open at the address",
    ),
    "undescribed": Text(
        fr="Choisissez d’abord son adresse et ce qu’il dit de vous.",
        en="Choose its address and what it says of you first.",
    ),
    "describe": Text(fr="Présentation du site", en="About the site"),
    "what": Text(fr="Ce que vous pouvez publier", en="What you may publish"),
    "thing": Text(fr="Contenu", en="Content"),
    "state": Text(fr="État", en="State"),
    "public": Text(fr="publié", en="published"),
    "not_public": Text(fr="non publié", en="not published"),
    "at": Text(fr="version {n}, le {at}", en="version {n}, on {at}"),
    "preview": Text(fr="Voir l’aperçu", en="See the preview"),
    "history": Text(fr="Ce qui a été fait", en="What was done"),
    "published": Text(
        fr="{who} a publié « {label} », version {n}", en="{who} published “{label}”, version {n}"
    ),
    "withdrew": Text(fr="{who} a retiré « {label} »", en="{who} withdrew “{label}”"),
    "nothing": Text(fr="Rien n’a encore été publié.", en="Nothing was published yet."),
    "tables": Text(
        fr="La personne qui tient l’installation peut préparer un autre tableau ; une fois "
        "contrôlé, il apparaît ici.",
        en="Whoever runs the installation may prepare another table; once checked, it is here.",
    ),
}
PREVIEW = {
    "back": Text(fr="Toutes les publications", en="All publications"),
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "seen": Text(fr="Vu par un habitant", en="As an inhabitant sees it"),
    "gate": Text(fr="Ce que dit le contrôle", en="What the check says"),
    "gate_open": Text(
        fr="Rien n’en dit trop sur quelqu’un : tout peut sortir.",
        en="Nothing tells too much of anybody: all of it may leave.",
    ),
    "gate_protected": Text(
        fr="Peut sortir sous cette forme seulement : des chiffres sont retenus.",
        en="May leave in this form only: some figures are held back.",
    ),
    "gate_blocked": Text(
        fr="Ne peut pas sortir. Rien n’est publié.", en="Must not leave. Nothing is published."
    ),
    "withheld": Text(
        fr="Chiffres retenus, et pourquoi ({n})", en="Figures held back, and why ({n})"
    ),
    "made_of": Text(fr="Bâtiments compris ({n})", en="Buildings in it ({n})"),
    "left_out": Text(fr="Bâtiments laissés de côté ({n})", en="Buildings left out ({n})"),
    "left_why": Text(
        fr="Une année n’y est pas entière, ou quelqu’un d’autre y vit.",
        en="A year of theirs is not whole, or somebody else lives there.",
    ),
    "occupants": Text(fr="Qui occupe ces bâtiments ?", en="Who occupies these buildings?"),
    "own": Text(
        fr="Les services de la collectivité seuls : ni logement, ni commerce, ni locataire",
        en="Services of the authority alone: no home, no shop, no tenant",
    ),
    "own_why": Text(
        fr="Vous en répondez : les chiffres par bâtiment peuvent alors sortir. Sinon, il en faut "
        "au moins dix ensemble.",
        en="You answer for it: figures of single buildings may then leave. Else it takes ten "
        "together at least.",
    ),
    "actions": Text(fr="Actions à montrer", en="Actions to show"),
    "refresh": Text(fr="Mettre l’aperçu à jour", en="Update the preview"),
    "publish": Text(fr="Publier cet aperçu", en="Publish this preview"),
    "publish_why": Text(
        fr="Il sera public aussitôt, sous Licence Ouverte 2.0. Vous pourrez le retirer ; qui "
        "l’aura copié le gardera.",
        en="It will be public at once, under the Licence Ouverte 2.0. You may withdraw it; whoever "
        "has copied it will keep it.",
    ),
    "same": Text(
        fr="C’est déjà ce qui est publié (version {n}).",
        en="This is what is published already (version {n}).",
    ),
    "describe_first": Text(
        fr="Choisissez d’abord l’adresse du site.", en="Choose the address of the site first."
    ),
    "describe": Text(fr="Présentation du site", en="About the site"),
    "withdraw": Text(fr="Retirer du site public", en="Withdraw from the public site"),
    "withdraw_why": Text(
        fr="Toutes les versions disparaissent aussitôt du site ; la trace reste ici.",
        en="All versions are gone from the site at once; the trace stays here.",
    ),
    "reason": Text(fr="Motif", en="Reason"),
    "withdraw_do": Text(fr="Retirer", en="Withdraw"),
    "reads_only": Text(
        fr="Votre rôle voit l’aperçu sans publier : demandez à un élu ou au gestionnaire "
        "des données.",
        en="Your role sees the preview and does not publish: ask an elected official or the data "
        "manager.",
    ),
    "faults": Text(fr="Rien n’a changé sur le site", en="Nothing changed on the site"),
    "no_reason": Text(fr="Écrivez pourquoi vous le retirez.", en="Write why you withdraw it."),
}
PRESENT = {
    "lead": Text(
        fr="Ce que le site public dit de vous. Ces informations ne sont visibles qu’une fois "
        "quelque chose publié.",
        en="What the public site says of you. It can be seen once something is published only.",
    ),
    "slug_hint": Text(
        fr="Lettres sans accent, chiffres et tirets. La changer rompt les liens déjà donnés.",
        en="Plain letters, figures and hyphens. Changing it breaks links that were given.",
    ),
    "about_hint": Text(fr="Une ou deux phrases, ou rien.", en="One or two sentences, or nothing."),
    "contact_hint": Text(
        fr="Comment un habitant joint la mairie : adresse, téléphone, courriel. Pas de coordonnées "
        "personnelles.",
        en="How an inhabitant reaches the town hall: address, telephone, e-mail. Nothing personal.",
    ),
    "director_hint": Text(
        fr="La loi demande son nom : en général le maire ou le président.",
        en="The law asks for a name: the mayor or the president, as a rule.",
    ),
    "host_hint": Text(
        fr="Nom, adresse et téléphone de qui héberge ce serveur ; vide si c’est vous.",
        en="Name, address and telephone of whoever hosts this server; empty if you do.",
    ),
    "accent_hint": Text(
        fr="Six chiffres, comme #1c5775 ; vide : la couleur de Beffroi.",
        en="Six digits, as #1c5775; empty: the colour of Beffroi.",
    ),
    "accent_dark_hint": Text(
        fr="Vide : la première, éclaircie.", en="Empty: the first one, made lighter."
    ),
    "keep": Text(fr="Enregistrer", en="Keep"),
    "faults": Text(fr="La présentation n’est pas enregistrée", en="The description is not kept"),
    "back": PREVIEW["back"],
    "where": PREVIEW["where"],
}
