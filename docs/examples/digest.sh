#!/bin/sh
# The newest stories of a search as a digest: day, agency and headline, a citation of the first.
#
# digest.sh QUERY [ARCHIVE]
set -eu

query=$1
export MORGUE_ARCHIVE="${2:-${MORGUE_ARCHIVE:-index}}"

total=$(morgue count "$query") || {
    code=$?
    [ "$code" -eq 1 ] && echo "nothing about: $query"
    exit "$code"
}
echo "$total articles about: $query"
morgue search "$query" --sort newest --limit 5 --format tsv --fields day,agency,headline --quiet | tail -n +2

echo
morgue search "$query" --sort newest --limit 1 --format ids --null | xargs -0 morgue show --cite
