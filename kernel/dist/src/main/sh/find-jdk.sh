# Finds a Java installation by reading its `release` file; starts no JVM. To be sourced by a POSIX sh.
#
#   find_jdk PROGRAM LOWEST HIGHEST    PROGRAM: javac for a JDK, java where a runtime is enough
#
# Sets jdk_home and returns 0, or explains on standard error what to install and returns 1.
# Looks at GATEHOUSE_JAVA_HOME, JAVA_HOME, the PATH, then the usual folders, and takes the first that fits.

# Prints the feature version (25 for 25.0.3) of the installation in folder $1, or nothing.
jdk_feature() {
  [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release" | head -n 1
}

# Succeeds when folder $1 holds program $2 in a version from $3 to $4.
jdk_fits() {
  [ -x "$1/bin/$2" ] || return 1
  jdk_found=$(jdk_feature "$1")
  [ -n "$jdk_found" ] && [ "$jdk_found" -ge "$3" ] && [ "$jdk_found" -le "$4" ]
}

find_jdk() {
  if [ "$1" = javac ]; then jdk_kind=JDK; else jdk_kind='Java runtime'; fi
  if [ "$2" -eq "$3" ]; then jdk_wanted="$jdk_kind $2"; else jdk_wanted="$jdk_kind $2 or later"; fi

  # Set on purpose, so it is used or complained about, never passed over.
  if [ -n "${GATEHOUSE_JAVA_HOME:-}" ]; then
    jdk_home=$GATEHOUSE_JAVA_HOME
    jdk_fits "$jdk_home" "$1" "$2" "$3" && return 0
    echo "GATEHOUSE_JAVA_HOME is set to $jdk_home, which is no $jdk_wanted." >&2
    echo "Set it to a folder that holds bin/$1 and a release file of that version, or unset it." >&2
    return 1
  fi

  jdk_home=${JAVA_HOME:-}
  [ -n "$jdk_home" ] && jdk_fits "$jdk_home" "$1" "$2" "$3" && return 0

  jdk_program=$(command -v "$1" 2>/dev/null) || jdk_program=
  if [ -n "$jdk_program" ]; then
    jdk_home=$(dirname -- "$(dirname -- "$(readlink -f -- "$jdk_program")")")
    jdk_fits "$jdk_home" "$1" "$2" "$3" && return 0
  fi

  for jdk_home in /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* /opt/*; do
    jdk_fits "$jdk_home" "$1" "$2" "$3" && return 0
  done

  echo "No $jdk_wanted found." >&2
  echo "Install one, for example Temurin $2 (Debian package temurin-$2-jdk)." >&2
  echo "If it is installed in an unusual folder, set GATEHOUSE_JAVA_HOME (or JAVA_HOME) to that folder." >&2
  return 1
}
