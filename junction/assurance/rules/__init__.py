"""What follows from answers and evidence: strength, overdue, contradictions. No Django, no clock."""
