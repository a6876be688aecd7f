"""Lays `document.typ` of a folder out with the typst library, and writes a PDF made for PDF/A-2a and PDF/UA-1, as ours.

usage: peer_typst.py FOLDER FONTS OUT.pdf
"""

import sys

import typst

if len(sys.argv) == 1:
    sys.exit()  # what starting takes is measured alone
folder, fonts, out = sys.argv[1:]
typst.compile(
    f"{folder}/document.typ",
    output=out,
    root=folder,
    font_paths=[fonts],
    ignore_system_fonts=True,
    pdf_standards=["a-2a", "ua-1"],
)
