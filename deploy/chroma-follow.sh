#!/bin/sh
# Runs a Chroma server on the newest published copy, and starts it anew when there is a newer one.
# A copy is never written by us once it is published, so the server always has a whole index; between two copies it is away
# for a second or two, and a client tries again. Needs: a folder that `publish.dir` names, `chroma` in the path.
set -u
folder=${PUBLISHED:-/published}
host=${CHROMA_HOST:-0.0.0.0}
port=${CHROMA_PORT:-8000}
server=

newest() { cat "$folder/CURRENT" 2>/dev/null; }

stop() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null
        wait "$server"
        server=
    fi
}

trap 'stop; exit 0' TERM INT

serving=
while :; do
    name=$(newest)
    if [ -n "$name" ] && { [ "$name" != "$serving" ] || ! kill -0 "$server" 2>/dev/null; }; then
        stop
        echo "chroma-follow: serving $name" >&2
        chroma run --path "$folder/$name" --host "$host" --port "$port" &
        server=$!
        serving=$name
    fi
    sleep 1 &
    wait $!
done
