# make demo   install, index the sample corpus, search it, show the life of one of its stories
# make test   all tests that need nothing but Python
# make nightly  long runs, and a random search for examples that break a property; each run tries others
# make test-browser  the page in a real Chromium; wants Debian's chromium, and npm for the accessibility rules
# make test-cluster  the contract and the faults on three real OpenSearch nodes; wants a JDK from 17 on and Maven
# make nightly-cluster  the same in their long form: 20 nodes killed while stories are indexed, 10,000 queries
# make check  what CI runs besides: lint, types, generated docs
# make screenshots  the pictures of docs/screenshots, anew
# make bench  morgue beside its peers, see docs/performance.md; BENCH='--short' is a few seconds

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

# a test that hangs is named with where it hangs, and ends the run; how long one takes is not judged
GUARD  := -o faulthandler_timeout=1800 -o faulthandler_exit_on_timeout=true
STAMP  := $(VENV)/.installed

.PHONY: demo test test-browser test-cluster nightly nightly-cluster check lint types docs bench screenshots clean

$(STAMP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "morgue needs Python 3.11 or newer; say make PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable '.[web,opensearch]' --group dev
	touch $@

demo: $(STAMP)
	$(BIN)/morgue index corpus
	$(BIN)/morgue --no-pager search 'sanctions brussels date:2025-10'
	$(BIN)/morgue --no-pager story 5p2hgelozv3fwskx

test: $(STAMP)
	$(BIN)/python -m pytest -n 2 $(GUARD)

test-browser: $(STAMP)
	$(BIN)/python -m pip install --quiet --group browser
	test -d $(VENV)/axe/node_modules || npm install --silent --no-save --prefix $(VENV)/axe axe-core@4 || echo 'no npm: the axe tests are skipped'
	$(BIN)/python -m pytest -m browser $(GUARD) tests/browser

test-cluster: $(STAMP)
	$(BIN)/python -m pytest -rs $(GUARD) -m 'cluster and not nightly'

nightly: $(STAMP)
	FUZZ=2000 $(BIN)/python -m pytest -n 2 -m '(nightly or hypothesis) and not cluster and not browser' --hypothesis-profile=search

nightly-cluster: $(STAMP)
	$(BIN)/python -m pytest -rs -s -m 'nightly and cluster'

lint: $(STAMP)
	$(BIN)/ruff check src tests bench docs
	$(BIN)/ruff format --check src tests bench docs

types: $(STAMP)
	$(BIN)/mypy

docs: $(STAMP)
	$(BIN)/python docs/make_reference.py --check
	$(BIN)/python docs/make_man.py --check
	$(BIN)/python docs/make_schemas.py --check
	$(BIN)/python docs/make_pictures.py --check

bench: $(STAMP)
	$(BIN)/python -m bench $(BENCH)

check: lint types docs

# needs Chromium (apt-get install chromium)
screenshots: $(STAMP)
	$(BIN)/python -m pip install --quiet --group browser
	$(BIN)/python docs/make_screenshots.py

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
