# To be sourced, with $root set: runs a program of this module with the options of the launcher.
#
#   run_java CLASS ARGUMENTS...     BENCH_JAVA_OPTS: more options for the JVM
run_java() {
  bench=$root/kernel/bench/target
  [ -d "$bench/lib" ] || "$root/mvnw" -q -f "$root/pom.xml" -pl kernel/bench -am -DskipTests package
  . "$root/kernel/dist/src/main/sh/find-jdk.sh"
  find_jdk java 25 999 || exit 1
  # shellcheck disable=SC2086
  exec "$jdk_home/bin/java" -XX:+UseCompactObjectHeaders -Djdk.virtualThreadScheduler.parallelism=8 -Xmx512m \
    ${BENCH_JAVA_OPTS:-} -cp "$bench/classes:$bench/lib/*" "$@"
}
