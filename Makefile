# make run     the whole shop on this machine (PORT, KEEP=1, ALLOW_ORIGINS, KITCHEN=off or own, CRASH=off,
#              CURRENCY, SESSIONS=valkey, STRIPE_API_KEY, QUOTE_FUNCTION: environment or command line)
# make web     the pages, built anew at every change of theirs: a running shop shows it at the next look
# make release  the code as it now is, into the running shop: what runs ends on what it began with
# make test    every test        make lint    style, types, layers
# make rehearse   releases while orders are under way, a region lost, and deployments by the CDK's own command; another shop
#              in an afternoon, as its page says; every story in a real browser (a Chromium is needed): buying,
#              the console, the crash bench, axe-core; then every alarm provoked, and its page of the runbook followed
# make pictures   the pictures of the documentation anew, from a running shop
# make test-parts   some folders of tests (PARTS="tests/unit ..."; without, what depends most on the Python at hand)
# make faults  every state of every machine x every fault: how each order ended (STATE=Checkout/Void: those alone)
# make interleavings   who meets whom, one switch further than make test and at every stop (tens of minutes; FURTHER=2: hours)
# make fuzz    schemathesis against the running shop, and its socket (SEED, EXAMPLES)
# make hostile   a shop among people who mean harm: forged tokens, others' ids, replays, made-up requests (SEED, REQUESTS)
# make chaos   the shop, troubled on purpose, and audited (SEED, DURATION, RATE)
# make synth   the CDK app, and every gate over what it ships
# make sbom    the bill of materials (CycloneDX) from the locks        make advisories   known weaknesses, asked for anew
# make audit   hold the running shop against its promises
# make bench   what a million checkouts cost, how long one takes, what imports cost, how much memory functions get;
#              writes docs/performance.md, its plots, docs/measured and infra/memory.json
# make bench-local   checkouts a second of the local run, their CPU and memory, a peer beside it (PEERS=folder)
# make bench-live    how long a change takes to an open page (SOCKETS, SHOPPERS, RATE, SECONDS, KILLS=1; WINDOWS of a Chromium)
# make bench-flash   a flash sale on this machine, audited (BUYERS, UNITS, DECLINED: the share of cards)
# make bench-flash-simulated   flash sales of up to a million buyers, in simulated time; writes docs/simulated/flash-sale.json
# make bench-cold  every function's cold start under Lambda's own runtime client (minutes); keeps what it found
# make lock    requirements.lock from requirements.txt
# make deploy  to AWS, with the credentials at hand (CONTEXT="-c name=value ..."): says what it makes and what of it
#              costs money, asks (YES=1: no), ends with a smoke checkout; TARGET=account/region, STACKS, ASSEMBLY;
#              asks for the name of the secret with Stripe's keys unless STRIPE_SECRET_NAME gives it
# make diff    what a deployment would change, and would cost
# make smoke   a checkout in the deployed shop, cancelled again (URL=https://shop.example/api KEYS=test: in that one)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
FURTHER ?= 1
PAGES := web/dist/index.html

export PORT KEEP PATIENCE ALLOW_ORIGINS KITCHEN CRASH SESSIONS STRIPE_API_KEY QUOTE_FUNCTION
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION := 20

# Where Python may not keep what it compiled, every process of a test or a run compiles all of it anew.
unexport PYTHONDONTWRITEBYTECODE

export PEERS SEED EXAMPLES REQUESTS DURATION RATE STRIPE_SECRET_NAME BUYERS UNITS DECLINED YES TARGET STACKS ASSEMBLY

.PHONY: run web release test rehearse pictures test-parts faults interleavings fuzz hostile chaos lint sbom advisories synth bench bench-local bench-live bench-cold bench-flash bench-flash-simulated lock openapi audit deploy diff smoke clean

run: $(STAMP) $(PAGES)
	@$(BIN)/python -m local

release: $(STAMP)
	@$(BIN)/python -m local.release

web: web/node_modules/.installed
	@npm --prefix web run --silent watch

# The suite over HTTP waits most of its time, so the others run beside it; they wait at times, too, so on two cores
# there are three of them. A file stays with one: its module's cloud is made once. After the suite over HTTP comes a
# handful of stories in a browser, where there is one.
test: $(STAMP) node_modules/.installed $(PAGES)
	@npm --prefix web run --silent test & pages=$$!; \
	$(BIN)/python -m pytest -rs -p no:cacheprovider tests/e2e tests/browser/test_handful.py & http=$$!; \
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder --ignore tests/e2e --ignore tests/browser --ignore tests/bundles --ignore tests/rehearsals; others=$$?; \
	wait $$pages && wait $$http && exit $$others

