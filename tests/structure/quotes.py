"""Code that documents quote.

In a document a quotation is a comment and a fenced block:

    <!-- quote: runtime/resource/api.cc#admit -->
    ```cpp
    …
    ```

In the source it is what stands between the lines `// [admit]` and `// [/admit]`.
rules_test.py fails where the two differ; run this file, as script/format does, to
write the quotations anew.
"""

import re
import textwrap

import tree

_QUOTE = re.compile(r"(^<!-- quote: (\S+)#([\w-]+) -->\n```\w*\n)(.*?)(^```$)", re.MULTILINE | re.DOTALL)


def quoted(source, name):
    """What stands between the markers of `name`; None without them."""
    match = re.search(
        rf"^[ \t]*// \[{re.escape(name)}\]\n(.*?)^[ \t]*// \[/{re.escape(name)}\]$",
        source,
        re.MULTILINE | re.DOTALL,
    )
    return textwrap.dedent(match.group(1)) if match else None


def refreshed(document, read):
    """The document with its quotations as `read(path)` has them; others stay."""

    def replace(match):
        text = quoted(read(match.group(2)) or "", match.group(3))
        return match.group(1) + (match.group(4) if text is None else text) + match.group(5)

    return _QUOTE.sub(replace, document)


def stale(path, document, read):
    """Where the document at `path` does not quote what is there."""
    for _, source, name, content, _ in _QUOTE.findall(document):
        text = quoted(read(source) or "", name)
        if text is None:
            yield f"{path} quotes {source}#{name}, which is not there"
        elif text != content:
            yield f"{path} quotes {source}#{name} as it was; run script/format"


def read(path):
    """The text of a file; None if it is not there."""
    return tree.read(path) if (tree.ROOT / path).exists() else None


def main():
    for path, document in tree.texts(".md"):
        text = refreshed(document, read)
        if text != document:
            (tree.ROOT / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
