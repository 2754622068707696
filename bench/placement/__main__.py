"""`python -m bench.placement`, which is `make bench-placement`."""

import sys

from bench.placement.run import main

if __name__ == "__main__":
    sys.exit(main())
