"""Compares our networks with the same ones in PyTorch: logits, loss, every gradient, ten steps.

usage: parity.py EXPORT [EXPORT ...]       compare folders that `Benchmarks parity --out` wrote
       parity.py --golden FILE EXPORT ...  write FILE from PyTorch in float64

Needs torch, numpy and safetensors; not part of the tests, which read the golden file.

The truth is PyTorch in float64. Every difference to it is measured in units of a bound that is
derived, not fitted: see `bound.py`. Beside it stands the same ratio of PyTorch in float32, which is
what a good implementation may be expected to reach.
"""

import argparse
import json
import pathlib
import sys

import numpy
import torch
from safetensors import safe_open
from torch.nn import functional

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Benchmarks" / "Peers"))

import shuffle_step
from bound import Tracer, flips
from shufflenet import ShuffleNet, torch_name

# The losses of ten steps must agree to this, relative to their size. Rounding errors of one step
# are about 1e-7; the steps multiply them, by how much is measured here and not derived.
LOSS_TOLERANCE = 1e-4


class Export:
    """The folder that `Benchmarks parity` wrote."""

    def __init__(self, folder):
        with safe_open(folder / "network.safetensors", "pt") as file:
            self.weights = {name: file.get_tensor(name) for name in file.keys()}
        with safe_open(folder / "parity.safetensors", "pt") as file:
            self.settings = file.metadata()
            self.tensors = {name: file.get_tensor(name) for name in file.keys()}
        # Here images come first: [3, N, H, W] to [N, 3, H, W].
        self.images = self.tensors["images"].transpose(0, 1).contiguous()
        self.labels = self.tensors["labels"].long()

    def number(self, name):
        return float(self.settings[name])

    def model(self, dtype):
        kind = "fixed" if self.settings["shuffle"] == "fixed" else "learned"
        model = ShuffleNet(self.settings["network"], kind)
        model.load(self.weights)
        return model.to(dtype)

    def named(self, prefix):
        return {
            name.removeprefix(prefix): value
            for name, value in self.tensors.items() if name.startswith(prefix)
        }


class Outcome:
    """What PyTorch makes of an export: the same quantities under the same names."""

    def __init__(self, export, dtype):
        model = export.model(dtype)
        names = {torch_name(name): name for name in export.weights}
        images = export.images.to(dtype)
        matrices = [s.matrix for s in model.shuffles() if s.matrix is not None]
        rest = [p for n, p in model.named_parameters() if not n.endswith("shuffle.matrix")]
        optimizer = torch.optim.SGD(
            [
                {"params": [p for p in rest if p.dim() > 1],
                 "weight_decay": export.number("weightDecay")},
                {"params": [p for p in rest if p.dim() == 1], "weight_decay": 0},
            ],
            lr=export.number("learningRate"), momentum=export.number("momentum"), nesterov=True)
        self.losses = []
        for step in range(export.tensors["losses"].numel()):
            logits = model(images)
            loss = functional.cross_entropy(logits, export.labels)
            loss.backward()
            self.losses.append(loss.item())
            if step == 0:
                self.logits = logits.detach().T
                self.gradients = {names[n]: p.grad.clone() for n, p in model.named_parameters()}
            optimizer.step()
            for matrix in matrices:
                shuffle_step.step(
                    matrix, export.number("shuffleLearningRate"), export.number("penaltyWeight"),
                    export.settings["projection"])
            model.zero_grad()
        self.final = {
            names[n]: v.clone() for n, v in model.state_dict().items() if n in names}
        model.eval()
        with torch.no_grad():
            self.final_logits = model(images).T


def norm(tensor):
    return tensor.double().norm().item()


def relative(found, truth):
    """The norm of the difference of all tensors together relative to that of the truth."""
    differences = sum(norm(found[name].double() - truth[name]) ** 2 for name in truth)
    return (differences / sum(norm(value) ** 2 for value in truth.values())) ** 0.5


