"""Running a build: files that appear whole or not at all."""
