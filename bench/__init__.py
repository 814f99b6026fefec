"""What a brief costs in seconds and memory, beside the same content through pandoc and typst.

``make bench`` runs :mod:`bench.__main__`. Nothing of the package imports this.
"""
