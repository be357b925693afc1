"""`python -m govaudit`."""

from govaudit.cli.main import main

main()
