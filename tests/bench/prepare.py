"""What must be there before anything is measured: Python's packages, the two programs, the inputs."""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
REQUIREMENTS = HERE / "requirements.txt"
MODULES = ["duckdb", "numpy", "pandas", "polars", "pyarrow", "python_calamine", "xlsxwriter"]
GENERATOR = ["generate.py", "odd.py", "review_files.py", "workbook.py", "workload.py"]


def python(folder: Path) -> str:
    """A Python that has every package: this one, or one of its own in the folder."""
    if all(importlib.util.find_spec(module) for module in MODULES):
        return sys.executable
    own = folder / "venv" / "bin" / "python"
    if not own.exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    install = [own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", REQUIREMENTS]
    subprocess.run(install, check=True)
    return str(own)


def program() -> Path:
    """The program, built as users build it."""
    subprocess.run(["cargo", "build", "--release", "--locked", "--quiet"], cwd=PROJECT, check=True)
    return Path(os.environ.get("CARGO_TARGET_DIR", PROJECT / "target")) / "release" / "access-review"


def scan(folder: Path) -> Path:
    """The floor."""
    target = folder / "scan"
    command = ["cargo", "build", "--release", "--locked", "--quiet", "--target-dir", target]
    subprocess.run(command, cwd=HERE / "scan", check=True)
    return target / "release" / "scan"


def inputs(folder: Path, interpreter: str, name: str, arguments: list[str]) -> Path:
    """A generated inputs folder; made anew only if the arguments or the generator have changed."""
    made, stamp = folder / name, folder / f"{name}.stamp"
    sources = b"".join((HERE / file).read_bytes() for file in GENERATOR)
    wanted = f"{' '.join(arguments)} {hashlib.sha256(sources).hexdigest()}\n"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        stamp.unlink(missing_ok=True)
        subprocess.run([interpreter, HERE / "generate.py", made, *arguments], check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return made
