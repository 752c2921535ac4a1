"""Reports on paper, as a browser prints them."""

import pathlib
import re
import subprocess
import tempfile
import unittest

import browser
from lotse_testing.places import BIN

# A drawing that is longer than a page, with a word at its top and one at its end.
_LONG = (
    '<figure><svg role="img" viewBox="0 0 1000 3000">'
    '<text x="0" y="30">Topmost</text><text x="0" y="2990">Lowermost</text></svg></figure>'
)


def pages_of(page):
    """The texts of the pages that come out of a printer."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "page.html"
        file.write_text(page)
        printed = pathlib.Path(folder) / "page.pdf"
        browser.run("--no-pdf-header-footer", f"--print-to-pdf={printed}", file.as_uri())
        text = subprocess.run(
            ["pdftotext", "-layout", printed, "-"], capture_output=True, text=True, check=True
        ).stdout
    return text.split("\f")[:-1]


def page_with(word, pages):
    """Numbers of the pages with a word."""
    return [number for number, text in enumerate(pages) if word in text]


class Print(unittest.TestCase):
    def setUp(self):
        self.sample = subprocess.run(
            [BIN / "sample_page", "de"], capture_output=True, text=True, check=True
        ).stdout

    def printed_with_long_chart(self, page):
        return pages_of(re.sub("</main>", _LONG + "</main>", page, count=1))

    def test_a_long_chart_stands_on_one_page(self):
        pages = self.printed_with_long_chart(self.sample)
        self.assertEqual(len(page_with("Topmost", pages)), 1)
        self.assertEqual(page_with("Topmost", pages), page_with("Lowermost", pages))

    def test_a_chart_that_is_torn_is_noticed(self):
        torn = self.sample.replace("figure svg { max-height: 220mm; }", "")
        self.assertNotEqual(torn, self.sample)
        pages = self.printed_with_long_chart(torn)
        self.assertNotEqual(page_with("Topmost", pages), page_with("Lowermost", pages))


if __name__ == "__main__":
    unittest.main()
