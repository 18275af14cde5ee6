"""How fast the course is, as ratios to named rivals in one run: `make bench`, described in docs/benchmarks.md."""
