"""Times training steps or inference of our networks in PyTorch on random images.

One configuration a process, so that the peak memory is that of the configuration alone. Writes
tab-separated lines: `sample` with wall and processor seconds of one batch, and `peak` with the
largest resident set in bytes; images per second go to the standard error.
"""

import argparse
import os
import resource
import statistics
import sys
import time

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("task", choices=["train", "infer"])
parser.add_argument("network", choices=["v1-3", "v1-8", "v2-0.5", "v2-1", "v2-1.5"])
parser.add_argument(
    "shuffle", choices=["fixed", "learned", "rounded"],
    help="rounded: index shuffles by an arbitrary permutation, what a learned one becomes")
parser.add_argument(
    "--mode", choices=["eager", "channels-last", "compile", "freeze"], default="eager",
    help="freeze: compiled with constant weights, so that batch norms are folded; inference only")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--batch", type=int, default=128)
parser.add_argument("--steps", type=int, default=6)
parser.add_argument("--warm-up", type=int, default=2)
options = parser.parse_args()
if options.mode == "freeze" and options.task == "train":
    parser.error("weights that are trained are not constant")

import torch
from torch.nn import functional

import shuffle_step
from shufflenet import ShuffleNet

torch.set_num_threads(options.threads)
torch.manual_seed(1)
model = ShuffleNet(options.network, "learned" if options.shuffle == "learned" else "fixed")
if options.shuffle == "rounded":
    for shuffle in model.shuffles():
        shuffle.freeze(torch.randperm(shuffle.size))
images = torch.randn(options.batch, 3, 32, 32)
labels = torch.randint(10, (options.batch,))
if options.mode == "channels-last":
    model = model.to(memory_format=torch.channels_last)
    images = images.contiguous(memory_format=torch.channels_last)
matrices = [shuffle.matrix for shuffle in model.shuffles() if shuffle.matrix is not None]
learned = {id(matrix) for matrix in matrices}
rest = [parameter for parameter in model.parameters() if id(parameter) not in learned]
optimizer = torch.optim.SGD(
    [
        {"params": [p for p in rest if p.dim() > 1], "weight_decay": 4e-5},
        {"params": [p for p in rest if p.dim() == 1], "weight_decay": 0},
    ],
    lr=0.05, momentum=0.9, nesterov=True, fused=True)
if options.task == "infer":
    model.eval()
network = model
if options.mode in ["compile", "freeze"]:
    import torch._inductor.config
    torch._inductor.config.freezing = options.mode == "freeze"
    network = torch.compile(model)


def train():
    loss = functional.cross_entropy(network(images), labels)
    loss.backward()
    optimizer.step()
    for matrix in matrices:
        shuffle_step.step(matrix, learning_rate=0.01, penalty_weight=0.01)
    optimizer.zero_grad()
    for matrix in matrices:
        matrix.grad = None


@torch.no_grad()
def infer():
    network(images)


operation = train if options.task == "train" else infer
for _ in range(options.warm_up):
    operation()
walls = []
processors = []
for _ in range(options.steps):
    wall, processor = time.perf_counter(), time.process_time()
    operation()
    walls.append(time.perf_counter() - wall)
    processors.append(time.process_time() - processor)
wall, cpu = statistics.median(walls), statistics.median(processors)
peak = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

program = f"torch-{options.mode}"
name = f"{options.task}/{options.network}-{options.shuffle}-{options.threads}"
print("sample", program, name, wall, cpu, f"batch {options.batch}", sep="\t")
print("peak", program, name, peak, sep="\t")
print(
    f"{name:<22} {options.mode:<14} {options.batch / wall:>6.0f} images/s "
    f"{options.batch / cpu:>6.0f} a CPU-second {peak / 2**20:>6.0f} MiB "
    f"  load {os.getloadavg()[0]:.1f}", file=sys.stderr)
