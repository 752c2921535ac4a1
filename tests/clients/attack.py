"""What somebody finds out who has a published table and knows the rules."""

import re


def rows_by_protection(table):
    shown = [row for row in table.rows if row.HasField("count")]
    hidden = [row for row in table.rows if not row.HasField("count")]
    return shown, hidden


def intervals(table):
    """For each protected row of a table with one answer a person, the least and
    the largest count that the published figures allow: {code: (least, most)}.

    The unknowns are not negative and add up to what the base leaves. If the
    number of missing is protected it is one of them, 1 to 4.
    """
    shown, hidden = rows_by_protection(table)
    total = table.base - sum(row.count for row in shown)
    if hidden and table.HasField("protected_count"):
        assert total == table.protected_count, table.code
    least_missing, most_missing = (1, 4) if table.base_is_all else (0, 0)
    most = total - least_missing
    if len(hidden) == 1:
        return {hidden[0].code: (total - most_missing, most)}
    return {row.code: (0, most) for row in hidden}


def possible_counts(table, ceiling):
    """As `intervals`, for somebody who also knows that every protected count is
    below `ceiling`, the smallest shown one: the set of counts of a row."""
    shown, hidden = rows_by_protection(table)
    total = table.base - sum(row.count for row in shown)
    missing = range(1, 5) if table.base_is_all else range(1)
    others = len(hidden) - 1
    counts = set()
    for value in range(min(ceiling, total + 1)):
        # The rest has to fit into the other rows, each below the ceiling.
        if any(0 <= total - value - m <= others * (ceiling - 1) for m in missing):
            counts.add(value)
    return {row.code: counts for row in hidden}


def numbers(text):
    """All numbers that can be read in a text, decimals as two numbers."""
    return {int(digits) for digits in re.findall(r"\d+", text)}


def told_numbers(table):
    """Every number that a view of the table may say: shown figures, the parts of
    shown shares, the number of protected rows, and numbers in labels."""
    shown, hidden = rows_by_protection(table)
    allowed = {table.base, table.missing, table.protected_count, len(hidden)}
    for row in shown:
        allowed |= {row.count, row.share_per_mille}
        allowed |= {row.share_per_mille // 10, row.share_per_mille % 10}
    for text in [table.question, table.item, table.section] + [row.label for row in table.rows]:
        for variant in text.variants:
            allowed |= numbers(variant.text)
    return allowed | numbers(table.code) | numbers(table.matrix_code)
