"""Who wrote about it, month by month: `agencies.py QUERY [ARCHIVE]` prints a CSV table."""

import csv
import sys
from collections import Counter

import morgue


def table(archive: morgue.Archive, query: str) -> tuple[list[str], dict[str, Counter[str]]]:
    """The agencies, most first, and for each month the articles of each."""
    months: dict[str, Counter[str]] = {}
    for hit in archive.hits(query, sort="oldest", snippets=0):
        month = (hit.article.day or "")[:7]
        months.setdefault(month, Counter())[hit.article.agency or "unknown"] += 1
    totals = sum(months.values(), Counter[str]())
    return [name for name, _ in totals.most_common()], months


def main() -> int:
    """Print the table; 1 where nothing matches."""
    query, where = [*sys.argv[1:], "index"][:2]
    with morgue.open(where) as archive:
        agencies, months = table(archive, query)
    out = csv.writer(sys.stdout)
    out.writerow(["month", *agencies])
    out.writerows(
        [month or "no date", *(counts[name] for name in agencies)] for month, counts in months.items()
    )
    return 0 if months else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except morgue.MorgueError as error:
        sys.exit(f"agencies: {error}")
