"""The short name of the benchmark `understanding`."""

from benchmarks.understanding import main

if __name__ == "__main__":
    raise SystemExit(main())
