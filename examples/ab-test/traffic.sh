#!/usr/bin/env bash
# Asks once for each of a number of users, several at a time.
#   traffic.sh [users] [address]
set -euo pipefail
users=${1:-200} address=${2:-http://127.0.0.1:8080}

ask() {
  curl -sf "$2/v1/chat/completions" -H 'content-type: application/json' -o /dev/null \
    -d "{\"model\":\"answers\",\"user\":\"user-$1\",\"messages\":[{\"role\":\"user\",\"content\":\"Question of user $1\"}]}"
}
export -f ask

seq "$users" | xargs -P 8 -I{} bash -c 'ask {} '"$address"
echo "$users users asked."
