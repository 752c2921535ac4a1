"""What the canonical JSON of a report says of the questions of its wave."""

import json


def sections(section):
    """All sections below one, or of a document."""
    for inner in section["sections"]:
        yield inner
        if "sections" in inner:
            yield from sections(inner)


def questions(document):
    """The questions that a report shows, section by section: of each the answers and their
    cells, once in a table of its own, once in a row of a battery's, or in both."""
    for section in sections(document):
        alone, battery = [], []
        for block in section.get("blocks", []):
            table = block.get("table", {})
            columns = table.get("columns", [])
            if not table.get("tableId", "").startswith("survey--"):
                continue
            rows = [row["cells"] for row in table["rows"]]
            if len(columns) == 3:
                alone.append([(c[0]["text"], c[1:]) for c in rows])
            elif len(columns) > 4:
                battery += [list(zip(columns[1:-2], ([c] for c in r[1:-2]))) for r in rows]
        # An item without any figure is no question that is shown.
        battery = [item for item in battery if any("share" in c[-1] for _, c in item)]
        if alone or battery:
            yield section, [views for views in (alone, battery) if views]


def without_places(section):
    """A section without the numbers of sources and columns, which are no figures."""
    section = json.loads(json.dumps(section))
    for block in section.get("blocks", []):
        block.get("table", {}).pop("sources", None)
        for place in ("columns", "neutral", "baseColumn"):
            block.get("chart", {}).pop(place, None)
    return section
