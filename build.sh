#!/usr/bin/env bash
# Runs the targets of build.cake; `./build.sh --help` lists them. Needs the .NET SDK of global.json, and Node.js for the client.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# The settings of a developer's shell must not decide what a build makes; what the tools say of themselves is noise.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export CAKE_PATHS_TOOLS="$PWD/artifacts/cake" CAKE_SETTINGS_ENABLESCRIPTCACHE=true CAKE_SETTINGS_SHOWPROCESSCOMMANDLINE=false

if ! command -v dotnet >/dev/null; then
  echo "The .NET 10 SDK is missing: install it from https://dotnet.microsoft.com/download (see global.json)." >&2
  exit 1
fi

cake() {
  dotnet cake build.cake "$@"
}

# The manifest's tools are known to each user, not to the checkout: ask, and restore only if they are not.
if ! dotnet cake --version >/dev/null 2>&1; then
  dotnet tool restore
fi

target="${1:-build}"
[[ $# -gt 0 ]] && shift
case "$target" in
  -h | --help | help)
    echo "Usage: ./build.sh [target] [--configuration=Debug|Release]; run --fresh forgets what was sold and changed"
    cake --description
    ;;
  run)
    # Who starts this in the background of a script passes SIGINT on as ignored; a shell cannot take that back, `env` can.
    if [[ "$(trap -p INT)" == "trap -- '' "* ]] && env --default-signal=INT true 2>/dev/null; then
      exec env --default-signal=INT "$BASH" ./build.sh run "$@"
    fi
    host=() options=()
    for word in "$@"; do
      if [[ "$word" == --fresh ]]; then host+=("$word"); else options+=("$word"); fi
    done
    # A kill reaches this shell alone, which would leave the build to itself: the build gets a process group, to be ended whole.
    # Its MSBuild nodes are not kept for a next one.
    building=
    stop() {
      [[ -z "$building" ]] || kill -TERM -- "-$building" 2>/dev/null || true
      exit "$1"
    }
    trap 'stop 130' INT
    trap 'stop 143' TERM
    trap 'stop 129' HUP
    set -m
    MSBUILDDISABLENODEREUSE=1 dotnet cake build.cake --target=run --verbosity=minimal ${options[@]+"${options[@]}"} &
    building=$!
    set +m
    wait "$building"
    trap - INT TERM HUP
    # In place of this shell, so that Ctrl-C and `kill` reach the host itself, which then stops what it started.
    exec dotnet artifacts/bin/PosCommerce.Local/debug/PosCommerce.Local.dll run ${host[@]+"${host[@]}"}
    ;;
  test)
    rm -f artifacts/test-results/tally
    code=0
    cake --target=test --verbosity=minimal "$@" || code=$?
    # The last line of all: what passed and what failed. Missing when the build already failed.
    if [[ -f artifacts/test-results/tally ]]; then cat artifacts/test-results/tally; fi
    exit "$code"
    ;;
  *)
    cake --target="$target" --verbosity=minimal "$@"
    ;;
esac
