# make check is exactly what CI runs (.ci/run installs what it needs and calls it).
# make help lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
export GOFLAGS ?= -buildvcs=false

TOOL := go tool -modfile=.ci/tools.mod
VERSION ?= dev
# Where goroutines share something; a race test of the rest would only cost time.
RACE := $(addsuffix /...,$(addprefix ./,$(wildcard $(addprefix internal/job/,evaluate fit validate) internal/words scenarios/sweep outputs web)))
# Packages whose tests keep golden files behind -update.
GOLDEN = $(shell grep -rlE '"update"|internal/golden"' --include='*_test.go' . | xargs -r -n1 dirname | sort -u)
TARGETS := linux/amd64 linux/arm64 darwin/arm64 darwin/amd64 windows/amd64

.PHONY: help check format fmt tidy vet lint test race tree bench benchstat cover golden cases bounds kube readers dieharder sbc long vuln release clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

check: ## all that CI checks: format, tidy, vet, lint, tests, race tests, clean tree
	@$(call stamp,$(BEFORE))
	@for step in format tidy vet lint test race; do \
		echo "== $$step"; began=$$SECONDS; \
		$(MAKE) --no-print-directory $$step || { echo "make $$step failed"; exit 1; }; \
		echo "   $$((SECONDS - began)) s"; \
	done
	@echo "== clean tree"
	@$(call stamp,$(AFTER))
	@diff $(BEFORE) $(AFTER) || { echo "the checks changed the tree (see above)"; exit 1; }
	@rm -f $(BEFORE) $(AFTER)
	@echo "all checks passed"

# stamp notes the state of the tree, so that the checks can be held to leave it
# as they found it. Outside a git checkout there is nothing to compare.
BEFORE = build/tree.before
AFTER = build/tree.after
stamp = mkdir -p build && if git rev-parse --git-dir >/dev/null 2>&1; then git status --porcelain; git diff HEAD | git hash-object --stdin; fi > $(1)

format: ## is every file formatted? (make fmt does it)
	@files=$$($(TOOL) gofumpt -l .); if [ -n "$$files" ]; then echo "not formatted, run make fmt:"; echo "$$files"; exit 1; fi

fmt: ## format every file
	$(TOOL) gofumpt -w .

tidy: ## does go.mod list exactly what is used?
	go mod tidy -diff

vet: ## go vet
	go vet ./...

lint: ## golangci-lint: the import arrows and the house rules of .golangci.yml
	$(TOOL) golangci-lint run ./...

test: ## all tests, in a new order each time
	go test -shuffle=on ./...

race: ## race tests where goroutines share something; needs a C compiler
	CGO_ENABLED=1 go test -race -shuffle=on -timeout 25m ./internal/job $(RACE)
	CGO_ENABLED=1 go test -race -run 'Workers|Resume|Store|SBCSees' ./calibrate

bench: ## benchmarks ten times, to build/bench.txt (BENCH=regexp, PKG=./sim, COUNT=10)
	@mkdir -p build
	go test -run '^$$' -bench '$(or $(BENCH),.)' -benchmem -count $(or $(COUNT),10) -timeout 2h $(or $(PKG),./sim) | tee build/bench.txt

benchstat: ## compare two benchmark files (OLD=… NEW=build/bench.txt)
	$(TOOL) benchstat $(OLD) $(or $(NEW),build/bench.txt)

cover: ## test coverage, as build/cover.html
	@mkdir -p build
	go test -coverprofile=build/cover.out -coverpkg=./... ./...
	go tool cover -html=build/cover.out -o build/cover.html
	@go tool cover -func=build/cover.out | tail -1

golden: ## rewrite the golden files; read the diff as a scientific result
	go test $(GOLDEN) -update
	git diff --stat

cases: ## run the commands of docs/cases and rewrite what they print (PAGE=2 for one page)
	go test ./cmd/piramide -run 'TestCases/^$(PAGE)' -refresh -timeout 6h -count 1
	git diff --stat docs/cases

bounds: ## hold the plans against what programmes for whole populations were seen to reach, to docs/bounds.json
	@mkdir -p build
	go run ./cmd/piramide validate --bounds --json --quiet > build/bounds.json
	mv build/bounds.json docs/bounds.json
	go test ./docs -run TestValidationPage -update
	git diff --stat docs

kube: ## the manifests of sweep submit through the validation of Kubernetes itself (downloads and builds it)
	cd internal/kubetest && go vet ./... && go test -count=1 ./...

readers: ## the queries of docs/sweeps.md through DuckDB; needs a C compiler
	cd internal/readertest && CGO_ENABLED=1 go vet ./... && CGO_ENABLED=1 go test -count=1 ./...

dieharder: ## the random words in the orders the model uses, through dieharder (hours)
	@mkdir -p build
	go test -c -o build/draw.test ./internal/draw
	for order in $(or $(ORDERS),month bare life start); do \
		{ build/draw.test -stream $$order || true; } | dieharder -a -g 200 | tee build/dieharder-$$order.txt; \
	done

sbc: ## simulation-based calibration of every method, thousands of worlds (minutes)
	PIRAMIDE_LONG=1 go test -count=1 -timeout 2h -v -run SBC ./calibrate

long: ## the long tests and fresh seeds (nightly)
	PIRAMIDE_LONG=1 go test -count=1 -timeout 4h ./...
	go test -count=1 ./internal/draw -seed $$(date +%s)

vuln: ## known vulnerabilities in what we import (DB=file://… when offline)
	$(TOOL) govulncheck $(if $(DB),-db $(DB)) ./...

release: ## one binary per system in dist, the same bytes every time (VERSION=v1.2.3)
	@rm -rf dist && mkdir -p dist
	@for target in $(TARGETS); do \
		os=$${target%/*}; arch=$${target#*/}; name=dist/piramide-$$os-$$arch; \
		if [ $$os = windows ]; then name=$$name.exe; fi; \
		echo $$name; \
		CGO_ENABLED=0 GOOS=$$os GOARCH=$$arch GOAMD64=v1 go build -trimpath -buildvcs=false \
			-ldflags "-s -w -buildid= -X piramide/internal/job/version.version=$(VERSION)" -o $$name ./cmd/piramide; \
	done
	cd dist && sha256sum * > SHA256SUMS && cat SHA256SUMS

clean: ## remove what was built
	rm -rf build dist
