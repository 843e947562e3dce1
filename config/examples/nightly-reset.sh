#!/usr/bin/env bash
# Resets a test environment every night, by cron:
#   0 22 * * 1-5 rollback /opt/rollback-worker/config/examples/nightly-reset.sh /etc/rollback-worker/test-disks.csv
#
# The list has a header, such as snapshot_id,when_attached; with "wait" a disk that is still attached is waited for.
# rules.window of the workers must be well below a day (12h), or tonight's commands are duplicates of yesterday's.
# Signed with signing.key-file of the configuration, where the workers have a policy. Exit code 0: every disk is reset.
set -euo pipefail
plan=${1:?"usage: nightly-reset.sh PLAN"}

exec rollback-worker campaign run "$plan" -c /etc/rollback-worker/requester.yaml --name "nightly-$(date -u +%F)" --yes \
  --canary 1 --pause 0s --expires-in 50m --reason "nightly reset" --label env=test --label priority=low
