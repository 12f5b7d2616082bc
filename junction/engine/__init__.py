"""The engine: shares what is scarce and pairs needs with helpers. Pure: arrays in, arrays out, no clock, no
database.

`sharing` divides a stock that can be divided; `pairing` gives each need a helper. The same input gives the
same answer, and every answer says why.
"""
