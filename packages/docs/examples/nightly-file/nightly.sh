#!/bin/sh
# Imports one file into telecrm, and goes on where an earlier run stopped: `nightly.sh leads.csv`.
# Exit code 0: all sent, or already there. 1: some rows need a look, in report.csv. 2: settings. 3: stopped before the end.
attempt=1
while :; do
  leadwire import "$1" --to telecrm-async --country IN --ledger "$LEDGER" --report report.csv --yes --json \
    ${LEADWIRE_BASE_URL:+--base-url "$LEADWIRE_BASE_URL"} > rows.ndjson
  code=$?
  tail -n 1 rows.ndjson
  if [ "$code" -ne 3 ] || [ "$attempt" -eq 3 ]; then exit "$code"; fi
  attempt=$((attempt + 1))
done
