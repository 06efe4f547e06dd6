import pytest

from server.codes.csv_column import ADDED, CsvError, csv_lines, read_csv
from server.codes.resolution import CodeCell, ResolvedCode


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_is_read_whatever_its_form(separator: str, encoding: str, end: str) -> None:
    lines = [["Année", "Code ROME", "Libellé"], ["2020", "M1605", f"é {separator} è"], ["", "", ""]]
    text = end.join(separator.join(f'"{cell}"' for cell in line) for line in lines) + end
    table = read_csv(text.encode(encoding))
    assert list(table.header) == lines[0]
    assert table.separator == separator
    column = table.column(label="libelle")
    assert table.cells(column) == [CodeCell("M1605", f"é {separator} è"), CodeCell("", "")]


def test_columns_are_found_by_name_or_by_what_codes_are_called() -> None:
    table = read_csv(b"a,ROME,code\nx,y,z\n")
    assert (table.column().code, table.column("ROME").code, table.column("A").code) == (2, 1, 0)
    assert read_csv(b"x,y\n").column().code == 0


def test_the_line_that_tells_excel_its_separator_is_no_header() -> None:
    table = read_csv(b"sep=;\r\ncode;a,b,c\r\nM1605;x\r\n")
    assert (table.header, table.rows, table.separator) == (["code", "a,b,c"], [["M1605", "x"]], ";")


@pytest.mark.parametrize(
    ("data", "row", "reason"),
    [
        (b"", 0, "empty"),
        (b"\n\n", 0, "empty"),
        (b"a,b\n1\n", 1, "cells"),
        (b"a,b\n1,2\n1,2,3\n", 2, "cells"),
        (b'a,b\n1,"2" x\n', 1, "syntax"),
        (b"\n\na,b\n", 0, "empty"),
        (b"a,b\n\0,\xe9\n", 0, "encoding"),
        ("a,b\n1,2\n".encode("utf-16-be"), 0, "encoding"),
        ("\ufeffa,b\n1,2\n".encode("utf-32-le"), 0, "encoding"),
        (b"\xff\xfea", 0, "encoding"),
        (b"a\n" + b"x" * 200_000 + b"\n", 1, "syntax"),
    ],
)
def test_what_is_no_table_is_told_with_its_row(data: bytes, row: int, reason: str) -> None:
    with pytest.raises(CsvError) as caught:
        read_csv(data)
    assert (caught.value.row, caught.value.reason) == (row, reason)


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(CsvError, match="libelle"):
        read_csv(b"code\nx\n").column("code", "libelle")


@pytest.mark.parametrize(
    ("data", "start"), [(b"a\nx\n", "a,mg_"), ("é;b\nx;\n".encode("latin-1"), "\ufeffé;b;mg_")]
)
def test_a_spreadsheet_that_wrote_no_utf_8_gets_a_mark(data: bytes, start: str) -> None:
    table = read_csv(data)
    cells = [ResolvedCode(cell, "unknown") for cell in table.cells(table.column())]
    header, line = csv_lines(table, cells, {})
    assert header.startswith(start)
    assert line.startswith("x")
    assert line.count("unknown") == 1
    assert header.count("mg_") == len(ADDED)


def test_a_file_resolved_by_one_column_may_be_by_another() -> None:
    data, names = b"rome,rncp\nx,y\n", list[str]()
    for column in ("rome", "rncp", "rncp"):
        table = read_csv(data)
        cells = [ResolvedCode(cell, "unknown") for cell in table.cells(table.column(column))]
        data = "".join(csv_lines(table, cells, {})).encode()
        names = data.decode().splitlines()[0].split(",")
    assert len(names) == len({*names}) == 2 + 3 * len(ADDED)
    assert {"mg_iri", "mg_iri_2", "mg_iri_3"} <= {*names}
