"""Files that people send to be imported: read by a job, shown as a dry run, stored by a job once confirmed.

Every kind of file goes the same way, small or large, and waits on a page that says how far it is:

    reading ──→ read ──→ taking ──→ taken
       │          │         │
       └─→ refused, failed ←┘        anything not taken can be discarded, and is cleared after some days

A package says what its kind is (`rules.Kind`), gives the job a function that imports (`work.py`), and says
how the page speaks (`views.py`). The file is kept by its hash, so what is stored is what was shown.
"""
