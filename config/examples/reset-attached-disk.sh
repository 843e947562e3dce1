#!/usr/bin/env bash
# Stop the server, detach the disk, roll it back, attach it again, start the server; with OpenStack's own tool:
#   reset-attached-disk.sh SERVER VOLUME_ID SNAPSHOT_ID
#
# The command is published first and waits for the detach (--when-attached wait), so nobody else gets the disk in between
# unnoticed: it is rolled back as soon as it is free, and nothing is attached before "completed" is told. On Huawei Cloud the
# same four steps are hcloud ECS BatchStopServers, DetachServerVolume, AttachServerVolume, BatchStartServers.
set -euo pipefail
server=${1:?SERVER} volume=${2:?VOLUME_ID} snapshot=${3:?SNAPSHOT_ID}

rollback-worker submit "$snapshot" -c /etc/rollback-worker/requester.yaml --volume "$volume" --when-attached wait \
  --expires-in 30m --wait --until completed --timeout 1h --reason "reset of $server" &
rollback=$!

openstack server stop "$server"
until [[ $(openstack server show -f value -c status "$server") == SHUTOFF ]]; do sleep 2; done
openstack server remove volume "$server" "$volume"

# 4: rejected or failed; 5: in doubt; 6: not over. Then a person looks before anything is attached.
wait "$rollback"

openstack server add volume "$server" "$volume"
openstack server start "$server"
