#!/bin/sh
# Prints how long after the end of its time a hook is interrupted, by what it waits for.
#
#   kernel/bench/limits.sh
set -eu
root=$(cd "$(dirname -- "$0")/../.." && pwd)
. "$root/kernel/bench/run-java.sh"
(run_java dev.gatehouse.bench.limit.TimeLimits) 2>/dev/null
