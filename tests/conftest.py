"""Shared by all tests: the checkout on the path, so that solutions/ can be imported."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
