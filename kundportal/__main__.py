"""`python -m kundportal COMMAND`: Django's management commands on the data folder."""

import sys

from kundportal.running.manage import main

sys.exit(main(sys.argv[1:]))
