"""The fast engine: what runs beside the student, what never does, and what the two may say to each other.

::

    grading (one writer)                 trusted: submissions, gradebook
       │ job            ▲ executed notebook
    engine ─────────────┴─►  judge/      trusted: check and grade cells, hidden tests, the library of mistakes
                                │ wire/      typed values over one socket; nothing that comes back is believed
                             student/    not trusted: the student's cells, in a sandboxed child
                                │
                             sandbox/    what confines that child

Nothing in ``student/`` imports ``judge/``, the solutions or nbgrader, and nothing in ``judge/`` runs a line of the student's.
"""
