#!/usr/bin/env bash
# Compares every network with the same one in PyTorch, or writes what the tests compare with.
#
# usage: [PYTHON=python3] parity.sh [OPTION ...]   the comparison, kept in results.txt; the options
#                                                  are those of `Benchmarks parity`, such as --seed 2
#        [PYTHON=python3] parity.sh golden         golden.json; to be made again only when initial
#                                                  values or the networks are meant to change
#
# Needs torch, numpy and safetensors. A comparison takes a minute a network, and fails if anything is
# outside its bound.
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
swift build -c release --product Benchmarks >&2
benchmarks=$(swift build -c release --show-bin-path)/Benchmarks

# Exports a network to a folder: FOLDER NETWORK SHUFFLE [OPTION ...].
export_network() {
  mkdir -p "$1"
  "$benchmarks" parity --out "$1" --network "$2" --shuffle "$3" --start conditioned "${@:4}"
}

parity() { "${PYTHON:-python3}" -B Tests/Parity/parity.py "$@"; }

if [ "${1:-}" = golden ]; then
  export_network "$scratch/1" v2-0.5 learned --batch 4 --side 16
  export_network "$scratch/2" v1-3 fixed --batch 4 --side 16
  parity --golden Tests/Parity/golden.json "$scratch/1" "$scratch/2"
  exit
fi
status=0
for network in v1-3 v1-8 v2-0.5 v2-1 v2-1.5; do
  for shuffle in fixed learned; do
    export_network "$scratch" "$network" "$shuffle" "$@"
    parity "$scratch" || status=1
    echo
  done
done
exit "$status"
