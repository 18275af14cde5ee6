"""Grading on more machines: chunks of submissions go to Dask workers, each with engines of its own. See docs/cluster.md.

::

    grading (one writer)
       │ jobs           ▲ results
    cluster.py          here: cuts jobs into chunks, and sees that every one comes back
       │ Dask scheduler │
    worker.py           on each worker: is it like the machine that asks? does its sandbox hold? then the chunk
       │ job            │
    engine/ ────────────┘
"""

from grader.cluster.cluster import Cluster

__all__ = ["Cluster"]
