#!/usr/bin/env bash
# Rolls a disk back to a snapshot and waits until that is over, with kcat and jq:
#   roll-back-kcat.sh 127.0.0.1:19092 SNAPSHOT_ID
#
# The exit code is that of "rollback-worker submit --wait": 0 done, 4 rejected or failed, 5 in doubt, or ended and nobody
# knows how (do not send it again), 6 not over in time (it goes on).
set -euo pipefail
brokers=${1:?BROKERS} snapshot=${2:?SNAPSHOT_ID}
patience=15m

command_id=$(cat /proc/sys/kernel/random/uuid)
since=$((($(date +%s) - 60) * 1000)) # Before the command; brokers' clocks may differ by a minute.

# If this fails, publish the same command_id again: that is one rollback.
printf '{"snapshot_id":"%s","command_id":"%s","reason":"restore of a test disk"}' "$snapshot" "$command_id" |
  kcat -P -b "$brokers" -t rollback.commands -k "$snapshot" -X acks=all

exec {outcomes}< <(exec timeout "$patience" kcat -C -q -u -b "$brokers" -t rollback.outcomes -o "s@$since" -X isolation.level=read_committed)
reader=$!
trap 'kill "$reader" 2> /dev/null || true' EXIT

last=
declare -A seen
while read -r json; do
  IFS=$'\t' read -r event command type code original < <(jq -r --arg snapshot "$snapshot" 'select(.snapshot_id == $snapshot)
    | [.event_id, .command_id, .type, .error.code // "-", .duplicate_of // "-"] | @tsv' <<< "$json") || continue
  [[ $command == "$command_id" && -z ${seen[$event]:-} ]] || continue
  seen[$event]=1
  # A duplicate repeats the answer of another command; what follows is told under that one.
  [[ $original == - ]] || command_id=$original
  last=$type
  echo "$type ${code#-}"
  [[ $type =~ ^(completed|rejected|failed|ended)$ ]] && break
done <&"$outcomes"

case $last in
  completed) exit 0 ;;
  rejected | failed) exit 4 ;;
  ended | in_doubt) exit 5 ;;
  *) exit 6 ;;
esac
