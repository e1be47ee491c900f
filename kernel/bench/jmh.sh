#!/bin/sh
# Runs the microbenchmarks. Takes JMH's own arguments:
#
#   kernel/bench/jmh.sh                          all of them, several minutes
#   kernel/bench/jmh.sh StreamEvents -prof gc    those whose name contains this, with allocations
set -eu
root=$(cd "$(dirname -- "$0")/../.." && pwd)
bench=$root/kernel/bench/target
[ -d "$bench/lib" ] || "$root/mvnw" -q -f "$root/pom.xml" -pl kernel/bench -am -DskipTests package
. "$root/kernel/dist/src/main/sh/find-jdk.sh"
find_jdk java 25 999 || exit 1
exec "$jdk_home/bin/java" -XX:+UseCompactObjectHeaders -cp "$bench/classes:$bench/lib/*" org.openjdk.jmh.Main "$@"
