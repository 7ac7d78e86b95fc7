# Two commands on a machine that has git, make and Python 3.11: `make run` and `make test`. Whatever else is needed is installed here.
SHELL := /bin/bash
PYTHON ?= python3
UV := .tools/uv/bin/uv
UV_VERSION := 0.13.9
BIN := .venv/bin
WORKERS ?= 2
export UV_PROJECT_ENVIRONMENT := .venv
# The tests start hundreds of processes: compiled modules are kept, whatever the environment says, for that is half of each one's start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check bench install messages help clean test-sqlite test-postgresql browser

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: install ## the application with invented data on http://localhost:8000
	@$(BIN)/sroi demo

test: test-sqlite test-postgresql ## every test, on SQLite and on PostgreSQL, with journeys in a browser

# Each journey is made on each engine and at each size of screen: here on a desktop, on PostgreSQL on a phone.
test-sqlite: install browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -q --database sqlite -k "not [phone]"

# What uses no database says the same on each engine, and runs once, on SQLite.
test-postgresql: install browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -q --database postgresql --only-database -k "not [desktop]"

check: install ## format, lint, types, layers and house rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/test_house.py

bench: install ## ratios of what is slow against the least it could be
	@for each in benchmarks/[a-z]*.py; do echo "== $$each"; PYTHONPATH=. $(BIN)/python $$each; done

messages: install ## sroi/locale/sroi.pot: every text that users see, for translators
	@mkdir -p sroi/locale
	$(BIN)/pybabel extract -F babel.cfg -k _ -o sroi/locale/sroi.pot sroi imports

CLICK_WORDS := sroi/cli/locale/nl/LC_MESSAGES/click

install: .venv/.stamp sroi/static/build/library.css $(CLICK_WORDS).mo ## the locked dependencies, the built styles and what Click says in Dutch

.tools/.stamp: Makefile
	$(PYTHON) -m venv .tools/uv
	.tools/uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"
	@touch $@

.venv/.stamp: .tools/.stamp pyproject.toml uv.lock
	$(UV) sync --frozen --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')"
	@touch $@

sroi/static/build/library.css: .venv/.stamp package-lock.json build_styles.py $(wildcard sroi/static/*.css)
	$(BIN)/python build_styles.py
	@touch $@

$(CLICK_WORDS).mo: .venv/.stamp $(CLICK_WORDS).po
	$(BIN)/pybabel --quiet compile -d sroi/cli/locale -D click
	@touch $@

browser: install
	@$(BIN)/python -m tests.install_browser

clean: ## forget what was installed and built
	rm -rf .venv .tools node_modules sroi/static/build $(CLICK_WORDS).mo
