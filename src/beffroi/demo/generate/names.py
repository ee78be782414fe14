"""Names and numbers that sound French and belong to nobody.

Names are made from morphemes. All 960 cores and 36 rivers were compared, accents and case aside,
with the whole names of the communes of the INSEE Code officiel géographique 2026 and with the
words of which those are made: none is a commune or a part of one.
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_STARTS = _words("""
    Brenv Lourm Fauvr Mirv Charb Vaud Orbr Tréss Grivol Bellorm Sauvr Hautrem Montorg Clairv
    Pierrem Noirv Rochef Valmorb Fontebr Aubr Cormev Plessor Ermond Guérand Louvar Marsev
    Solign Verdam Coudrev Talmor Brissev Jonqu Pomm Ravel Sermor Ternev Chastr Ombrev Lavern
    Escorb
""")
_ENDS = _words("""
    olay andelle ouvrin auvigne esnoy erande orteuil anchais ombreux issolle ageray ervault
    oncelle uverte euzon amblay orvoise anteuil isselat ouvrange elmont olande urmont adière
""")
_RIVERS = _words("""
    Ombrelle Vauzine Lourmeuse Sérande Aubrise Fauvelle Mirance Treuzonne Corvelle Bruyone
    Sauvonne Louvelle Nervole Verdaine Orbanne Chantrine Grisolle Marvoise Ternaise Palvoire
    Ravoise Halbrane Brionelle Solvaine Estrelle Vormance Tarzine Guivonne Jarmelle Clervoise
    Omblaine Sarvenne Durvoise Mauzelle Frémoise Altaine
""")

CORES = len(_STARTS) * len(_ENDS)
NAMES = CORES * (1 + len(_RIVERS))  # 35,520 different names
_STRIDE = 367  # prime to CORES, so that each core comes once before any comes again


def commune_name(seed: int, index: int) -> str:
    """Return the name of a commune; the first `NAMES` indexes of a seed have different ones.

    >>> commune_name(1, 0) != commune_name(1, 1)
    True
    """
    turn, place = divmod(index, CORES)
    core = (place + seed) * _STRIDE % CORES
    name = _STARTS[core % len(_STARTS)] + _ENDS[core // len(_STARTS)]
    return name if turn == 0 else f"{name}-sur-{_RIVERS[(turn - 1) % len(_RIVERS)]}"


def of_town(name: str) -> str:
    """Return "of" a town in French.

    >>> of_town("Aubrolay"), of_town("Mirvolay")
    ('d’Aubrolay', 'de Mirvolay')
    """
    return f"d’{name}" if name[0] in "AEÉIOU" else f"de {name}"


def intercommunality_name(centre: str) -> str:
    """Return the name of the intercommunality around a town; it says that it is simulated.

    >>> intercommunality_name("Aubrolay")
    'Communauté de communes du Pays d’Aubrolay (simulation)'
    """
    return f"Communauté de communes du Pays {of_town(centre)} (simulation)"


def false_siren(group: int, index: int) -> str:
    """Return nine digits that start with 000 and whose Luhn key is wrong.

    `group` is 0 for communes and 1 for intercommunalities; `index` is below 10,000 in group 1.

    >>> false_siren(0, 7)
    '000000076'
    """
    body = f"000{index + 90_000 * group:05d}"
    # From the right, the key itself excluded, every other digit counts twice (ISO/IEC 7812-1).
    doubled = (2 * int(digit) for digit in body[::-2])
    total = sum(twice // 10 + twice % 10 for twice in doubled) + sum(map(int, body[-2::-2]))
    return f"{body}{(11 - total % 10) % 10}"
