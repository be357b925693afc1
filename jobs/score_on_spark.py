"""Score a table on a Spark cluster; `docs/how-to/score-a-large-table.md` says what the machines need.

spark-submit jobs/score_on_spark.py TABLE --framework ID --data FOLDER --output FOLDER
"""

import sys

from govaudit.cli.main import main

if __name__ == "__main__":
    sys.argv[1:] = ["corpus", "score", *sys.argv[1:], "--engine", "spark", "--format", "parquet"]
    main()
