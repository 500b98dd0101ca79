#!/bin/sh
# Send a file to Guiju, wait until it is imported, and read what was found, by curl.
#   GUIJU_ADDRESS=http://127.0.0.1:8000 GUIJU_TOKEN=… sh import_and_read.sh cases.csv mapping.json
set -eu
address=${GUIJU_ADDRESS:-http://127.0.0.1:8000}/api
file=$1
mapping=$2

# The token is read from standard input: it never stands in the list of processes.
ask() {
    printf 'header = "Authorization: Bearer %s"\n' "$GUIJU_TOKEN" | curl --silent --show-error --fail-with-body --config - "$@"
}
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }

# The same content is the same submission: sent again after a broken line, it is imported once.
key=$(cat "$file" "$mapping" | sha256sum | cut -c1-64)
job=$(ask -H "Idempotency-Key: $key" -F "file=@$file" -F "source=例子系统" -F "mapping=<$mapping" "$address/imports" | field job)

state=waiting
while [ "$state" != finished ]; do
    [ "$state" != failed ] || { echo "导入未办成。" >&2; exit 1; }
    sleep 1
    state=$(ask "$address/imports/jobs/$job" | field state)
done
batch=$(ask "$address/imports/jobs/$job" | field batch)
echo "批次 $batch，拒绝的行："
ask "$address/imports/$batch/refused" | python3 -c '
import json, sys
for row in json.load(sys.stdin)["items"]:
    print("第 %s 行：%s" % (row["row"], row["reason"]))'

# What is new is reported within a minute.
for attempt in $(seq 60); do
    found=$(ask --get --data-urlencode "q=$(tail -n +2 "$file" | head -n 1 | cut -d, -f1)" "$address/findings")
    [ "$(printf '%s' "$found" | field count)" = 0 ] || break
    sleep 1
done
printf '%s' "$found" | python3 -c '
import json, sys
for one in json.load(sys.stdin)["items"]:
    law = "、".join("《%s》%s" % (each["instrument"], each["article"]) for each in one["law"])
    print("%s：%s %s（%s）" % (one["state_word"], one["value"], one["title"], law))'
