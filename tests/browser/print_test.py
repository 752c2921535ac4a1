"""Reports on paper, as a browser prints them."""

import pathlib
import re
import subprocess
import tempfile
import unittest

import browser
from lotse_testing.places import BIN

# More than stand on a sheet.
PHASES = 30


def pages_of(page):
    """The words of each sheet that comes out of a printer: (word, left, top, bottom), in order."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "page.html"
        file.write_text(page)
        printed = pathlib.Path(folder) / "page.pdf"
        browser.run("--no-pdf-header-footer", f"--print-to-pdf={printed}", file.as_uri())
        boxes = subprocess.run(
            ["pdftotext", "-bbox", printed, "-"], capture_output=True, text=True, check=True
        ).stdout
    word = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax=".*?" yMax="(.*?)">(.*?)</word>')
    return [
        [(text, float(left), float(top), float(bottom)) for left, top, bottom, text in
         word.findall(sheet)]
        for sheet in boxes.split("<page ")[1:]
    ]  # fmt: skip


def drawn_rows(page):
    """For each row of the timeline its sheet, and where on it its heading begins and the share
    that stands below it ends."""
    rows = {}
    for number, words in enumerate(pages_of(page)):
        for i, (text, left, top, _) in enumerate(words[:-1]):
            if text != "Phase" or not words[i + 1][0].isdigit():
                continue
            below = [w for w in words if w[1] >= left and top + 5 < w[2] < top + 20 and "%" in w[0]]
            # The table has the share beside the heading, the drawing below it.
            beside = [w for w in words if abs(w[2] - top) < 3 and w[0] == "%"]
            if not beside:
                rows[int(words[i + 1][0])] = (number, top, max([w[3] for w in below], default=None))
    return rows


def size_of_title(page):
    """The height of the largest word, which is in the title."""
    return max(bottom - top for sheet in pages_of(page) for _, _, top, bottom in sheet)


class Print(unittest.TestCase):
    def test_no_table_is_wider_than_a_sheet(self):
        """A browser would shrink the whole document, so that its title is as large as without
        tables if none is."""
        page = subprocess.run(
            [BIN / "sample_page", "de"], capture_output=True, text=True, check=True
        ).stdout
        self.assertIn("Note von 1 bis 5, 5 ist am besten", page)
        without = re.sub("<table .*?</table>", "", page, flags=re.DOTALL)
        self.assertAlmostEqual(size_of_title(page), size_of_title(without), places=2)
        held = page.replace("</style>", ".number { white-space: nowrap; }</style>", 1)
        self.assertLess(size_of_title(held), size_of_title(without) * 0.99)

    def test_a_long_chart_is_divided_between_rows_only(self):
        page = subprocess.run(
            [BIN / "sample_page", "de", str(PHASES)], capture_output=True, text=True, check=True
        ).stdout
        rows = drawn_rows(page)
        self.assertEqual(sorted(rows), list(range(1, PHASES + 1)))
        self.assertGreater(len({sheet for sheet, _, _ in rows.values()}), 1)
        for number, (sheet, top, bottom) in rows.items():
            with self.subTest(row=number):
                self.assertIsNotNone(bottom, "its share is on another sheet")
                following = rows.get(number + 1)
                if following and following[0] == sheet:
                    self.assertGreater(following[1], bottom, "rows stand over each other")


if __name__ == "__main__":
    unittest.main()
