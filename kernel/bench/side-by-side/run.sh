#!/usr/bin/env bash
# Runs the gateway side by side with nginx (the limit) and Spring Cloud Gateway WebFlux (the Java peer)
# through loopback, alternating targets in each round, and prints a table of medians and ratios.
#
#   kernel/bench/side-by-side/run.sh [-n rounds] [-d seconds] [-w warm-up seconds] [-t "targets"] [-m "json sse"]
#
# Targets: direct nginx scg gatehouse-off gatehouse-on
#   gatehouse-off  a plain route to the upstream; no filter, no history, no telemetry
#   gatehouse-on   api-key, cache (always a miss), an experiment, traces at 100 % to a sink, every exchange with its
#                  whole bodies in the history's journal, the index built behind at low priority
# Needs: gcc, nginx, node, Maven, and the folder with the load generator and the fake model
# (PERF_TOOLS, by default ../shared/perf beside the checkout). Everything listens on and calls 127.0.0.1 only.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
perf=${PERF_TOOLS:-$root/../shared/perf}
run=${BENCH_RUN:-$root/kernel/bench/target/side-by-side}
dist=$root/kernel/dist/target/gatehouse
rounds=3 seconds=8 warm=45 targets="direct nginx scg gatehouse-off gatehouse-on" modes="json"
while getopts n:d:w:t:m: option; do
  case $option in
    n) rounds=$OPTARG ;; d) seconds=$OPTARG ;; w) warm=$OPTARG ;; t) targets=$OPTARG ;; m) modes=$OPTARG ;;
    *) sed -n '2,12p' "$0"; exit 2 ;;
  esac
done

fail() { echo "side-by-side: $*" >&2; exit 1; }
[ -f "$perf/tools/oload.c" ] || fail "no load generator in $perf; set PERF_TOOLS to the folder that holds tools/oload.c"
[ -x "$dist/bin/gatehouse" ] || fail "no distribution; run ./mvnw -DskipTests package first"
command -v gcc >/dev/null || fail "gcc is missing"
command -v nginx >/dev/null || fail "nginx is missing; on Debian: apt-get install nginx-light"

mkdir -p "$run/tools" || exit 1
for tool in oload fakemodel; do
  [ -x "$run/tools/$tool" ] || gcc -O2 -o "$run/tools/$tool" "$perf/tools/$tool.c" || fail "cannot compile $tool"
done
. "$root/kernel/dist/src/main/sh/find-jdk.sh"
find_jdk javac 25 99 || exit 1
java=$jdk_home/bin/java
ulimit -n "$(ulimit -Hn)" 2>/dev/null

scg_jar=$run/scg/target/app.jar
case " $targets " in *" scg "*)
  if [ ! -f "$scg_jar" ]; then
    echo "building Spring Cloud Gateway once" >&2
    cp -r "$perf/peers/scg-webflux" "$run/scg" && chmod -R u+w "$run/scg" &&
      (cd "$run/scg" && JAVA_HOME=$(dirname "$(dirname "$java")") mvn -q -B -DskipTests package) || fail "cannot build Spring Cloud Gateway"
  fi ;;
esac

started=()
stop_all() { for pid in "${started[@]:-}"; do [ -n "$pid" ] && kill "$pid" 2>/dev/null; done; wait 2>/dev/null; }
trap stop_all EXIT

wait_for_port() { # port pid
  for _ in $(seq 1 600); do
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0
    kill -0 "$2" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}
launch() { # name port command...
  local name=$1 port=$2; shift 2
  "$@" >"$run/$name.log" 2>&1 &
  last=$!; started+=("$last")
  wait_for_port "$port" "$last" || { tail -20 "$run/$name.log" >&2; fail "$name does not listen on $port"; }
}
stop() { kill "$1" 2>/dev/null; for _ in $(seq 1 100); do kill -0 "$1" 2>/dev/null || return; sleep 0.1; done; kill -9 "$1" 2>/dev/null; }
tree() { local pid; printf '%s' "$1"; for pid in $(pgrep -P "$1"); do printf ',%s' "$(tree "$pid")"; done; }

