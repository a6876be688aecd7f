"""Words of PDFs that stand outside their page: page_box.py FILE.pdf ... Needs pdftotext; exits 1 at the first."""

import re
import subprocess
import sys

PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)"')
WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')

words = 0
for path in sys.argv[1:]:
    boxes = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True).stdout
    page, size = 0, (0.0, 0.0)
    for line in boxes.splitlines():
        if found := PAGE.search(line):
            page, size = page + 1, (float(found[1]), float(found[2]))
        elif found := WORD.search(line):
            words += 1
            left, top, right, bottom = (float(found[place]) for place in range(1, 5))
            if left < 0 or top < 0 or right > size[0] or bottom > size[1]:
                sys.exit(f"{path}, page {page}: `{found[5]}` stands outside the page")
if words == 0:
    sys.exit("no PDF holds any word")
print(f"{words} words, all inside their pages")
