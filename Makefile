# make run [PHOTOS=DIR]   open the window (or do the job in the terminal without a display)
# make test               lint, types and all fast tests
# make test-all           the slow tests too
# make bench              the benchmarks the README quotes
# make review-drive       a review by keyboard alone, on a private screen: times and checks
# make wheel              build the wheel into dist/
# make translations       bring the Qt Linguist files up to the code; unfinished entries fail

PYTHON := .venv/bin/python
PHOTOS ?=

# Not among them: busy_session, which wants a display and ten minutes, and formats, which wants photos.
BENCHMARKS := library gui_latency loupe thumbnail_speed catalog_speed write_speed agency_export \
	engine_speed engine_quality learning service_speed

.PHONY: run test test-all lint bench review-drive wheel translations clean

run:
ifeq ($(PHOTOS),)
	@tools/setup.sh samples
	@$(PYTHON) -m phototagger --samples
else
	@tools/setup.sh run
	@$(PYTHON) -m phototagger "$(PHOTOS)"
endif

test: lint
	@$(PYTHON) -m pytest -m "not slow"

test-all: lint
	@tools/setup.sh test-all
	@$(PYTHON) -m pytest

lint:
	@tools/setup.sh test
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy

bench:
	@tools/setup.sh test
	@for name in $(BENCHMARKS); do echo "== $$name"; $(PYTHON) -m benchmarks.$$name || exit 1; done

review-drive:
	@tools/setup.sh drive
	@$(PYTHON) -m benchmarks.review_drive

wheel:
	@tools/setup.sh test
	@$(PYTHON) -m pip wheel --quiet --no-deps --wheel-dir dist .

translations:
	@tools/setup.sh test
	@$(PYTHON) tools/translations.py

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache
