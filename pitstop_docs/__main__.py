"""``python -m pitstop_docs`` is ``pitstop``."""

import sys

from pitstop_docs.commands.cli import main

sys.exit(main())
