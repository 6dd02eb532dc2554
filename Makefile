# Two commands on a fresh machine: `make demo` shows the main job, `make test` runs every test.
# Each sets up what it needs: a JDK 25 is looked for, packages come through apt-get when root.

.PHONY: demo test dist bench docs clean

demo:   ## the main job end to end: dump and record a live Django site (DEMO=once ends by itself)
	@scripts/demo

test:   ## build everything and run every test
	@scripts/test

dist:   ## dist/: the wheel that brings its own Java, and a tarball with a linked runtime
	@scripts/dist

bench:  ## compare with peers on this machine; writes docs/benchmarks.md
	@scripts/bench

docs:   ## regenerate what the documentation has from the program itself
	@scripts/docs

clean:
	@./mvnw -B -q clean
	@rm -rf build dist
