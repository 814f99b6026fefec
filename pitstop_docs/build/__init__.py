"""The whole flow: what is to be made, and why; made; told in a ledger and in pages.

Enters: a project's folder and what somebody wants of it. Leaves: files in ``output/``, and what became
of each brief."""
