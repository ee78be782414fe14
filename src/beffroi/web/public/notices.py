"""The two pages that the law asks of a public site: accessibility, and who publishes."""

from dataclasses import dataclass

from beffroi.texts import Text
from beffroi.web.pages.declaring import View
from beffroi.web.public.asking import Asked

_ACCESS = Text(fr="Accessibilité", en="Accessibility")
_LEGAL = Text(fr="Mentions légales", en="Legal notice")
_HOST = Text(fr="Hébergeur", en="Host")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its paragraphs; `kept` is what the authority wrote itself."""

    title: Text
    said: tuple[Text, ...]
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A page of text."""

    parts: tuple[Part, ...]


def accessibility(asked: Asked) -> View:
    """Say what is known of the accessibility of the site, and what to do where it lacks."""
    parts = (
        Part(
            Text(fr="État", en="State"),
            (
                Text(
                    fr="{name} s’engage à rendre ce site accessible (article 47 de la loi n° "
                    "2005-102 du 11 février 2005). Aucun audit n’en a été fait : sa conformité au "
                    "RGAA 4.1 n’est pas établie, et ce site n’est donc pas déclaré conforme.",
                    en="{name} undertakes to make this site accessible (article 47 of act "
                    "2005-102 of 11 February 2005). It was not audited: whether it conforms to "
                    "RGAA 4.1 is not established, so it is not declared to conform.",
                ).fill(name=asked.site.look.name),
                Text(
                    fr="Ce qui est vérifié à chaque version du logiciel : un contrôle automatique "
                    "(axe-core) sur ordinateur et sur téléphone, en clair et en sombre ; la "
                    "navigation au clavier ; les mêmes chiffres sous chaque graphique, en tableau. "
                    "Un tel contrôle ne voit qu’une partie des défauts.",
                    en="What is verified with each version of the software: an automatic check "
                    "(axe-core) on a desk and on a phone, in light and in dark; use with the "
                    "keyboard; the same figures under each chart, as a table. Such a check sees "
                    "some of the faults only.",
                ),
            ),
        ),
        Part(
            Text(fr="Signaler un obstacle", en="Tell of an obstacle"),
            (
                Text(
                    fr="Si quelque chose vous est inaccessible, écrivez à la collectivité : elle "
                    "vous donnera l’information sous une autre forme.",
                    en="If something is out of your reach, write to the authority: it will give "
                    "you the information in another form.",
                ),
            ),
            asked.site.look.contact,
        ),
        Part(
            Text(fr="Voies de recours", en="Remedies"),
            (
                Text(
                    fr="Sans réponse satisfaisante, vous pouvez saisir le Défenseur des droits : "
                    "formulaire en ligne, délégué de votre département, ou courrier gratuit au "
                    "Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.",
                    en="Without a satisfying answer, you may turn to the Defender of Rights: "
                    "online form, delegate of your département, or free letter to Défenseur des "
                    "droits, Libre réponse 71120, 75342 Paris CEDEX 07.",
                ),
            ),
        ),
    )
    return View("public/notice.html", _ACCESS, Notice(parts))


def legal(asked: Asked) -> View:
    """Say who publishes, who hosts, what may be reused, and what is known of visitors."""
    site = asked.site
    parts = [
        Part(
            Text(fr="Éditeur", en="Publisher"),
            (Text(fr=site.look.name, en=site.look.name),),
            site.look.contact,
        ),
        Part(
            Text(fr="Responsable de la publication", en="Responsible for publication"),
            (Text(fr=site.director, en=site.director),),
        ),
    ]
    if site.host:
        parts.append(Part(_HOST, (), site.host))
    parts += [
        Part(
            Text(fr="Réutilisation", en="Reuse"),
            (
                Text(
                    fr="Les données, les textes et les graphiques sont sous Licence Ouverte 2.0 : "
                    "chacun peut les réutiliser, même pour un usage commercial, en citant la "
                    "source et la date.",
                    en="Data, texts and charts are under the Licence Ouverte 2.0: anybody may "
                    "reuse them, for commerce as well, naming the source and the date.",
                ),
            ),
        ),
        Part(
            Text(fr="Données personnelles", en="Personal data"),
            (
                Text(
                    fr="Ce site ne dépose aucun témoin de connexion (cookie) et ne mesure pas "
                    "l’audience. Avant de sortir, chaque tableau passe un contrôle qui retient ce "
                    "qui en dirait trop sur quelques personnes.",
                    en="This site sets no cookie and does not track anybody. Before it leaves, "
                    "each table passes a check that holds back what would tell too much of a few "
                    "persons.",
                ),
                Text(
                    fr="Pour savoir ce que la collectivité détient sur vous, le faire corriger ou "
                    "effacer, écrivez-lui, à l’attention du délégué à la protection des données : "
                    "elle répond sous un mois (RGPD, articles 12 et 15 à 21). Sans réponse "
                    "satisfaisante, vous pouvez saisir la CNIL (cnil.fr).",
                    en="To know what the authority holds about you, to have it corrected or "
                    "erased, write to it, for the attention of the data protection officer: it "
                    "answers within a month (GDPR, articles 12 and 15 to 21). Without a satisfying "
                    "answer, you may turn to the CNIL (cnil.fr).",
                ),
            ),
            site.look.contact,
        ),
    ]
    return View("public/notice.html", _LEGAL, Notice(tuple(parts)))
