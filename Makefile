# `make chat` opens the chat, `make test` passes the tests, `make check` does all that CI does. Plain pip is enough.
PYTHON ?= python3
PIECE ?=
VENV = .venv
BIN = $(VENV)/bin
# A file of tests on each core, whole for its fixtures' sake, in the order of the names: the short ones are not all first.
BESIDE = --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.PHONY: chat test lint wheel check format clean

chat: $(VENV)/chat
	$(BIN)/pullquote chat $(if $(PIECE),--piece "$(PIECE)")

test: $(VENV)/dev
	$(BIN)/python -m pytest $(BESIDE)

lint: $(VENV)/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright

wheel: $(VENV)/dev
	$(BIN)/python -m build --wheel --no-isolation --outdir dist

check: lint test wheel

format: $(VENV)/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) dist

$(VENV)/chat: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[pdf,docx]"
	touch $@

$(VENV)/dev: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $@ $(VENV)/chat
