"""Exports as workbooks."""

import datetime
import shutil
import struct
import subprocess
import tempfile
import zipfile
from pathlib import Path

import polars as pl
import xlsxwriter

# Nothing of the clock may get into the bytes.
CREATED = datetime.datetime(2021, 10, 6)
# 1980-01-01 00:00, as archives write it.
FIRST_MOMENT = struct.pack("<HH", 0, 0x21)


def write(frame: pl.DataFrame, path: Path) -> None:
    """A sheet with shared strings, as spreadsheet programs write them."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": CREATED})
    sheet = book.add_worksheet("Permissions")
    sheet.write_row(0, 0, frame.columns)
    for number, row in enumerate(frame.iter_rows(), 1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell)
    book.close()


def save_by_libreoffice(path: Path) -> bool:
    """Opens a workbook in LibreOffice and saves it again; false where there is none."""
    soffice = shutil.which("soffice")
    if soffice is None:
        return False
    with tempfile.TemporaryDirectory() as scratch:
        profile = f"-env:UserInstallation=file://{scratch}/profile"
        command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", f"{scratch}/saved", str(path)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        shutil.move(Path(scratch, "saved", path.name), path)
    stop_clock(path)
    return True


def stop_clock(path: Path) -> None:
    """Gives every file of an archive the same time and leaves all other bytes as they were written."""
    with zipfile.ZipFile(path) as archive:
        entries, listed = archive.infolist(), archive.start_dir
    content = bytearray(path.read_bytes())
    for entry in entries:
        content[entry.header_offset + 10 : entry.header_offset + 14] = FIRST_MOMENT
    for _ in entries:
        content[listed + 12 : listed + 16] = FIRST_MOMENT
        listed += 46 + sum(struct.unpack_from("<HHH", content, listed + 28))
    path.write_bytes(content)
