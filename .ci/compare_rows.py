"""Rows accounted for, as the record has them and as another program counts them: compare_rows.py INPUTS RECORD.json"""

import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

inputs, record = sys.argv[1:]
recount = Path(__file__).with_name("recount.py")
counted = subprocess.run([sys.executable, recount, inputs, "--rows"], capture_output=True, text=True, check=True).stdout
rows = Counter(tuple(map(int, row[1:])) for row in list(csv.reader(counted.splitlines()))[1:])
sources = json.loads(Path(record).read_text(encoding="utf-8"))["sources"]
found = Counter((source["rows"], source["used"], source["set-aside"], source["rejected"]) for source in sources)
if rows != found:
    sys.exit(f"{record}: rows differ: recounted {rows - found}, recorded {found - rows}")
for total, used, aside, rejected in found:
    if total != used + aside + rejected:
        sys.exit(f"{record}: {total} rows are not {used} + {aside} + {rejected}")
print(f"{record}: {len(sources)} files, {sum(total for total, *_ in found.elements())} rows")
