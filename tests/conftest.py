"""Shared by all tests: the checkout on the path, so that solutions/ can be imported."""

import os
import sys
from pathlib import Path

os.environ["COLUMNS"] = "300"  # before anything is imported that asks how wide the terminal is: tables are not wrapped

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
