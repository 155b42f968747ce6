"""Where the Python tests find packages that are not ours: one environment in target/python, filled once."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def enter(packages):
    """Runs the script that calls it again where its packages are."""
    folder = ROOT / "target" / "python"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / "packages.txt"
    there = stamp.read_text().split() if stamp.exists() else []
    if not set(packages) <= set(there):
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages], check=True)
        stamp.write_text("\n".join(sorted({*there, *packages})))
    if Path(sys.prefix).resolve() != folder.resolve():
        sys.exit(subprocess.run([str(python), *sys.argv]).returncode)


def program():
    """The program under test: named on the command line, else the debug build."""
    return str(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target" / "debug" / "hegui").resolve())
