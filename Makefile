# Every command by name; what they do is in tools/.
PYTHON ?= python3
PY := .venv/bin/python
PORT ?= 8000
export PORT

.PHONY: help demo demo-reset test check bench messages pictures python environment environment-dev environment-bench
.DEFAULT_GOAL := help

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

demo: environment  ## start the demo: database, job worker, web server (PORT=8000)
	@$(PY) -m tools.demo

demo-reset: environment  ## throw the demo's data away and start afresh
	@$(PY) -m tools.demo --reset

test: environment-dev  ## everything: lint, types, contracts, tests, browser tests
	@$(PY) -m tools.test

check: environment-dev  ## lint, types and contracts only
	@$(PY) -m tools.test --quick

bench: environment-bench  ## measure the speed on a large scratch database
	@$(PY) -m bench
	@$(PY) -m bench.certifications_worklist

messages: environment-dev  ## bring the translation files up to date with templates and code
	@$(PY) -m tools.translations update

pictures: environment-dev  ## take the pictures of the guides again, from the demo that runs on PORT
	@$(PY) -m tools.pictures

python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Manca Python 3.11 o successivo: installalo, oppure indicalo con PYTHON=/percorso/python3."; \
	  echo "Python 3.11 or newer is missing: install it, or name it with PYTHON=/path/to/python3."; exit 1; }

environment: python
	@$(PYTHON) tools/environment.py requirements.txt

environment-bench: python
	@$(PYTHON) tools/environment.py requirements.txt requirements-bench.txt

environment-dev: python
	@$(PYTHON) tools/environment.py requirements.txt requirements-dev.txt