def compare(export):
    """Prints the comparison of one export; returns whether everything is within its bound."""
    truth = Outcome(export, torch.float64)
    single = Outcome(export, torch.float32)
    ours = export.tensors
    print(
        "{network} {shuffle}, {start} start, {batch} images of {side}x{side}, seed {seed}".format(
            **export.settings))
    tracer = Tracer(export.model(torch.float64), export.images.double(), export.labels)
    rows = []

    def judge(name, found, other, right):
        difference, peer = found.double() - right, other.double() - right
        certain, probable = tracer.bound(torch_name(name) if "." in name else name, difference)
        rows.append((name, norm(difference), certain, probable, norm(peer)))

    judge("loss", ours["losses"][0], torch.tensor(single.losses[0]),
          torch.tensor(truth.losses[0], dtype=torch.float64))
    judge("logits", ours["logits"], single.logits, truth.logits)
    gradients = export.named("gradient.")
    if set(gradients) != set(truth.gradients):
        raise SystemExit(f"gradients differ in {set(gradients) ^ set(truth.gradients)}")
    for name, gradient in gradients.items():
        judge(name, gradient, single.gradients[name], truth.gradients[name])

    def line(name, difference, certain, probable, peer):
        print(
            f"  {name:<36} |difference| {difference:.2e} = {difference / certain:.1e} bounds "
            f"= {difference / probable:.1e} probable bounds; PyTorch's float32 {peer:.2e}, "
            f"ours/its {difference / max(peer, 1e-300):.2f}")

    for row in rows[:2]:
        line(*row)
    by_bound = sorted(rows[2:], key=lambda row: row[1] / row[3], reverse=True)
    print(f"  gradients of {len(by_bound)} parameters, the four worst in probable bounds")
    for row in by_bound[:4]:
        line(*row)
    ratios = sorted(row[1] / max(row[4], 1e-300) for row in rows[2:])
    changed, arguments = flips(export.model(torch.float64), export.images)
    print(
        f"  ours / PyTorch's float32 error over gradients: median {ratios[len(ratios) // 2]:.2f}, "
        f"largest {ratios[-1]:.2f}; PyTorch's float32 changes the sign of {changed} of {arguments} "
        "arguments of rectifiers")
    within = all(row[1] <= row[2] for row in rows)
    probably_within = all(row[1] <= row[3] for row in rows)

    worst = max(
        abs(a - b) / abs(b) for a, b in zip(ours["losses"].tolist(), truth.losses))
    peer = max(abs(a - b) / abs(b) for a, b in zip(single.losses, truth.losses))
    print(f"  losses of {len(truth.losses)} steps: relative {worst:.2e}, PyTorch's float32 {peer:.2e}")
    print("    " + " ".join(f"{loss:.6f}" for loss in truth.losses))
    final = export.named("final.")
    kinds = {
        "parameters": lambda n: "running" not in n and not n.endswith("matrix"),
        "matrices": lambda n: n.endswith("matrix"),
        "running statistics": lambda n: "running" in n,
    }
    state_within = True
    for kind, holds in kinds.items():
        names = [name for name in final if holds(name)]
        if names:
            right = {n: truth.final[n] for n in names}
            mine, its = relative(final, right), relative(single.final, right)
            state_within &= mine <= max(LOSS_TOLERANCE, 4 * its)
            print(f"  {kind} after them: relative {mine:.2e}, PyTorch's float32 {its:.2e}")
    right = {"logits": truth.final_logits}
    mine = relative({"logits": ours["finalLogits"]}, right)
    its = relative({"logits": single.final_logits}, right)
    print(f"  logits in evaluation mode after them: relative {mine:.2e}, PyTorch's float32 {its:.2e}")
    state_within &= mine <= max(LOSS_TOLERANCE, 4 * its)
    # Elsewhere rectifiers change sign, see ParityCase, and ten steps say nothing.
    conditioned = export.settings["start"] == "conditioned"
    judgements = [("first step within the bound", within)]
    if changed == 0:
        judgements.append(("first step within the probable bound", probably_within))
    if conditioned:
        judgements += [
            (f"losses within {LOSS_TOLERANCE:.0e}", worst <= LOSS_TOLERANCE),
            ("state after the steps as near as PyTorch's float32", state_within),
        ]
    for name, good in judgements:
        print(f"  {'yes' if good else 'NO '} {name}")
    return all(good for _, good in judgements)


def short(error):
    return float(f"{error:.1e}")


def golden(export):
    """What the tests compare with: numbers of the first step, and the losses of ten."""
    truth = Outcome(export, torch.float64)
    single = Outcome(export, torch.float32)
    stream = numpy.random.default_rng(1)
    gradients = []
    for name, gradient in truth.gradients.items():
        flat = gradient.flatten()
        index = int(stream.integers(flat.numel()))
        gradients.append({
            "name": name, "norm": flat.norm().item(), "index": index,
            "entry": flat[index].item(),
            "floatError": short(norm(single.gradients[name].double() - gradient))})
    state = [{
        "name": name, "norm": norm(value), "floatError": short(norm(single.final[name].double() - value)),
    } for name, value in truth.final.items() if "running" in name or name.endswith("matrix")]
    settings = export.settings
    return {
        "network": settings["network"], "shuffle": settings["shuffle"], "start": settings["start"],
        "batch": int(settings["batch"]), "side": int(settings["side"]),
        "seed": int(settings["seed"]),
        "initialSum": sum(v.double().sum().item() for v in export.weights.values()),
        "logits": truth.logits.flatten().tolist(),
        "logitsFloatError": norm(single.logits.double() - truth.logits),
        "gradients": gradients,
        "losses": truth.losses,
        "lossFloatError": max(abs(a - b) for a, b in zip(single.losses, truth.losses)),
        "state": state,
        "finalLogits": truth.final_logits.flatten().tolist(),
        "finalLogitsFloatError": norm(single.final_logits.double() - truth.final_logits),
    }


def lines(cases):
    """JSON with a line for each field, and for each tensor in a list of them."""
    def text(value):
        if isinstance(value, list) and isinstance(value[0], dict):
            return "[\n   " + ",\n   ".join(map(json.dumps, value)) + "]"
        return json.dumps(value)

    return "[" + ",\n".join(
        "{" + ",\n ".join(f'"{key}": {text(value)}' for key, value in case.items()) + "}"
        for case in cases) + "]\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--golden", type=pathlib.Path)
    parser.add_argument("exports", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    exports = [Export(folder) for folder in options.exports]
    if options.golden:
        options.golden.write_text(lines([golden(export) for export in exports]))
        return 0
    results = [compare(export) for export in exports]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
