"""`python -m hearthside` is `hearthside`."""

import sys

from hearthside.project.cli import main

if __name__ == "__main__":
    sys.exit(main())
