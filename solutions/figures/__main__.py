"""``python -m solutions.figures [FOLDER]``: draw every figure, by default into assets/figures/."""

import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")

from solutions.figures import draw_all

folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "assets" / "figures"
for path in draw_all(folder):
    print(f"{path.name}: {path.stat().st_size / 1024:.0f} KiB")
