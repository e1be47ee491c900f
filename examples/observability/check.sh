#!/bin/sh
# Checks this example with a real Prometheus: configuration, alert rules and their tests, then a scrape of a running
# gateway, and every query of the dashboard against what was scraped.
#
#   ./check.sh [HOST:PORT]      the admin listener of the gateway, 127.0.0.1:9090 unless said
#
# Needs prometheus with promtool (Debian package prometheus), curl and jq.
set -eu

target=${1:-127.0.0.1:9090}
cd "$(dirname -- "$0")"

for tool in prometheus promtool curl jq; do
  if ! command -v "$tool" >/dev/null 2>&1; then
    echo "Not here: $tool. Install it (Debian packages: prometheus curl jq) and call this again." >&2
    exit 2
  fi
done

promtool check config prometheus.yml
promtool check rules alerts.yml
promtool test rules alerts.test.yml

work=$(mktemp -d)
pid=
finish() {
  if [ -n "$pid" ]; then
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

cp alerts.yml "$work"
sed -e "s|127\.0\.0\.1:9090|$target|" -e 's|_interval: 15s|_interval: 1s|' prometheus.yml >"$work/prometheus.yml"
prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" \
  --web.listen-address=127.0.0.1:0 --enable-feature=exemplar-storage >"$work/log" 2>&1 &
pid=$!

# Calls a command until it succeeds, half a minute long.
eventually() {
  tries=0
  until "$@"; do
    tries=$((tries + 1))
    if [ "$tries" -ge 150 ] || ! kill -0 "$pid" 2>/dev/null; then
      echo "Gave up: $*" >&2
      tail -n 5 "$work/log" >&2
      exit 1
    fi
    sleep 0.2
  done
}

listening() {
  address=$(sed -n 's/.*msg="Listening on".* address=\([0-9.:]*\).*/\1/p' "$work/log" | head -n 1)
  [ -n "$address" ]
}

api() {
  curl -fsS --get "http://$address/api/v1/$1" ${2:+--data-urlencode "$2"} ${3:+--data-urlencode "$3"} ${4:+--data-urlencode "$4"}
}

ready() { curl -fsS "http://$address/-/ready" >/dev/null 2>&1; }
up() { api targets | jq -e '[.data.activeTargets[] | select(.health == "up")] | length == 1' >/dev/null; }
answers() { api query "query=$1" | jq -e '.data.result | length > 0' >/dev/null; }

eventually listening
eventually ready
eventually up
echo "Scraped: $target is up."

eventually answers 'http_server_request_duration_seconds_count > 0'
echo "Queried: requests have been measured."
# a rate needs two scrapes
eventually answers 'rate(http_server_request_duration_seconds_count[1m]) >= 0'

rules=$(api rules | jq '[.data.groups[].rules[]] | length')
echo "Loaded: $rules alert rules."

exemplars=$(api query_exemplars 'query=http_server_request_duration_seconds_bucket' "start=$(($(date +%s) - 3600))" \
  "end=$(($(date +%s) + 60))" | jq '[.data[].exemplars[].labels.trace_id] | length')
if [ "$exemplars" -eq 0 ]; then
  echo "No exemplar leads to a trace." >&2
  exit 1
fi
echo "Found: $exemplars exemplars with a trace id."

asked=0
answered=0
jq -r '.panels[].targets[]?.expr' grafana/gatehouse.json |
  sed -e 's/\$__rate_interval/1m/g' -e 's/\$instance/.*/g' -e 's/\$provider/.*/g' >"$work/queries"
while IFS= read -r query; do
  found=$(api query "query=$query" | jq '.data.result | length') || {
    echo "Prometheus does not understand: $query" >&2
    exit 1
  }
  asked=$((asked + 1))
  if [ "$found" -gt 0 ]; then
    answered=$((answered + 1))
  else
    echo "  no data yet: $query"
  fi
done <"$work/queries"
echo "Asked: $asked queries of the dashboard, $answered have data."
