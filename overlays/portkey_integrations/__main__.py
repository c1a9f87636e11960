import sys

from portkey_integrations.cli import main

sys.exit(main())
