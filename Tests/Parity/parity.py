"""Compares our networks with the same ones in PyTorch: logits, loss, every gradient, ten steps.

usage: parity.py EXPORT [EXPORT ...]       compare folders that `Benchmarks parity --out` wrote
       parity.py --golden FILE EXPORT ...  write FILE from PyTorch in float64

Needs torch, numpy and safetensors; not part of the tests, which read the golden file.

The truth is PyTorch in float64. Every difference to it is measured in units of a bound that is
derived, not fitted: see `bound.py`. Beside it stands the same ratio of PyTorch in float32, which is
what a good implementation may be expected to reach.
"""

import argparse
import pathlib
import sys

import torch

# The networks in PyTorch, which the benchmarks train too.
sys.path.insert(
    0, str(pathlib.Path(__file__).resolve().parent.parent / "Benchmarks" / "Peers"))

import golden
from bound import Tracer
from export import Export
from peer import FirstPass, Training, nearest, norm, relative
from rectifiers import uncertain
from shufflenet import torch_name

# The losses of ten steps must agree to this, relative to their size. Rounding errors of one step
# are about 1e-7; the steps multiply them, by how much is measured here and not derived.
LOSS_TOLERANCE = 1e-4


def compare(export):
    """Prints the comparison of one export; returns whether everything is within its bound."""
    print(
        "{network} {shuffle}, {start} start, {batch} images of {side}x{side}, seed {seed}".format(
            **export.settings))
    judgements = first_pass(export) + ten_steps(export)
    for name, good in judgements:
        print(f"  {'yes' if good else 'NO '} {name}")
    return all(good for _, good in judgements)


def first_pass(export):
    """Compares the loss, the logits and every gradient of the first step."""
    gradients = export.named("gradient.")
    single = FirstPass(export, torch.float32)
    if set(gradients) != set(single.gradients):
        raise SystemExit(f"gradients differ in {set(gradients) ^ set(single.gradients)}")
    near, changed, arguments = uncertain(export.model(torch.float64), export.images)
    truth, turned = nearest(export, gradients, near)
    single_truth, single_turned = nearest(export, single.gradients, near)
    print(
        f"  {len(near)} of {arguments} arguments of rectifiers are so near 0 that rounding may "
        f"change their signs:\n    of {len(turned)} here, of {len(single_turned)} in PyTorch's "
        f"float32, whose forward pass changes {changed}")
    tracer = Tracer(export.model(torch.float64), export.images.double(), export.labels, turned)
    rows = []

    def judge(name, found, right, single, single_right):
        difference = found.double() - right
        certain, probable = tracer.bound(torch_name(name) if "." in name else name, difference)
        peer = norm(single.double() - single_right)
        rows.append((name, norm(difference), certain, probable, peer))

    ours = export.tensors
    judge("loss", ours["losses"][0], truth.loss, single.loss, single_truth.loss)
    judge("logits", ours["logits"], truth.logits, single.logits, single_truth.logits)
    for name, gradient in gradients.items():
        judge(
            name, gradient, truth.gradients[name],
            single.gradients[name], single_truth.gradients[name])
    report(rows)
    return [
        ("first step within the bound", all(row[1] <= row[2] for row in rows)),
        ("first step within the probable bound", all(row[1] <= row[3] for row in rows)),
    ]


def report(rows):
    """Prints the rows of the loss and the logits, and the worst of the gradients."""
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
    print(
        f"  ours / PyTorch's float32 error over gradients: median {ratios[len(ratios) // 2]:.2f}, "
        f"largest {ratios[-1]:.2f}")


def ten_steps(export):
    """Compares the losses of the steps, and the state after them; both are judged at a conditioned
    start only, as elsewhere too many rectifiers turn, see `ParityCase`."""
    truth, single = Training(export, torch.float64), Training(export, torch.float32)

    def worst(losses):
        return max(abs(a - b) / abs(b) for a, b in zip(losses, truth.losses))

    losses, peer = worst(export.tensors["losses"].tolist()), worst(single.losses)
    print(
        f"  losses of {len(truth.losses)} steps: relative {losses:.2e}, "
        f"PyTorch's float32 {peer:.2e}")
    print("    " + " ".join(f"{loss:.6f}" for loss in truth.losses))
    final = export.named("final.")
    matrices = {name for name in final if name.endswith("matrix")}
    statistics = {name for name in final if "running" in name}
    logits = "logits in evaluation mode"
    mine = final | {logits: export.tensors["finalLogits"]}
    its = single.final | {logits: single.final_logits}
    right = truth.final | {logits: truth.final_logits}
    near = True
    for kind, names in [
        ("parameters", final.keys() - matrices - statistics), ("matrices", matrices),
        ("running statistics", statistics), (logits, {logits}),
    ]:
        if names:
            part = {name: right[name] for name in sorted(names)}
            error, peer = relative(mine, part), relative(its, part)
            near &= error <= max(LOSS_TOLERANCE, 4 * peer)
            print(f"  {kind} after them: relative {error:.2e}, PyTorch's float32 {peer:.2e}")
    if export.settings["start"] != "conditioned":
        return []
    return [
        (f"losses within {LOSS_TOLERANCE:.0e}", losses <= LOSS_TOLERANCE),
        ("state after the steps as near as PyTorch's float32", near),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--golden", type=pathlib.Path)
    parser.add_argument("exports", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    exports = [Export(folder) for folder in options.exports]
    if options.golden:
        options.golden.write_text(golden.lines([golden.case(export) for export in exports]))
        return 0
    results = [compare(export) for export in exports]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
