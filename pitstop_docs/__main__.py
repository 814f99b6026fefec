"""``python -m pitstop_docs`` is ``pitstop``."""

from pitstop_docs.commands.start import main

main()
