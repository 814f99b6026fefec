"""``python -m pitstop_docs`` is ``pitstop``."""

from pitstop_docs.start import main

main()
