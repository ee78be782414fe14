"""Bars of evidence: their colours, and their months in words."""

from beffroi.domains.charts import bars_chart
from beffroi.texts import Text
from beffroi.web.pages.charts import drawing


def test_a_bar_keeps_the_colour_that_the_caption_speaks_of_whichever_comes_first() -> None:
    values = [
        {"x": "2026-02", "s": "Limite", "y": 50.0},  # nothing was detected in February
        {"x": "2026-03", "s": "Résultat", "y": 61.0},
        {"x": "2026-03", "s": "Limite", "y": 50.0},
    ]
    chart = bars_chart(values, "mg/L", ("Résultat", "Limite"), Text(fr="Bleu", en="Blue"))
    drawn = drawing(chart, "fr")
    assert drawn is not None
    assert drawn.names == ("Résultat", "Limite")
    assert [bar.kind for bar in drawn.bars] == [1, 0, 1]
    assert [tick.text for tick in drawn.columns] == ["févr. 2026", "mars 2026"]
    assert drawn.table == (("févr. 2026", "–", "50"), ("mars 2026", "61", "50"))
