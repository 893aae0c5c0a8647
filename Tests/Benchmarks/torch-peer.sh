#!/usr/bin/env bash
# Times our networks in PyTorch: training steps and inference, in every mode, with 1 and 2 threads.
#
# usage: [PYTHON=python3] torch-peer.sh >Tests/Benchmarks/Results/torch-peer.txt
#
# Each configuration is a process of its own, so that its peak memory is its own. Wall times suffer
# from whoever else uses the machine, whose load is noted; images a CPU-second suffer less.
set -euo pipefail
cd "$(dirname "$0")/Peers"
python=${PYTHON:-python3}
export PYTHONDONTWRITEBYTECODE=1

echo "machine   $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs), $(nproc) cores"
echo "torch     $("$python" -c 'import torch; print(torch.__version__)')"
echo "batch     128 images of 32x32, medians of 6 steps after 2"
echo
measure() { "$python" torch_train.py "$@" 2>&1 >/dev/null | tail -1; }
for threads in 2 1; do
  for network in v2-1 v1-3 v1-8; do
    for mode in eager channels-last compile; do
      for shuffle in fixed learned; do
        measure train "$network" "$shuffle" --mode "$mode" --threads "$threads"
      done
    done
    for mode in eager channels-last compile freeze; do
      for shuffle in rounded learned; do
        measure infer "$network" "$shuffle" --mode "$mode" --threads "$threads"
      done
    done
  done
done
