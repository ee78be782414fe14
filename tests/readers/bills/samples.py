"""Synthetic bills: invented meters and amounts."""

HEADER = "PRM;Début;Fin;kWh facturés;Montant TTC (€);Puissance souscrite (kVA)"
SAMPLES: dict[str, list[bytes]] = {
    "bills.table": [
        "\n".join(
            (
                HEADER,
                "01234567890123;07/01/2021;07/03/2021;1 800,0;350,20;9",
                "01234567890123;07/03/2021;07/05/2021;1 700,0;340,10;9",
                "",
            )
        ).encode(),
        b"Numero;PCE;Date de debut;Date de fin;Energie (kWh);Montant HT (EUR)\n"
        b"1;GI000001;2021-01-01;2021-01-31;3000;210.5\n"
        b"2;GI000001;2021-02-01;2021-02-28;2500;180\n",
    ]
}
