"""Tables for recount.py and mutate.py: text files and workbooks as rows of text, and what their cells say."""

import csv
import datetime
import io
import re
import zipfile

import openpyxl

YES, NO = ["yes", "true", "1"], ["no", "false", "0"]
ACTIVE, PENDING = ["active", "enabled"], ["pending", "invited"]
DISABLED = ["disabled", "inactive", "suspended", "deactivated"]


def cell_text(value):
    """What a spreadsheet cell says, as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d" if value.time() == datetime.time() else "%Y-%m-%d %H:%M:%S")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def encoding_of(data, declared):
    """The encoding of a file: by its byte order mark, UTF-8 where that fits, or as declared."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return declared


def csv_rows(text, delimiter):
    """(line on which it begins, cells) of every row, blank ones too."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line, rows = 1, []
    for cells in reader:
        rows.append((line, cells))
        line = reader.line_num + 1
    return rows


def header_of(rows, wanted):
    """Place of the first row, within the first 50, that has one of the names of every wanted column."""
    for place, (_, cells) in enumerate(rows[:50]):
        have = {cell.strip().lower() for cell in cells}
        if all(any(name.strip().lower() in have for name in names) for names in wanted):
            return place
    return None


class Table:
    """A file: its data rows, and how many rows there are besides."""

    def __init__(self, path, options, wanted):
        self.aside, self.total = 0, 0
        self.delimiter = self.sheet = None
        if zipfile.is_zipfile(path):
            rows, place = self.workbook(path, options, wanted)
        else:
            rows, place = self.text(path, options, wanted)
        if place is None:
            raise SystemExit(f"{path}: no header found")
        self.header = [cell.strip().lower() for cell in rows[place][1]]
        self.total += len(rows) - 1
        self.aside += place
        self.rows = []
        for line, cells in rows[place + 1:]:
            if not any(cell.strip() for cell in cells):
                self.aside += 1
            elif [cell.strip().lower() for cell in cells] == self.header:
                self.aside += 1
            else:
                self.rows.append((line, cells))

    def text(self, path, options, wanted):
        content = path.read_bytes()
        content = content.decode(encoding_of(content, options.get("encoding")))
        declared = options.get("delimiter")
        for delimiter in [{"tab": "\t"}.get(declared, declared)] if declared else [",", ";", "\t", "|"]:
            rows = csv_rows(content, delimiter)
            place = header_of(rows, wanted)
            if place is not None:
                self.delimiter = delimiter
                return rows, place
        return [], None

    def workbook(self, path, options, wanted):
        book = openpyxl.load_workbook(path, data_only=True)
        sheets = {}
        for sheet in book.worksheets:
            rows = [(n, [cell_text(v) for v in row]) for n, row in enumerate(sheet.iter_rows(values_only=True), 1)]
            while rows and not any(rows[-1][1]):
                rows.pop()
            sheets[sheet.title] = rows
        chosen = options.get("sheet") or next((s for s in sheets if header_of(sheets[s], wanted) is not None), None)
        if chosen is None:
            return [], None
        self.sheet = chosen
        others = sum(len(rows) for name, rows in sheets.items() if name != chosen)
        self.total += others
        self.aside += others
        return sheets[chosen], header_of(sheets[chosen], wanted)

    def cell(self, cells, names):
        """The cell under the first of the names that the header has."""
        for name in names:
            if name.strip().lower() in self.header:
                place = self.header.index(name.strip().lower())
                text = cells[place].strip() if place < len(cells) else ""
                return text[1:] if re.match(r"'[=+\-@]", text) else text
        return ""


def listed(value):
    return value if isinstance(value, list) else [value]


def split(text, separator):
    parts = text.split(separator) if separator else [text]
    return [part.strip() for part in parts if part.strip()]


def date_of(text, formats):
    """The date that a cell says, or ValueError."""
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2})([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?", text)
    if found:
        return datetime.date.fromisoformat(found[1])
    for pattern in formats:
        groups = {"YYYY": "Y", "MM": "M", "DD": "D", "HH": "H", "mm": "m", "ss": "s"}
        expression = "".join(f"(?P<{groups[p]}>\\d{{{len(p)}}})" if p in groups else re.escape(p)
                             for p in re.split(r"(YYYY|MM|DD|HH|mm|ss)", pattern))
        found = re.fullmatch(expression, text)
        if found:
            return datetime.date(int(found["Y"]), int(found["M"]), int(found["D"]))
    raise ValueError(f"no date: {text}")


def yes_no(text, words):
    """True, False, or None for not collected; ValueError for anything else."""
    word = text.lower()
    if not word or word in words["unknown"]:
        return None
    if word in YES + words["yes"]:
        return True
    if word in NO + words["no"]:
        return False
    raise ValueError(f"neither yes nor no: {text}")


def status_of(text, words):
    word = text.lower()
    if not word or word in words["unknown"]:
        return None
    for name, defaults in ("active", ACTIVE), ("disabled", DISABLED), ("pending", PENDING):
        if word in defaults + words[name]:
            return name
    raise ValueError(f"no status: {text}")


def last_login(text, words, formats):
    word = text.lower()
    if not word or word in words["unknown"]:
        return None
    return "never" if word in words["never"] else date_of(text, formats)
