"""Who read what is sensitive: a row tells that it was read; each request leaves one line that names them all.

No door has to remember it. What is sensitive is said once, where a row is made of what the database gave
(`seen` in a model, or in the query that turns keys into names). A middleware gathers what one request read
and writes it down before anything of it leaves. Outside a request (jobs, the command line) nothing is
gathered.
"""
