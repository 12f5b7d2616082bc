"""The log of every write: one line in the transaction of the write, chained by hash afterwards.

From Python, `operations.record` writes one line and `operations.record_many` the lines of a set. A function
in the database writes the same rows itself:

    INSERT INTO core_auditentry (at, by, verb, subject, detail, why, playbook)
    SELECT now, 'token:3', 'returns.return.filed', 'return:' || id, jsonb_build_object('version', 1), '', '' …

A trigger queues every new line for the chain; nothing else is needed. `detail`, `why` and `playbook` have
defaults and may be left out. No line holds a personal value: keep that in `core.personal` and log its key.
"""
