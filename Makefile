# Everything a fresh machine needs: Python 3.11 or newer, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export HF_HUB_OFFLINE := 1
export FIRSTLINE_HOME ?= .firstline

.PHONY: demo test check docs lock clean

demo: $(VENV)/installed
	$(BIN)/firstline demo

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/installed-dev
	$(BIN)/python -m docs.generate

$(VENV)/installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.lock
	touch $@

lock:
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check ".[train]"
	(echo "# Exact versions of everything that firstline[train] needs; \`make lock\` writes it anew."; \
	 build/lock/bin/python -m pip freeze --exclude firstline | sed 's/+cpu$$//') > requirements.lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check ".[train,dev]"
	(echo "# What firstline[dev] needs beyond requirements.lock."; \
	 build/lock/bin/python -m pip freeze --exclude firstline | sed 's/+cpu$$//' | grep -vxF -f requirements.lock) > requirements-dev.lock

clean:
	rm -rf $(VENV) build .firstline .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
