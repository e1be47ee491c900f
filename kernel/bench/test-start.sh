#!/bin/sh
# Starts the gateway of a plugin's test in a fresh JVM, five times or as often as said, and prints milliseconds, sorted: until
# it serves, until its first answer is read, and both together with the start of the JVM.
#
#   kernel/bench/test-start.sh [runs]
set -eu
root=$(cd "$(dirname -- "$0")/../.." && pwd)
. "$root/kernel/bench/run-java.sh"
i=0
while [ "$i" -lt "${1:-5}" ]; do
  (run_java dev.gatehouse.bench.start.TestStart) 2>/dev/null
  i=$((i + 1))
done | sort -n
