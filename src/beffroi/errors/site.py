"""What the public site of an authority refuses."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

SLUG_INVALID = ErrorType(
    "site.slug_invalid",
    Text(fr="Adresse à corriger", en="Address to mend"),
    Text(
        fr="« {slug} » ne peut pas être l’adresse d’un site : de {least} à {most} lettres sans "
        "accent, chiffres et tirets, dont deux lettres au moins.",
        en="“{slug}” cannot be the address of a site: {least} to {most} plain letters, figures and "
        "hyphens, two letters at least.",
    ),
    Text(fr="Choisissez par exemple « {better} ».", en="Choose for instance “{better}”."),
    status=422,
)
SLUG_TAKEN = ErrorType(
    "site.slug_taken",
    Text(fr="Adresse déjà prise", en="Address taken"),
    Text(
        fr="L’adresse « {slug} » est celle d’une autre collectivité.",
        en="The address “{slug}” is that of another authority.",
    ),
    Text(fr="Choisissez-en une autre.", en="Choose another one."),
    status=409,
)
TEXT_INVALID = ErrorType(
    "site.text_invalid",
    Text(fr="Texte à corriger", en="Text to mend"),
    Text(fr="{field} : {reason}.", en="{field}: {reason}."),
    Text(fr="Corrigez ce champ.", en="Mend that field."),
    status=422,
)
COLOUR_INVALID = ErrorType(
    "site.colour_invalid",
    Text(fr="Couleur à corriger", en="Colour to mend"),
    Text(
        fr="« {given} » n’est pas une couleur : il en faut six chiffres de 0 à f, comme #1c5775.",
        en="“{given}” is no colour: it takes six digits from 0 to f, as #1c5775.",
    ),
    Text(fr="Écrivez-la ainsi, ou laissez vide.", en="Write it so, or leave it empty."),
    status=422,
)
COLOUR_PALE = ErrorType(
    "site.colour_contrast",
    Text(fr="Couleur peu lisible", en="Colour hard to read"),
    Text(
        fr="Sur {theme}, {given} n’a qu’un contraste de {contrast}, pour 4,5 au moins : certains "
        "ne pourraient pas lire les liens.",
        en="On {theme}, {given} has a contrast of {contrast} only, where 4.5 is the least: some "
        "people could not read links.",
    ),
    Text(
        fr="La plus proche qui convient est {better}.",
        en="The nearest one that will do is {better}.",
    ),
    status=422,
)
NOT_DESCRIBED = ErrorType(
    "site.not_described",
    Text(fr="Site à décrire d’abord", en="Site to describe first"),
    Text(
        fr="La collectivité n’a pas encore choisi l’adresse de son site.",
        en="The authority has not chosen the address of its site yet.",
    ),
    Text(
        fr="Remplissez « Présentation du site », puis publiez.",
        en="Fill in “About the site”, then publish.",
    ),
    status=409,
)
NOTHING_TO_PUBLISH = ErrorType(
    "site.nothing",
    Text(fr="Rien à publier", en="Nothing to publish"),
    Text(fr="{reason}.", en="{reason}."),
    Text(
        fr="Complétez les données, ou publiez autre chose.",
        en="Complete the data, or publish something else.",
    ),
    status=409,
)
CHANGED = ErrorType(
    "site.changed",
    Text(fr="Relisez l’aperçu", en="Look at the preview again"),
    Text(
        fr="Ce qui serait publié a changé depuis que vous l’avez vu : rien n’est sorti.",
        en="What would be published has changed since you saw it: nothing left.",
    ),
    Text(fr="Relisez l’aperçu, puis publiez.", en="Look at the preview again, then publish."),
    status=409,
)
