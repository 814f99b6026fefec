"""The Italian provinces, by the letters that people know them by.

Enters: nothing. Leaves: the region of each, named as ISTAT names it. Facts: ISTAT, units at 1 January 2025;
of Sardinia also the provinces that were there before 2016 and come back."""

_BY_REGION = {
    "Abruzzo": "AQ CH PE TE",
    "Basilicata": "MT PZ",
    "Calabria": "CS CZ KR RC VV",
    "Campania": "AV BN CE NA SA",
    "Emilia-Romagna": "BO FC FE MO PC PR RA RE RN",
    "Friuli-Venezia Giulia": "GO PN TS UD",
    "Lazio": "FR LT RI RM VT",
    "Liguria": "GE IM SP SV",
    "Lombardia": "BG BS CO CR LC LO MB MI MN PV SO VA",
    "Marche": "AN AP FM MC PU",
    "Molise": "CB IS",
    "Piemonte": "AL AT BI CN NO TO VB VC",
    "Puglia": "BA BR BT FG LE TA",
    "Sardegna": "CA CI NU OG OR OT SS SU VS",
    "Sicilia": "AG CL CT EN ME PA RG SR TP",
    "Toscana": "AR FI GR LI LU MS PI PO PT SI",
    "Trentino-Alto Adige/Südtirol": "BZ TN",
    "Umbria": "PG TR",
    "Valle d'Aosta/Vallée d'Aoste": "AO",
    "Veneto": "BL PD RO TV VE VI VR",
}

REGIONS = {
    letters: region for region, provinces in _BY_REGION.items() for letters in provinces.split()
}