launch upstream 9100 "$run/tools/fakemodel" 9100; upstream=$last
launch sink 9190 "$run/tools/fakemodel" 9190

# The upstream answers only what the peers have in common: chat completions as an OpenAI client sends them.
sed "s,@RUN@,$run,g" "$perf/conf/nginx.conf" >"$run/nginx.conf"
key=sk-perf-0001
heap="-Xms512m -Xmx512m"

start_target() {
  case $1 in
    direct) port=9100; pids=$upstream; current=; return ;;
    nginx) port=9201; launch nginx $port nginx -c "$run/nginx.conf" ;;
    scg) port=9204; launch scg $port "$java" $heap -jar "$scg_jar" ;;
    gatehouse-*)
      port=9220
      rm -rf "$run/data"
      local disabled=false
      [ "$1" = gatehouse-off ] && disabled=true
      OTEL_SDK_DISABLED=$disabled GATEHOUSE_JAVA_OPTS="$heap ${BENCH_JAVA_OPTS:-}" launch "$1" $port "$dist/bin/gatehouse" start \
        --config "$here/${1#gatehouse-}.yaml" --data "$run/data" --port $port --admin-port 9221 ;;
    *) fail "unknown target $1" ;;
  esac
  current=$last; sleep 1; pids=$(tree "$current")
}

out=$run/results.jsonl
: >"$out"
measure() { # kind arguments...
  local kind=$1; shift
  local line
  line=$("$run/tools/oload" -q "$upstream" -u "http://127.0.0.1:$port/v1/chat/completions" -H "Authorization: Bearer $key" -p "$pids" -l "$target" "$@") || return 1
  echo "{\"kind\":\"$kind\",\"round\":$round,${line#\{}" >>"$out"
  echo "$kind $round $line" | cut -c1-200 >&2
}

for round in $(seq 1 "$rounds"); do
  for target in $targets; do
    start_target "$target"
    for mode in $modes; do
      case $mode in
        json)
          "$run/tools/oload" -u "http://127.0.0.1:$port/v1/chat/completions" -H "Authorization: Bearer $key" \
            -b "$perf/bodies/chat.json" -r 0 -c 64 -d "$warm" -w 0 -l warm >/dev/null
          measure max -b "$perf/bodies/chat.json" -r 0 -c 64 -d "$seconds" -w 1
          measure r2000 -b "$perf/bodies/chat.json" -r 2000 -c 256 -d "$seconds" -w 2 ;;
        sse)
          "$run/tools/oload" -u "http://127.0.0.1:$port/v1/chat/completions" -H "Authorization: Bearer $key" \
            -b "$perf/bodies/sse-burst.json" -r 0 -c 16 -d 6 -w 0 -l warm -s >/dev/null
          measure sseburst -b "$perf/bodies/sse-burst.json" -r 0 -c 32 -d "$seconds" -w 1 -s
          measure sse200 -b "$perf/bodies/sse-20.json" -x -c 200 -d "$seconds" -w 3 -s ;;
      esac
    done
    if [ "$target" = gatehouse-on ]; then
      curl -s http://127.0.0.1:9221/metrics | grep -E '^gatehouse_history_|^gatehouse_log_' | grep -v '_bucket' >"$run/history-$round.txt"
    fi
    [ -n "$current" ] && stop "$current"
    sleep 1
  done
done

{
  echo "Measured $(date -u +%Y-%m-%d) with $rounds round(s) of $seconds s after $warm s of warm-up, $(nproc) cores, $("$java" -version 2>&1 | sed -n 2p)."
  sed 's/scg-webflux/scg/g' "$perf/tools/report.mjs" >"$run/report.mjs"
  node "$run/report.mjs" "$out"
  [ -f "$run/history-$rounds.txt" ] && { echo; echo "History at the end of the last round with everything on:"; echo; echo '```'; cat "$run/history-$rounds.txt"; echo '```'; }
} | tee "$run/report.md"
