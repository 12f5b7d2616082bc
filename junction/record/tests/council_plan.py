"""What a person read in the given part of a council's action plan, before any program did: positions, labels.

One line each for every logical row: first and last line, reference, how the reference is known,
organisations, status, whether a word of the text claims that status plainly ("plain") or a person had to
weigh it ("weighed"), and a day that each date it says begins or ends with. No sentence of the plan is here.
"""

from typing import NamedTuple

LA, NHS, CCG = "Local authority", "NHS organisation", "Clinical Commissioning Group"
HPT, PCN = "Health Protection Team", "Primary Care Network"
LETTERS = {"L": LA, "N": NHS, "C": CCG, "H": HPT, "P": PCN}
GAPS = ("12", "23")
OPEN_ISSUES = {"5", "19", "28", "37", "49", "50"}
GARBLED_LINES = {61, 63, 90, 91}  # ".,", "_", "0.40", and the last line of the row whose print is a ghost


class ReadByEye(NamedTuple):
    first_line: int
    last_line: int
    ref: str
    ref_inferred: bool
    organisations: frozenset[str]
    status: str
    plain: bool
    dates: tuple[str, ...]


_TABLE = """
6 6 1 printed LN - plain
7 7 2 printed LN - plain
8 8 3 printed L - plain 2020-10-31
10 10 4 printed LN - plain
11 11 5 printed L underway weighed
12 12 6 printed L underway plain
13 13 7 printed L underway plain
14 14 8 printed L underway plain
16 16 9 printed L underway weighed
17 17 10 printed LN underway weighed
18 18 11 printed L underway weighed
19 19 13 printed LN underway plain 2020-10-26
20 20 14 printed N underway plain
22 22 15 printed L underway plain
23 23 16 printed N underway plain
24 24 17 printed N planned weighed 2020-11-01
25 25 18 printed N underway plain
26 26 19 printed N - weighed 2020-11-02
28 28 20 printed N - weighed
29 29 21 printed N underway plain
30 30 22 printed N underway plain
31 31 24 printed L underway plain
33 33 25 printed L underway plain
34 34 26 printed L underway plain
35 35 27 inferred N underway plain
36 36 28 printed L underway weighed
37 37 29 printed L underway weighed
39 39 30 printed L underway weighed
40 40 31 printed L complete weighed
41 41 32 printed L underway plain
42 42 33 inferred L underway weighed
43 43 34 printed L underway plain
44 44 35 printed L underway plain
46 46 36 printed L underway plain
47 47 37 printed N underway plain
48 48 38 printed H underway plain
49 49 39 printed H underway plain
50 50 40 printed H underway plain
51 51 41 printed L underway weighed
52 52 42 printed L underway plain
54 54 43 printed L underway plain
55 55 44 inferred N underway plain
56 56 45 inferred LC planned plain 2020-11-02
57 57 46 printed LC planned plain 2020-11-02
58 58 47 printed LC underway plain
60 64 48 printed LC underway plain
65 81 49 printed LC underway plain 2020-10-19
83 83 50 inferred L underway weighed
84 84 51 inferred L complete weighed
85 85 52 inferred P underway weighed
86 86 53 inferred P underway weighed
87 87 54 printed P underway weighed
89 91 55 printed P underway weighed
92 92 56 printed LN - weighed
93 93 57 printed LN underway plain
"""


def _line(text: str) -> ReadByEye:
    first, last, ref, known, letters, status, weight, *dates = text.split()
    return ReadByEye(int(first), int(last), ref, known == "inferred", frozenset(LETTERS[x] for x in letters),
                     "" if status == "-" else status, weight == "plain", tuple(dates))  # fmt: skip


ROWS = tuple(_line(line) for line in _TABLE.strip().splitlines())
