#!/usr/bin/env bash
# Compares every network with the same one in PyTorch; its output is kept in results.txt.
#
# usage: [PYTHON=python3] parity.sh [OPTION ...]
#
# The options are those of `Benchmarks parity`, such as --seed 2. Needs torch, numpy and safetensors;
# takes a minute or two a network. Fails if anything is outside its bound.
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
swift build -c release --product Benchmarks >&2
benchmarks=$(swift build -c release --show-bin-path)/Benchmarks
status=0
for network in v1-3 v1-8 v2-0.5 v2-1 v2-1.5; do
  for shuffle in fixed learned; do
    "$benchmarks" parity --out "$scratch" --network "$network" --shuffle "$shuffle" \
      --start conditioned "$@"
    "${PYTHON:-python3}" -B Tests/Parity/parity.py "$scratch" || status=1
    echo
  done
done
exit "$status"
