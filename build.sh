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
    echo "Usage: ./build.sh [target] [--configuration=Debug|Release]"
    cake --description
    ;;
  run)
    cake --target=run --verbosity=minimal "$@"
    # In place of this shell, so that Ctrl-C and `kill` reach the host itself, which then stops what it started.
    exec dotnet artifacts/bin/PosCommerce.Local/debug/PosCommerce.Local.dll run
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
