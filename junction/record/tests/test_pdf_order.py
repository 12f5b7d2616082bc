"""In which order a PDF's page is read: columns one by one, tables across, in doubt across and said so."""

from hypothesis import given
from hypothesis import strategies as st

from junction.record.files import open_source
from junction.record.files.readers.pdf_columns import Piece, order_of
from junction.record.rules.action_plan import read_action_plan
from junction.record.rules.readers import read_as
from junction.record.rules.reading import Kind
from junction.record.tests.made_files import pdf, said

LINE = "number {n} of the plan is what all homes have asked"  # about 220 points wide


def column(x, first, *, lines=12, top=700, gaps=()):
    out, y = "", top
    for n in range(first, first + lines):
        out += f"BT /F1 9 Tf {x} {y} Td ({LINE.format(n=n)}) Tj ET\n"
        y -= 11 if n not in gaps else 24
    return out


def opened(*pages):
    return open_source(pdf(*pages), name="plan.pdf")


def across(source):
    return [one.value for one in read_as("plan", source).findings if one.check == "read-across"]


def test_a_page_in_two_columns_is_read_one_after_the_other_and_its_title_first():
    title = said("A winter plan for the whole of the county and for all who live and work in it", y=760)
    foot = said("What stands below both of the columns is read when both of them have been read", y=500)
    source = opened(title + column(300, 13, gaps={15}) + column(50, 1, gaps={6}) + foot)
    lines = [line for line in source.text.split("\n") if line]
    assert [line.split()[1] for line in lines[1:-1]] == [str(n) for n in range(1, 25)]
    assert lines[0].startswith("A winter plan") and lines[-1].startswith("What stands below")
    assert across(source) == []


def test_columns_whose_lines_do_not_stand_at_the_same_heights():
    source = opened(column(300, 13, top=695, gaps={20}) + column(50, 1, gaps={3}))
    assert [line.split()[1] for line in source.text.split("\n") if line] == [str(n) for n in range(1, 25)]


def test_a_table_without_lines_is_read_across_and_a_doubt_is_said():
    gaps = {3, 5, 8}
    source = opened(column(50, 1, gaps=gaps) + column(300, 1, gaps=gaps))
    assert source.text.split("\n")[0].count("number 1 of") == 2
    assert across(source) == ["1"]


def test_short_labels_beside_text_are_read_across_without_a_word():
    labels = "".join(said("Lead", x=50, y=y) + said("The council will ring each home", x=250, y=y)
                     for y in range(700, 600, -14))  # fmt: skip
    source = opened(labels)
    assert source.text.startswith("Lead\tThe council")
    assert across(source) == []


@given(st.lists(st.tuples(
    st.integers(0, 500), st.integers(0, 60), st.integers(1, 12), st.sampled_from([20, 60, 220])
), min_size=1, max_size=80))  # fmt: skip
def test_whatever_the_order_every_word_is_read_once(drawn):
    pieces = [
        Piece([
            {"text": str(n), "x0": x + n * width / count, "x1": x + (n + 0.8) * width / count,
             "top": row * 12.0, "bottom": row * 12.0 + 9}
            for n in range(count)
        ])
        for x, row, count, width in drawn
    ]  # fmt: skip
    read = [id(word) for group in order_of(pieces).groups for piece in group for word in piece.words]
    assert sorted(read) == sorted(id(word) for piece in pieces for word in piece.words)


def test_one_column_stays_as_it_was():
    source = opened(column(50, 1, gaps={4}))
    assert [line.split()[1] for line in source.text.split("\n") if line] == [str(n) for n in range(1, 13)]


def test_raised_figures_are_marks_of_footnotes_and_not_part_of_a_year():
    drawn = "BT /F1 12 Tf 72 760 Td (by June 2020) Tj /F1 7 Tf 4 Ts (3) Tj 0 Ts /F1 12 Tf ( and on) Tj ET\n"
    assert opened(drawn).text == "by June 2020³ and on\n"


def ruled(rows, *, top=700):
    """Return a table with lines: each row's cells as (column, rows it reaches over, words)."""
    lefts, out = [50, 100, 300, 400, 540], ""
    for at, cells in enumerate(rows):
        for number, over, words in cells:
            x, y, width = lefts[number], top - 20 * (at + over), lefts[number + 1] - lefts[number]
            out += f"{x} {y} {width} {20 * over} re S\n" + said(words, x=x + 3, y=top - 20 * at - 14)
    return out


def test_cells_over_several_rows_of_a_table_with_lines_stand_for_each_of_them():
    source = opened(ruled([
        [(0, 1, "Ref"), (1, 1, "Action"), (2, 1, "Lead"), (3, 1, "Update")],
        [(0, 1, "1"), (1, 1, "Ring every home"), (2, 2, "Council"), (3, 1, "Open")],
        [(0, 1, "2"), (1, 1, "Write to homes"), (3, 1, "Closed")],
        [(0, 1, "3"), (1, 1, "Order masks"), (2, 1, "CCG"), (3, 1, "Open")],
    ]))  # fmt: skip
    rows = [one for one in read_action_plan(source).readings if one.kind is Kind.ROW]
    leads = [(row.ref, row.cells["organisation"].text, row.cells["organisation"].confidence) for row in rows]
    assert leads == [("1", "Council", 1.0), ("2", "Council", 0.9), ("3", "CCG", 1.0)]
