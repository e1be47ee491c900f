#!/bin/sh
# Lets as many hooks spin as there are cores, for five seconds, and counts what else is answered meanwhile: with the carrier
# threads that the launcher gives, and with as many as there are cores.
#
#   kernel/bench/spin.sh
set -eu
root=$(cd "$(dirname -- "$0")/../.." && pwd)
. "$root/kernel/bench/run-java.sh"
echo "| carrier threads | spinning hooks | others answered | p50 | longest |"
echo "|---|---:|---:|---:|---:|"
for carriers in 8 "$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)"; do
  (BENCH_JAVA_OPTS="-Djdk.virtualThreadScheduler.parallelism=$carriers" run_java dev.gatehouse.bench.spin.SpinningPlugins) 2>/dev/null
done
