#!/usr/bin/env bash
# Times the exact side and its peers on the same inputs, interleaved, and prints one table.
#
# usage: exact-peers.sh [ROUNDS]      (5 rounds unless told otherwise)
# Results/exact.txt is the output of one run.
#
# Peers: C on GMP (libgmp-dev), Arb and FLINT (libflint-dev libflint-arb-dev), Python's fractions,
# SciPy. One that is missing is named and left out.
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds=${1:-5}
peers=Tests/Benchmarks/Peers
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

swift build -c release --product Benchmarks >&2
own=$(swift build -c release --show-bin-path)/Benchmarks
"$own" inputs "$scratch/inputs"

# The commands to run, one a line; what cannot be compiled or imported is named instead.
commands=("$own exact --samples --rounds 1" "$own assignment --samples --rounds 1")
missing=()
compile() {
  local name=$1
  shift
  if cc -O3 -march=native -o "$scratch/$name" "$peers/$name.c" "$@" 2>"$scratch/$name.log"; then
    commands+=("$scratch/$name $scratch/inputs")
  else
    missing+=("$name: does not compile here: $(head -1 "$scratch/$name.log")")
  fi
}
compile gmp -lgmp
compile arb -lflint-arb -lflint -lgmp
script() {
  if python3 -c "$2" 2>/dev/null; then
    commands+=("python3 $peers/$1 $scratch/inputs")
  else
    missing+=("$1: python3 cannot $2")
  fi
}
script fractions_peer.py 'import fractions'
script scipy_peer.py 'import scipy.optimize'

for ((round = 1; round <= rounds; round++)); do
  echo "round $round of $rounds" >&2
  for command in "${commands[@]}"; do $command >>"$scratch/samples"; done
done

version() { "$@" 2>/dev/null || echo 'not here'; }
echo "commit    $(git describe --always --dirty)"
echo "machine   $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs), $(nproc) cores"
echo "system    $(. /etc/os-release && echo "$PRETTY_NAME")"
echo "swift     $(swift --version 2>/dev/null | head -1)"
echo "cc        $(cc --version | head -1)"
echo "gmp       $(version dpkg-query -W -f '${Version}' libgmp-dev)"
echo "flint     $(version dpkg-query -W -f '${Version}' libflint-dev)"
echo "arb       $(version dpkg-query -W -f '${Version}' libflint-arb-dev)"
echo "python    $(version python3 -c 'import platform; print(platform.python_version())')"
echo "scipy     $(version python3 -c 'import scipy; print(scipy.__version__)')"
echo "load      $(cut -d' ' -f1-3 /proc/loadavg) at the end"
for peer in "${missing[@]}"; do echo "MISSING   $peer"; done
echo
"$own" table <"$scratch/samples"
