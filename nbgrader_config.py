"""nbgrader's configuration: in this folder, plain `nbgrader` commands, the Formgrader and the Validate button work."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from grader.environment import use_this_python  # noqa: E402
from grader.stock import configure  # noqa: E402

use_this_python(ROOT)
c = get_config()  # noqa: F821 - nbgrader's
c.merge(configure(ROOT, sandboxed=True))
