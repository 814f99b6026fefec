"""What is not known is asked once: of whom the source says, or of the municipality's offices."""

from pitstop_docs.compose.asking import OFFICES, Asked, gather
from pitstop_docs.records.forms import ToAsk


def test_what_parts_do_not_know_joins_what_the_source_has_asked() -> None:
    wanted = [
        ToAsk(what=("costo qui",)),
        ToAsk(whom="alla cooperativa", what=("bilanci", "costi di avvio")),
        ToAsk(whom="alla cooperativa", what=("Bilanci", "contributi")),
    ]
    missing = [
        Asked(OFFICES, ("entro quando",)),
        Asked(OFFICES, ("Costo qui",)),
        Asked("alla Regione", ("gli importi",)),
        Asked("alla Regione", ("bilanci",)),
    ]
    assert gather(wanted, missing) == [
        Asked("alla cooperativa", ("bilanci", "costi di avvio", "contributi")),
        Asked("alla Regione", ("gli importi",)),
        Asked(OFFICES, ("costo qui", "entro quando")),
    ]


def test_nothing_is_asked_where_everything_is_known() -> None:
    assert gather((), ()) == []
