# What people run: `make demo` to see it work, `make test` before every commit. CONTRIBUTING.md says more.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PARSERS := tests/publish/parsers
PYTEST := $(BIN)/python -m pytest --numprocesses=auto --dist=worksteal
NPM := $(shell command -v npm 2>/dev/null)

.PHONY: demo test coverage docs bench bench-published bench-growth clean

demo: $(VENV)/installed
	$(BIN)/schedule solve data/plenary-week --time-limit 30
	$(BIN)/schedule show data/plenary-week
	@echo "Open data/plenary-week/out/programme.html in a browser; programme.ics beside it has everything for a calendar."

# pytest comes last, so that its closing line is the last that is printed.
test: $(VENV)/installed-test calendar-parsers
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(PYTEST)

# Which lines and branches the tests reach. Counting them takes half as long again as the tests, and decides nothing.
coverage: $(VENV)/installed-test calendar-parsers
	$(PYTEST) --cov --cov-report=term:skip-covered

# The pages that are made from the code; the tests fail when one of them is out of date.
docs: $(VENV)/installed-test
	$(BIN)/schedule rules > docs/rules.md
	$(BIN)/schedule schema book > docs/schemas/rule-book.schema.json
	$(BIN)/schedule schema meeting > docs/schemas/meeting.schema.json
	$(BIN)/python tests/files/write_input_errors.py
	$(BIN)/python tests/publish/release_story.py
	$(BIN)/schedule solve data/rpoc --quiet
	$(BIN)/schedule plot data/rpoc --out docs/programme.svg

# Solves each sample meeting for three minutes at most, and once more for ten: nothing else should run on the machine meanwhile.
bench: $(VENV)/installed
	$(BIN)/schedule bench --longest 600 --out docs/benchmarks.md

# The same for the instances that others published, which lie in INSTANCES: three minutes for each of them.
INSTANCES ?= ../shared/bench
bench-published: $(VENV)/installed
	$(BIN)/schedule bench --suite ietf --suite timefold --suite cosplib --instances $(INSTANCES) --out docs/benchmarks.md

# Made-up meetings of up to 3000 presentations: the largest takes much time and memory.
bench-growth: $(VENV)/installed
	$(BIN)/schedule bench --growth --out docs/benchmarks.md

clean:
	rm -rf $(VENV) $(PARSERS)/node_modules data/*/out dist .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis

# One environment, in which the package is the checkout itself (editable): demo and tests then run the code that one is
# looking at, and only a change of pyproject.toml installs again. That a wheel holds the same is tests/test_wheel.py's task.
$(VENV)/installed: pyproject.toml
	@echo "Installing into $(VENV); the first time this takes a minute or two."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP_INSTALL) --editable .
	@touch $@

$(VENV)/installed-test: pyproject.toml $(VENV)/installed
	@echo "Installing what the tests need."
	@$(PIP_INSTALL) --editable '.[test]'
	@touch $@

# The calendar tests read what we publish with JavaScript's parsers too. Without npm they are skipped, except in CI.
.PHONY: calendar-parsers
ifdef NPM
calendar-parsers: $(PARSERS)/node_modules/installed

$(PARSERS)/node_modules/installed: $(PARSERS)/package-lock.json
	@cd $(PARSERS) && npm ci --silent --no-audit --no-fund
	@touch $@
else
calendar-parsers:
	@echo "npm is not installed: the calendar tests that need JavaScript's parsers are skipped."
endif
