# Everything is set up on the way: `make demo` and `make test` need nothing by hand.
VENV := .venv
PYTHON := $(VENV)/bin/python
PACKAGES := python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libthai0 fonts-noto-core fonts-noto-cjk
# GNU's own tools, with which the tests compare.
TEST_PACKAGES := gettext
INSTALL := apt-get install -y --no-install-recommends

.PHONY: demo test lint proof benchmark gallery system setup clean

demo: setup
	$(VENV)/bin/handbill make US MX -l en -l es -l zh-Hans -l ar -O home -O screen -o out/demo
	@echo "Open out/demo/US/self-help.poster.en.screen.letter.pdf first; print the .home. files."

test: PACKAGES += $(TEST_PACKAGES)
test: setup lint
	$(PYTHON) -m pytest -n 2

lint: setup
	$(VENV)/bin/ruff check src tests docs benchmarks fuzz
	$(VENV)/bin/ruff format --check src tests docs benchmarks fuzz
	$(VENV)/bin/mypy

# The tables of docs/preflight-proof.md: planted faults, and good editions of ten regions. Takes long.
proof: setup
	$(PYTHON) -m tests.preflight.mutant_table --full --write docs/preflight-proof.md

# How much of the time of making preflight takes; how fast a preview follows a save.
benchmark: setup
	$(PYTHON) -m benchmarks.preflight
	$(PYTHON) -m benchmarks.preview

# The pictures of README and docs.
gallery: setup
	$(PYTHON) docs/gallery.py

setup: system $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	python3 -m venv $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test,lint]'
	touch $@

# Debian's package manager tells what is missing; root or sudo installs it.
system:
	@missing=""; for package in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  echo "Missing system packages:$$missing"; \
	  if [ "$$(id -u)" = 0 ]; then run=""; \
	  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then run="sudo"; \
	  else echo "Install them as root, then run make again:"; echo "  apt-get update && $(INSTALL) $(PACKAGES)"; exit 1; fi; \
	  $$run apt-get update -q && $$run env DEBIAN_FRONTEND=noninteractive $(INSTALL) $(PACKAGES); \
	fi

clean:
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache
