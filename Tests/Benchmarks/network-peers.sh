#!/usr/bin/env bash
# Times training steps and inference of our networks and of the same ones in PyTorch, interleaved,
# and prints one table of times and one of peak memories.
#
# usage: [PYTHON=python3] [THREADS=2] [MODES="eager channels-last"] [ONLY=.] network-peers.sh [ROUNDS]
# ONLY is a regular expression: ONLY=train, or ONLY='train v2-1 (fixed|learned)'.
# Results/networks.txt is the output of some runs. A round takes two to three minutes; the modes compile
# and freeze (inference with constant weights, batch norms folded) take minutes more to compile.
#
# Each configuration is a process of its own, so that its peak memory is its own.
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds=${1:-5}
python=${PYTHON:-python3}
threads=${THREADS:-2}
modes=${MODES:-eager channels-last}
export PYTHONDONTWRITEBYTECODE=1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

swift build -c release --product Benchmarks >&2
own=$(swift build -c release --show-bin-path)/Benchmarks
peer=Tests/Benchmarks/Peers/torch_train.py

measure() {
  local task=$1 network=$2 mode
  [[ $* =~ ${ONLY:-.} ]] || return 0
  "$own" network "$@" --threads "$threads" --steps 12
  for mode in $modes; do
    [ "$mode" = freeze ] && [ "$task" = train ] && continue
    # Grouped convolutions are slower in PyTorch's plain layout, with eight groups ten times.
    [ "$network" != v2-1 ] && [ "$mode" = eager ] && continue
    timeout 300 "$python" "$peer" "$@" --mode "$mode" --threads "$threads" --steps 4 ||
      echo "$mode $*: no result within 300 s" >&2
  done
}

# The ticks of all processors, and those that other virtual machines have taken.
ticks() { awk '/^cpu / { all = 0; for (i = 2; i <= 9; i++) all += $i; print all, $9 }' /proc/stat; }
read -r all stolen <<<"$(ticks)"

for ((round = 1; round <= rounds; round++)); do
  echo "round $round of $rounds" >&2
  for network in v2-1 v1-3 v1-8; do
    for shuffle in fixed learned; do measure train "$network" "$shuffle"; done
    measure infer "$network" rounded
  done
done >"$scratch/lines"

echo "commit    $(git describe --always --dirty)"
echo "machine   $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs), $(nproc) cores"
echo "swift     $(swift --version 2>/dev/null | head -1)"
echo "torch     $("$python" -c 'import torch; print(torch.__version__)')"
echo "batch     128 images of 32x32; medians of the processes, each a median of its steps"
echo "threads   $threads"
echo "stolen    $(ticks | awk -v all="$all" -v stolen="$stolen" \
  '{ printf "%.1f %%", 100 * ($2 - stolen) / ($1 - all) }') of the processors' time by other virtual machines"
echo "load      $(cut -d' ' -f1-3 /proc/loadavg) at the end"
echo
grep '^sample' "$scratch/lines" | "$own" table
echo
echo "peak memory in training, MiB; ours/theirs"
sed -n '/^peak.*train\//p' "$scratch/lines" | sort -k3,3 -k2,2 -k4,4n | awk -F'\t' '
  { key = $3 "\t" $2; count[key]++; value[key, count[key]] = $4 / 1048576 }
  END {
    for (key in count) median[key] = value[key, int((count[key] + 1) / 2)]
    for (key in count) {
      split(key, part, "\t")
      ratio = part[2] == "autoshuffle" ? "-" : sprintf("%.3f", median[part[1] "\tautoshuffle"] / median[key])
      printf "%-23s %-20s %6.0f  %s\n", part[1], part[2], median[key], ratio
    }
  }' | sort
