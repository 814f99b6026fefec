"""``make reference``: the theme's reference document, into the default templates."""

import sys

from pitstop_docs.look.templates import Templates, packaged_templates
from pitstop_docs.writers.docx.styles import REFERENCE
from pitstop_docs.writers.reference.document import make_reference

folder = packaged_templates()
path = folder / REFERENCE
path.write_bytes(make_reference(Templates((folder,))))
sys.stdout.write(f"{path.relative_to(folder.parent)}\n")