rehearse: $(STAMP) node_modules/.installed $(PAGES)
	@$(BIN)/python -m pytest tests/rehearsals -p no:cacheprovider
	@$(BIN)/python -m tests.browser all
	@$(BIN)/python -m tests.runbook

pictures: $(STAMP) node_modules/.installed $(PAGES)
	@$(BIN)/python -m tests.browser pictures

# What depends most on the Python that runs it, and one story of the whole shop.
PARTS ?= tests/unit tests/bench tests/handlers tests/local tests/interleavings tests/e2e/test_checkout.py

test-parts: $(STAMP) node_modules/.installed
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -p no:cacheprovider $(PARTS)

faults: $(STAMP) node_modules/.installed
	@$(BIN)/python -m tests.faults $(STATE)

interleavings: $(STAMP) node_modules/.installed
	@FURTHER=$(FURTHER) $(BIN)/python -m pytest tests/interleavings -n 2 --dist load -p no:cacheprovider

fuzz: $(STAMP)
	@$(BIN)/python -m tests.contract.fuzz

hostile: $(STAMP)
	@$(BIN)/python -m tests.hostile

chaos: $(STAMP)
	@$(BIN)/python -m chaos

lint: $(STAMP) web/node_modules/.installed
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@npm --prefix web run --silent lint

# From nothing each time: the CDK takes an asset's folder that is there as finished. Bundles are kept in .cache.
synth: $(STAMP) node_modules/.installed
	@rm -rf cdk.out
	@$(BIN)/python -m gates cdk.out
	@$(BIN)/python -m infra.bundles cdk.out
	@$(BIN)/python -m pytest tests/bundles -n 2 --dist loadfile -p no:cacheprovider

sbom: $(STAMP)
	@$(BIN)/python -m gates.supply sbom

# The only gate that asks anybody else: what it was answered is committed, and looked at by `make synth` everywhere.
advisories: $(STAMP)
	@$(BIN)/python -m gates.supply renew

lock: $(STAMP)
	@$(BIN)/python -m infra.bundles.lock

bench: $(STAMP)
	@$(BIN)/python -m bench

bench-cold: $(STAMP) node_modules/.installed
	@$(BIN)/python -m bench.cold

bench-local: $(STAMP)
	@$(BIN)/python -m bench.local_run

bench-live: $(STAMP)
	@$(BIN)/python -m bench.live

bench-flash: $(STAMP)
	@$(BIN)/python -m bench.flash_sale

bench-flash-simulated: $(STAMP)
	@$(BIN)/python -m bench.flash_sale.simulate

openapi: $(STAMP) web/node_modules/.installed
	@$(BIN)/python -m contract
	@npm --prefix web run --silent contract

audit: $(STAMP)
	@$(BIN)/python -m ops audit

# What is missing is said before a minute of gates, and the gates before anything is changed.
deploy: $(STAMP) node_modules/.installed $(PAGES)
	@$(BIN)/python -m infra.deploy check
	@test -n "$(ASSEMBLY)" || $(MAKE) --silent synth
	@$(BIN)/python -m infra.deploy $(CONTEXT)

diff: $(STAMP) node_modules/.installed
	@$(BIN)/python -m infra.deploy diff $(CONTEXT)

smoke: $(STAMP)
	@$(BIN)/python -m ops.smoke "$(URL)" --keys "$(KEYS)"

clean:
	@rm -rf .local .local-test .local-runbook .browser .cache/bundles cdk.out web/dist

# The stamp carries the packages' own lists as prerequisites: a changed list is installed, an unchanged one is not.
$(STAMP): requirements.txt requirements-dev.txt | $(BIN)/python
	@echo "Installing packages into $(VENV) (once; a minute or two)"
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --requirement requirements-dev.txt
	@touch $@

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "PaidOnce needs Python 3.11 or newer; there is no $(PYTHON)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("PaidOnce needs Python 3.11 or newer; $(PYTHON) is " + sys.version.split()[0])'
	@command -v node >/dev/null || { echo "PaidOnce needs Node 20 or newer for the CDK; there is no node" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# npm ci first empties the folder, through a link, too: whoever shares one installs it where it is.
node_modules/.installed: package.json package-lock.json
	@test ! -L node_modules || { echo "node_modules is a link to a folder that others use: run npm ci there" >&2; exit 1; }
	@npm ci --silent
	@touch $@

web/node_modules/.installed: web/package.json web/package-lock.json
	@npm ci --prefix web --silent
	@touch $@

$(PAGES): web/node_modules/.installed $(shell find web/src web/public -type f) $(wildcard web/*.html web/*.ts web/*.json)
	@npm --prefix web run --silent build
	@touch $@
