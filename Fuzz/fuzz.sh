#!/bin/sh
# Builds a fuzzer, replays its regressions and its corpus, then fuzzes for SECONDS (60).
#
#     Fuzz/fuzz.sh TARGET [SECONDS]
#
# Fails when a run crashes, when the program is not instrumented, or when coverage does not grow:
# a fuzzer that sees no coverage finds nothing and says nothing.
# FUZZ_SCRATCH names another build directory; FUZZ_BUILD_FLAGS replaces the sanitizer flags, which
# is how the script itself is tested.
set -eu

root=$(cd "$(dirname "$0")" && pwd)
target=${1-}
if [ -z "$target" ] || [ ! -d "$root/Sources/$target" ]; then
  echo "fuzz.sh: TARGET must be one of: $(ls "$root/Sources" | tr '\n' ' ')" >&2
  exit 64
fi
seconds=${2:-60}
case $seconds in
  '' | *[!0-9]*)
    echo "fuzz.sh: SECONDS must be a whole number, not \"$seconds\"" >&2
    exit 64
    ;;
esac

scratch=${FUZZ_SCRATCH:-$root/.build}
work=$scratch/fuzz/$target
artefacts=$work/artefacts
log=$work/log.txt

fail() {
  echo "fuzz.sh: $1" >&2
  exit 1
}

# Its own scratch directory keeps the instrumented objects apart from the ordinary build.
build() {
  AUTOSHUFFLE_FUZZ=1 swift build --package-path "$root/.." --scratch-path "$scratch" -c release "$@"
}
# shellcheck disable=SC2086 # the flags are meant to be split
build --product "$target" ${FUZZ_BUILD_FLAGS---sanitize fuzzer} >&2
binary=$(build --show-bin-path)/$target

mkdir -p "$artefacts" "$work/found"
rm -f "$artefacts"/* "$work/found"/*

# The backtracer of Swift would take the signal before libFuzzer writes the input that crashed.
export SWIFT_BACKTRACE=enable=no

# Replays every file below a directory once.
replay() {
  find -L "$1" -type f ! -name .gitkeep -exec "$binary" -rss_limit_mb=1024 -timeout=10 {} + \
    >"$log" 2>&1 || {
    tail -n 30 "$log" >&2
    fail "a kept input fails: $(sed -n 's/^Running: //p' "$log" | tail -n 1)"
  }
  echo "replayed $(grep -c '^Executed ' "$log" || true) inputs of $(basename "$(dirname "$1")")"
}

# libFuzzer counts rounds, not inputs, so replays come before any mutation.
replay "$root/Regressions/$target"
replay "$root/Corpus/$target"
grep -q '^Executed ' "$log" || fail "the corpus is empty: $root/Corpus/$target"

# A fixed seed, so that two runs on one machine differ only by how far they get.
status=0
"$binary" -seed=1 -max_total_time="$seconds" -max_len=8192 -rss_limit_mb=1024 -timeout=10 \
  -print_final_stats=1 -dict="$root/Dictionaries/$target.dict" -artifact_prefix="$artefacts/" \
  "$work/found" "$root/Corpus/$target" >"$log" 2>&1 || status=$?

if [ "$status" -ne 0 ]; then
  tail -n 30 "$log" >&2
  fail "the fuzzer failed with status $status; input: $(ls -1 "$artefacts"/* 2>/dev/null | head -n 1)"
fi
grep -q 'Loaded 1 modules' "$log" || fail "the program is not instrumented (see $log)"

covered() {
  sed -n 's/.* cov: \([0-9][0-9]*\) .*/\1/p' "$log"
}
first=$(covered | head -n 1)
last=$(covered | tail -n 1)
[ -n "$first" ] || fail "no coverage was reported (see $log)"
[ "$last" -gt "$first" ] || fail "coverage stayed at $first (see $log)"

sed -n 's/^stat::number_of_executed_units: */executed inputs: /p; s/^stat::average_exec_per_sec: */inputs a second: /p; s/^stat::peak_rss_mb: */peak memory in MiB: /p' "$log"
echo "coverage: $first -> $last"
