"""A program of its own that reads the cells of one workbook: the workbook on standard input, its tables on standard output.

A workbook is a stranger's file, and calamine, which reads its cells, may panic on it or ask for all the memory there is. Here that ends
this process and nothing else. Arguments: rows and columns that a sheet may have, bytes of memory, and seconds.

Out come frames: LENGTH_BYTES bytes with the length, PLACE_BYTES with the place of a sheet in the list, and a value by `marshal`. The first
is that list: the worksheets, each with its name, whether it is hidden, its tall merged ranges as (first row, last row, column), all from 0,
and how many rows it has. Then, sheet by sheet, come its rows, so many at once that whoever asked looks at some while the next are made
texts here: (number of the first row, columns of text cells), and (0, None) after the last. Exit status: one of those below; anything else
is a file that could not be read.

Nothing here imports anything of the house, not even of `imports`, which would take longer than to read a small workbook.
"""

TOO_LARGE = 3
HAS_PASSWORD = 4
TOO_FULL = 5
OUT_OF_ORDER = 6
LENGTH_BYTES, PLACE_BYTES = 8, 4
ROWS_BEGIN = b"<sheetData>"
ROW = b'<row r="'  # how a row of Excel begins that tells its number: before it a sheet can be cut
