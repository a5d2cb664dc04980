"""`python -m fuhe` is the command `fuhe`."""

import sys

from fuhe.cli import main

sys.exit(main())
