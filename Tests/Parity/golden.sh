#!/usr/bin/env bash
# Makes golden.json, which the tests compare our networks with.
#
# usage: [PYTHON=python3] golden.sh
#
# Needs torch, numpy and safetensors. To be run again only when initial values or the networks are
# meant to change.
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
swift build -c release --product Benchmarks >&2
benchmarks=$(swift build -c release --show-bin-path)/Benchmarks
mkdir "$scratch/1" "$scratch/2"
"$benchmarks" parity --out "$scratch/1" --network v2-0.5 --shuffle learned --start conditioned \
  --batch 4 --side 16
"$benchmarks" parity --out "$scratch/2" --network v1-3 --shuffle fixed --start conditioned \
  --batch 4 --side 16
"${PYTHON:-python3}" -B Tests/Parity/parity.py --golden Tests/Parity/golden.json \
  "$scratch/1" "$scratch/2"
