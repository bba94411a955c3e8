# Two commands for a newcomer: `make demo` and `make test`. Both set up their own .venv first.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ARGS ?=

.PHONY: demo test faults check format bench bench-quick docs screenshot clean

$(READY): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,browser,scale]'
	touch $(READY)

demo: $(READY)
	$(BIN)/pitchradar demo $(ARGS)

test: $(READY)
	$(BIN)/pytest $(ARGS)

# The long part of the fault model: ends with a table row -> cases -> result, and what was counted. On two cores, a file at
# a time and in this order: what needs most memory comes first, while the processes are small, and browsers do not meet.
FIRST := tests/faults/test_kills.py tests/test_render.py
faults: $(READY)
	FAULTS=full KILLS=100 TERMS=20 FUZZ=400 PITCHRADAR_NO_SKIP=1 $(BIN)/pytest $(FIRST) \
	  $(filter-out $(FIRST),$(wildcard tests/faults/test_*.py)) tests/test_gate.py tests/test_polite.py \
	  tests/test_crawl_faults.py tests/test_crawl_ssrf.py tests/test_crawl_manners.py tests/test_crawl_rules.py \
	  tests/test_crawl_stories.py tests/test_stories.py tests/test_judge.py tests/test_store.py tests/test_text.py \
	  tests/test_listing_bounds.py tests/test_dates.py tests/test_normalise.py tests/test_detect.py tests/test_pace.py \
	  tests/feeds -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tools.cli_docs --check
	$(BIN)/pytest $(ARGS)

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(READY)
	$(BIN)/python -m tools.cli_docs

bench: $(READY)
	$(BIN)/python -m benchmarks $(ARGS)

bench-quick: $(READY)
	$(BIN)/python -m benchmarks --quick $(ARGS)

screenshot: $(READY)
	$(BIN)/python -m tools.screenshot

clean:
	rm -rf $(VENV) var dist .mypy_cache .ruff_cache .pytest_cache
