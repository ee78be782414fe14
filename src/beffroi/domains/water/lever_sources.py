"""What the levers of water are founded on."""

from beffroi.domains.cards import Reference

LAMBERT = Reference("Lambert et al. (1999), A review of performance indicators for real losses")
COMPONENTS = Reference(
    "Lambert (1994), Accounting for losses: the bursts and background concept, J. IWEM 8(2)"
)
FAVAD = Reference(
    "May (1994), Pressure dependent leakage (FAVAD) ; Lambert (2001), What do we know about "
    "pressure-leakage relationships in distribution systems?"
)
BREAKS = Reference("Thornton et Lambert (2007), Pressure management reduces new break frequencies")
GUIDE = Reference(
    "Irstea et Onema (2014), Réduction des fuites dans les réseaux d’alimentation en eau potable : "
    "guide d’élaboration du plan d’actions"
)
FOLKMAN = Reference(
    "Folkman (2018), Water main break rates in the USA and Canada, Utah State University"
)
