"""Invented files in the exact form of Insee and of the DGCL."""

COMMUNES_2026 = """\
TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT
COM,99001,84,99,99D,991,1,ALPHE,Alphe,Alphe,9901,
COM,99003,84,99,99D,991,0,CEDRE NOUVEAU,Cèdre Nouveau,Cèdre Nouveau,9901,
COM,99005,84,99,99D,991,0,ERABLE,Érable,Érable,9901,
COM,99006,84,99,99D,991,0,FRENE,Frêne,Frêne,9901,
COM,98007,84,98,98D,981,0,GENET,Genêt,Genêt,9801,
COMD,99004,,,,,0,DAHLIA,Dahlia,Dahlia,,99003
"""
_HEAD = (
    "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,"
    "TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,LIBELLE_AP\n"
)


def move(kind: int, day: str, before: tuple[str, str, str], after: tuple[str, str, str]) -> str:
    """A row of movement; each side is its type, its code and its name."""
    sides = (f"{t},{code},0,{name.upper()},{name},{name}" for t, code, name in (before, after))
    return ",".join([str(kind), day, *sides]) + "\n"


def whole(code: str, name: str) -> tuple[str, str, str]:
    """A commune of full standing."""
    return "COM", code, name


def delegated(code: str, name: str) -> tuple[str, str, str]:
    """A delegated commune."""
    return "COMD", code, name


ALPHE = whole("99001", "Alphe-les-Bains")
# Bouleau joins Alphe in 2010 (simple merger). Cèdre and Dahlia make Cèdre Nouveau on 1 January
# 2016. Érable is split in 2019: Frêne is restored. Genêt changes département on 1 January 2018.
# Alphe is called Alphe-les-Bains until 2021.
MOVES_2026 = _HEAD + "".join(
    (
        move(10, "2021-03-01", ALPHE, whole("99001", "Alphe")),
        move(21, "2019-07-01", whole("99005", "Érable"), whole("99005", "Érable")),
        move(21, "2019-07-01", whole("99005", "Érable"), whole("99006", "Frêne")),
        move(41, "2018-01-01", whole("99007", "Genêt"), whole("98007", "Genêt")),
        move(32, "2016-01-01", whole("99003", "Cèdre"), whole("99003", "Cèdre Nouveau")),
        move(32, "2016-01-01", whole("99004", "Dahlia"), whole("99003", "Cèdre Nouveau")),
        move(32, "2016-01-01", whole("99003", "Cèdre"), delegated("99003", "Cèdre")),
        move(32, "2016-01-01", whole("99004", "Dahlia"), delegated("99004", "Dahlia")),
        move(35, "2020-01-01", delegated("99003", "Cèdre"), whole("99003", "Cèdre Nouveau")),
        move(31, "2010-05-01", ALPHE, ALPHE),
        move(31, "2010-05-01", whole("99002", "Bouleau"), ALPHE),
    )
)
EPCI_2026 = """\
dept;siren;raison_sociale;nature_juridique;mode_financ;nb_membres;total_pop_tot;total_pop_mun;\
dep_com;insee;siren_membre;nom_membre;ptot_2026;pmun_2026
99;249900018;CC du Bocage;CC;FPU;3;4 200;4 100;99;99003;219900036;Cèdre Nouveau;2 100;2 050
99;249900018;CC du Bocage;CC;FPU;3;4 200;4 100;99;99001;219900010;Alphe;1 500;1 480
99;249900018;CC du Bocage;CC;FPU;3;4 200;4 100;99;99005;219900051;Érable;600;570
98;249800028;CA des Monts;CA;FPU;1;900;890;98;98007;219800079;Genêt;900;890
"""
EPCI_2015_INSEE = """\
CODGEO,LIBGEO,EPCI,LIBEPCI,DEP,REG
99003,Cèdre,249900018,CC du Bocage,99,84
99004,Dahlia,249900018,CC du Bocage,99,84
99005,Érable,ZZZZZZZZZ,Sans objet,99,84
"""
# As a spreadsheet saves the sheet of Insee: four lines of title, then the columns.
DENSITY_2026 = """\
Grille communale de densité à 7 niveaux;;;
Géographie au 01/01/2026;;;
;;;
Source : Insee;;;
CODGEO;LIBGEO;DENS;LIBDENS
99001;Alphe;6;Rural à habitat dispersé
99003;Cèdre Nouveau;5;Bourgs ruraux
99005;Érable;7;Rural à habitat très dispersé
98007;Genêt;1;Grands centres urbains
"""
