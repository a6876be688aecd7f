"""Letters of other scripts in a PDF, as two readers that are not ours find them.

    scripts.py PROGRAM FOLDER

Gives people of the bad year names from right to left and of scripts without a font, runs `report`, and reads the internal
document by `pdfinfo -struct-text` (through the structure tree) and by `pdftotext` (by where letters stand). A second run
has Debian's Noto Sans CJK in `templates/fonts`, if it is installed. Prints the PDFs, for a validator.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

CASE = Path(__file__).parent.parent / "tests/cases/bad-year/inputs"
CJK = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
NAMES = {
    "Ilyas Benmoussa": "דוד כהן",
    "Noor Tiemersma": "محمد عبد الله",
    "Anneke Wildschut": "שרה Levi",
    "Sunniva Hjelle": "田中 太郎",
    "Otto Kranich": "สมชาย ใจดี",
}
MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def run(*command):
    """What a command prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def report(program, folder, fonts):
    """The internal document of the bad year with other names, and its findings."""
    inputs = folder / "inputs"
    shutil.copytree(CASE, inputs)
    staff = inputs / "people.csv"
    before = staff.read_bytes()
    after = before.decode()
    for name, other in NAMES.items():
        assert name in after, name
        after = after.replace(f"{name},", f"{other},")
    staff.write_text(after)
    for declaration in (inputs / "review.toml", inputs / "roles.toml"):
        text = declaration.read_text()
        for name, other in NAMES.items():
            text = text.replace(f'"{name}"', f'"{other}"')
        declaration.write_text(text)
    sheet = inputs / "sources.csv"
    hashes = [hashlib.sha256(content).hexdigest() for content in (before, staff.read_bytes())]
    sheet.write_text(sheet.read_text().replace(*hashes))
    if fonts:
        (inputs / "templates/fonts").mkdir(parents=True)
    for font in fonts:
        shutil.copy(font, inputs / "templates/fonts")
    ended = subprocess.run([program, "report", "--quiet", "--inputs", inputs, "--out", folder / "out"], capture_output=True, text=True)
    assert ended.returncode == 1, ended.stderr
    (internal,) = (folder / "out").glob("*/internal")
    return internal / "internal.pdf", (internal / "findings.csv").read_text()


def look(pdf, shown):
    """Fails where a name is not read in reading order, or is no longer what it was."""
    tree = run("pdfinfo", "-struct-text", pdf)
    pieces = re.findall(r'^\s*"(.*)"$', tree, re.MULTILINE)
    places = MARKS.sub("", run("pdftotext", pdf, "-"))
    for name in NAMES.values():
        is_shown = name in shown
        for word in name.split():
            assert word in places, f"pdftotext does not find {word} in {pdf}"
            assert not is_shown or any(word in piece for piece in pieces), f"the structure tree does not have {word} in {pdf}"
        assert not is_shown or any(name in piece for piece in pieces), f"the structure tree parts {name} in {pdf}"


def main():
    """Runs both."""
    program, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    folder.mkdir(parents=True)
    left = ["דוד כהן", "محمد عبد الله", "שרה Levi"]
    pdf, findings = report(program, folder / "carried", [])
    look(pdf, left)
    for script in ("Han", "Thai"):
        assert re.search(rf"^missing-glyph/+{script},", findings, re.MULTILINE), findings
    print(pdf)
    if not CJK.exists():
        print("Noto Sans CJK is not installed: not tried", file=sys.stderr)
        return
    pdf, findings = report(program, folder / "own", [CJK])
    look(pdf, [*left, "田中 太郎"])
    assert not re.search("^missing-glyph/+Han,", findings, re.MULTILINE), findings
    assert re.search("^missing-glyph/+Thai,", findings, re.MULTILINE), findings
    print(pdf)


main()
