"""PitStop: structured sources on practices and policies become Word and PDF briefs."""

__version__ = "0.1.0"
