"""A limit that was exceeded as people read it: a sentence, its samples, what could be done."""

from collections.abc import Sequence
from typing import Any

from beffroi.domains.charts import bars_chart
from beffroi.domains.contract import NOTHING, Idea, Stake
from beffroi.domains.water.quality import spelling
from beffroi.domains.water.quality.bounds import bounds
from beffroi.domains.water.quality.episodes import Episode
from beffroi.domains.water.quality.samples import Sample
from beffroi.figures import written_day
from beffroi.texts import Text

#: Samples of a chart: as many as can be read side by side.
_MOST = 12
_RUNS = Text(
    fr="Limite de qualité dépassée depuis le {since} à {places} : {name}, {worst} le {day}, "
    "pour une limite de {limit}. Prélèvements au-dessus : {count}. Conclusion de l’ARS : "
    "« {conclusion} »",
    en="Limit of quality exceeded since {since} at {places}: {name}, {worst} on {day}, for "
    "a limit of {limit}. Samples above: {count}. Conclusion of the health agency: “{conclusion}”",
)
_ENDED = Text(
    fr="Limite de qualité dépassée du {since} au {until} à {places} : {name}, jusqu’à {worst}, "
    "pour une limite de {limit}. Le prélèvement du {until} ({end}) la respecte.",
    en="Limit of quality exceeded from {since} to {until} at {places}: {name}, up to {worst}, "
    "for a limit of {limit}. The sample of {until} ({end}) keeps to it.",
)
_CAPTION = Text(
    fr="Derniers prélèvements. Sans barre bleue, et précédé de < : rien n’a été détecté.",
    en="Last samples. Without a blue bar, and with < before it: nothing was detected.",
)
_NAMES = ("Résultat", "Limite")
IDEAS = (
    Idea(
        "inform",
        Text(
            fr="Suivre les consignes de l’ARS, et informer les habitants desservis",
            en="Follow the instructions of the health agency, and inform the inhabitants served",
        ),
    ),
    Idea(
        "cause",
        Text(
            fr="Chercher la cause : captage, traitement, travaux, branchement",
            en="Search for the cause: catchment, treatment, works, connection",
        ),
    ),
    Idea(
        "sample",
        Text(
            fr="Demander un prélèvement de contrôle, et importer son résultat",
            en="Ask for a sample to check, and import its result",
        ),
    ),
)
#: Nothing of it is said in euros: what is at stake is the health of those who drink.
STAKE = Stake(NOTHING, NOTHING, NOTHING)


def explanation(one: Episode) -> Text:
    """Say it in a sentence, with the conclusion of the health agency verbatim."""
    sample, result = one.worst
    said = {
        "since": written_day(one.since),
        "places": ", ".join(name for _, name in one.places),
        "name": spelling.name(result),
        "worst": spelling.found(result),
        "day": written_day(sample.day),
        "limit": spelling.limit_said(result.limit),
        "count": one.count,
        "conclusion": one.last[0].conclusion or "–",
    }
    if one.end is None:
        return _RUNS.fill(said)
    return _ENDED.fill(said, until=written_day(one.end[0].day), end=spelling.found(one.end[1]))


def chart(one: Episode, samples: Sequence[Sample]) -> dict[str, Any]:
    """Return the last results of the parameter at the places of an episode, beside their limit."""
    codes, values = {code for code, _ in one.places}, []
    course = [
        (sample, result)
        for sample in sorted(samples, key=lambda each: (each.day, each.clock))
        for result in sample.results
        if result.key == one.parameter and codes & {code for code, _ in sample.places}
    ]
    for sample, result in course[-_MOST:]:
        label = f"{result.sign}{sample.day:%d/%m/%y}"
        limit = bounds(result.limit)
        if result.value is not None and not result.below:
            values.append({"x": label, "s": _NAMES[0], "y": result.value})
        if limit is not None:
            values.append({"x": label, "s": _NAMES[1], "y": limit.rules[-1][1]})
    return dict(bars_chart(values, spelling.said(one.worst[1].unit).fr, _NAMES, _CAPTION))
