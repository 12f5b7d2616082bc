"""Are plans real: what a plan asks of whom, what each answers, by which evidence, and who looked at it."""
