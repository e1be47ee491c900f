#!/bin/sh
# Replaces a plugin of a running gateway again and again under load, and prints a table. Takes how often, and which plugins:
#
#   kernel/bench/swap.sh                   200 times each, a clean plugin and one that leaves a ThreadLocal; ten minutes
#   kernel/bench/swap.sh 50 clean          the first alone, shorter
#
# Exit code 1 when a request failed, an exchange saw two versions, or old class loaders stay in memory.
set -eu
root=$(cd "$(dirname -- "$0")/../.." && pwd)
. "$root/kernel/bench/run-java.sh"
run_java dev.gatehouse.bench.swap.SwapUnderLoad "$@"
