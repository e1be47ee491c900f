#!/bin/sh
# Builds the console for the Maven module, or leaves it out with one line where Node.js is missing.
#
#   build.sh build SKIP FOLDER    puts the built console into FOLDER; SKIP=true leaves it out
#   build.sh test SKIP REPORT     runs the console's unit tests and writes REPORT (JUnit XML)
#
# Works only where something changed, and is silent when all is well.
set -eu
cd "$(dirname -- "$0")"
task=$1
skip=$2
result=$3

say() {
  if [ "$task" = build ]; then echo "$1"; fi
}

if [ "$skip" = true ]; then
  say "Console left out, as asked; everything else is built."
  exit 0
fi
major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null) || major=0
if [ "$major" -lt 20 ] || ! command -v npm >/dev/null 2>&1; then
  say "Console left out: it needs Node.js 20 or later with npm, which is not installed here; everything else is built."
  exit 0
fi

# Runs a command silently; shows what it said only when it fails.
quietly() {
  mkdir -p target
  "$@" >target/npm.log 2>&1 && return
  cat target/npm.log >&2
  echo "The console cannot be built: '$*' failed, see above. To build everything else, add -DskipConsole." >&2
  exit 1
}

# Succeeds when file $1 exists and none of the console's sources is newer.
fresh() {
  [ -f "$1" ] && [ -z "$(find src test public ./*.html ./*.json ./*.ts build.sh -newer "$1" | head -n 1)" ]
}

if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  quietly npm ci --ignore-scripts --no-audit --no-fund --prefer-offline
  touch node_modules/.package-lock.json
fi

case $task in
  build)
    fresh "$result/index.html" && exit 0
    quietly npm run build
    rm -rf "$result"
    mkdir -p "$result"
    cp -R dist/. "$result"
    touch "$result/index.html"
    ;;
  test)
    fresh "$result" && exit 0
    quietly npm test -- --reporter=default --reporter=junit --outputFile.junit="$result"
    ;;
esac
