"""Loans that only the lender had agreed are offers: no borrower agreed to them, and no volunteer was asked.

Those that still could run wait three days for the borrower; those whose days are over have lapsed; one that was
ended stays ended. Whom the lender alone had chosen has said nothing, so
they are not lent.
"""

from django.db import migrations

FORWARD = """
UPDATE support_loan SET
    limit_at = CASE WHEN ended_at IS NULL AND ends_on > current_date
        THEN now() + interval '3 days' ELSE offered_at END,
    state = CASE WHEN ended_at IS NOT NULL THEN 'ended' WHEN ends_on <= current_date THEN 'lapsed'
        ELSE 'offered' END,
    state_at = coalesce(ended_at, CASE WHEN ends_on <= current_date THEN ends_on::timestamptz ELSE offered_at END);
INSERT INTO support_loanstep (loan_id, kind, at, by, why)
    SELECT id, 'offered', offered_at, offered_by, '' FROM support_loan;
INSERT INTO support_loanstep (loan_id, kind, at, by, why)
    SELECT id, state, state_at, coalesce(nullif(ended_by, ''), 'system:volunteers'), ''
    FROM support_loan WHERE state <> 'offered';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0031_loans_agreed"),
    ]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
