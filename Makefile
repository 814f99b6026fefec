# PitStop. `make` says what there is to do. Works with GNU make 3.81 (macOS) and later.

PYTHON ?= python3
ARGS ?=
VENV ?= .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9

# macOS: where Homebrew keeps Pango. Set on each command line, because /bin/sh drops it.
ifeq ($(shell uname -s),Darwin)
RUN := DYLD_FALLBACK_LIBRARY_PATH="$$(brew --prefix 2>/dev/null || echo /opt/homebrew)/lib:/usr/local/lib:/usr/lib" $(BIN)
else
RUN := $(BIN)
endif

.DEFAULT_GOAL := help
.PHONY: help setup briefs watch press packs measure look faults test test-all torture check validate bench reference messages problems lock clean distclean

help: ## elenca i comandi | list the commands
	@awk -F ' *(## | \\| )' -v en="$(filter en%,$(PITSTOP_LANG))" \
	  '/^[a-z-]+:.* ## / { sub(/:.*/, "", $$1); printf "make %-11s %s\n", $$1, en ? $$3 : $$2 }' \
	  $(firstword $(MAKEFILE_LIST))

setup: ## prepara tutto ciò che manca (lo fanno da soli anche gli altri comandi) | prepare whatever is missing (the other commands do it by themselves)
	@PYTHON="$(PYTHON)" PITSTOP_VENV="$(VENV)" ./scripts/setup.sh

briefs: setup ## crea i documenti Word e PDF in output/ (ARGS="--edition giunta" per scegliere) | make the Word and PDF briefs in output/ (choose with ARGS="--edition giunta")
	@$(RUN)/pitstop build $(ARGS)

watch: setup ## rifà i documenti di ciò che si salva, finché non si preme q (ARGS="--edition giunta" per scegliere) | make the briefs of what is saved again, until you type q (choose with ARGS="--edition giunta")
	@$(RUN)/pitstop watch $(ARGS)

packs: setup ## crea in output/packs/ i pacchi per i Comuni di tutte le campagne (ARGS="--mail" anche i messaggi) | make the packs for the municipalities of all campaigns in output/packs/ (messages too with ARGS="--mail")
	@$(RUN)/pitstop pack $(ARGS)

press: setup ## crea i file per la tipografia in output/press/, con le schede di stampa (ARGS=--final senza prove) | make the files for a print shop in output/press/, with their job sheets (ARGS=--final without proofs)
	@$(RUN)/pitstop press $(ARGS)

measure: setup ## conta con LibreOffice le pagine dei documenti Word in output/, in sources/pages.lock | count the pages of the Word briefs in output/ with LibreOffice, into sources/pages.lock
	@$(RUN)/pitstop measure $(ARGS)

look: setup ## disegna in .cache/look/ tutte le pagine dei documenti in output/, PDF e Word (con LibreOffice), da guardare | draw all pages of the briefs in output/, PDF and Word (through LibreOffice), into .cache/look/, to be looked at
	@$(RUN)/python -m scripts.look $(ARGS)

faults: setup ## conta i difetti delle pagine dei documenti in output/ (ARGS=--list dice dove) | count the faults of the pages of the briefs in output/ (ARGS=--list says where)
	@$(RUN)/python -m scripts.faults output/briefs $(ARGS)

test: setup ## esegue le prove | run the tests
	@$(RUN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

test-all: test ## esegue le prove anche con il Python più nuovo di questa macchina | run the tests with the newest Python of this machine too
	@newest=$$($(BIN)/python scripts/newest_python.py) || exit 1; if [ -n "$$newest" ]; then \
	  echo "$$newest"; $(MAKE) --no-print-directory test PYTHON="$$newest" VENV=".cache/$${newest##*/}"; fi

torture: setup ## interrompe 50 creazioni, riempie dischi, rovina memorie, impagina testi smisurati: alla fine tutto deve essere intero | kill 50 builds, fill disks, spoil caches, lay out enormous texts: in the end all must be whole
	@$(RUN)/python -m pytest tests/test_torture.py tests/test_cluster_build.py tests/readers tests/runs tests/copyfit \
	  tests/writers/test_pdf.py -q --long $(ARGS)

check: setup ## controlla il codice: ruff, mypy --strict, piani del progetto | check the code: ruff, mypy --strict, the floors
	@$(RUN)/ruff check .
	@$(RUN)/ruff format --check .
	@$(RUN)/mypy --strict
	@$(RUN)/lint-imports --no-logo --cache-dir .cache/import-linter

validate: setup ## convalida i file in output/: veraPDF (PITSTOP_VERAPDF), Open XML SDK (npm), Ghostscript, qpdf, poppler | validate the files in output/: veraPDF (PITSTOP_VERAPDF), Open XML SDK (npm), Ghostscript, qpdf, poppler
	@$(RUN)/python -m scripts.validate $(ARGS)

bench: setup ## misura tempi e memoria, accanto a pandoc e typst | measure time and memory, beside pandoc and typst
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@$(RUN)/python -m bench $(ARGS)

reference: setup ## rigenera templates/docx/reference.docx da theme.yaml | regenerate templates/docx/reference.docx from theme.yaml
	@$(RUN)/python -m pitstop_docs.writers.reference $(ARGS)

messages: setup ## aggiorna e compila il catalogo dei messaggi | update and compile the catalogue of messages
	@mkdir -p .cache
	@$(BIN)/pybabel --quiet extract --mapping=pyproject.toml --project=PitStop --add-location=file \
	  --sort-by-file -o .cache/pitstop.pot pitstop_docs templates
	@$(BIN)/pybabel --quiet update --init-missing --no-fuzzy-matching --ignore-obsolete \
	  --ignore-pot-creation-date -D pitstop -l it -i .cache/pitstop.pot -d pitstop_docs/problems/locale
	@$(BIN)/pybabel --quiet compile --statistics -D pitstop -d pitstop_docs/problems/locale

problems: setup ## riscrive docs/problems.it.md: i problemi, uno per uno | write docs/problems.it.md anew: the problems, one by one
	@$(RUN)/python -m tests.problems.page

# The locks hold for Python 3.11 to 3.14 on Linux and macOS; ARGS=--upgrade takes newer versions.
LOCK = .cache/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-annotate --no-header $(ARGS)

lock: setup ## ricalcola le dipendenze bloccate, requirements*.txt (ARGS=--upgrade le aggiorna) | compute the locked dependencies again, requirements*.txt (ARGS=--upgrade updates them)
	@test -x .cache/uv/bin/python || $(BIN)/python -m venv .cache/uv
	@.cache/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(LOCK) -o requirements.txt pyproject.toml
	@$(LOCK) -o requirements-dev.txt -c requirements.txt --group dev --all-extras pyproject.toml
	@$(LOCK) -o requirements-bench.txt --group pyproject.toml:bench

clean: ## toglie i documenti creati e le memorie temporanee | remove the briefs made and the caches
	@mkdir -p output
	@find output -mindepth 1 ! -name .gitkeep ! -path output/packs ! -path 'output/packs/register.sqlite*' -delete
	@rm -rf .cache/import-linter .cache/mypy .cache/pytest .cache/ruff .hypothesis dist
	@find pitstop_docs scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## toglie anche .venv e i convalidatori: la volta dopo si ricomincia da capo | remove .venv and the validators too: the next run starts from nothing
	@rm -rf .venv .cache
