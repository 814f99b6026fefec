"""``python -m pitstop_docs`` is ``pitstop``."""

from pitstop_docs.cli import main

main()
