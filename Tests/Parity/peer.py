"""What PyTorch makes of an export."""

import itertools

import shuffle_step
import torch
from rectifiers import Rectifiers
from shufflenet import torch_name
from torch.nn import functional


def norm(tensor):
    return tensor.double().norm().item()


def relative(found, truth):
    """The norm of the difference of all tensors together relative to that of the truth."""
    differences = sum(norm(found[name].double() - truth[name]) ** 2 for name in truth)
    return (differences / sum(norm(value) ** 2 for value in truth.values())) ** 0.5


class FirstPass:
    """What PyTorch makes of the first pass, forward and backward, with rectifiers turned."""

    def __init__(self, export, dtype, turned=()):
        model = export.model(dtype)
        with Rectifiers(turned):
            logits = model(export.images.to(dtype))
        loss = functional.cross_entropy(logits, export.labels)
        loss.backward()
        names = {torch_name(name): name for name in export.weights}
        self.loss = loss.detach()
        self.logits = logits.detach().T
        self.gradients = {names[n]: p.grad for n, p in model.named_parameters()}


def nearest(export, gradients, near):
    """The first pass in float64, with those rectifiers of `near` turned that bring its gradients
    nearest to the given ones, so that turning any other or one less brings them no nearer; and which
    were turned."""
    turned, best = set(), FirstPass(export, torch.float64)
    distance = relative(gradients, best.gradients)
    kept = 0
    for place in itertools.cycle(near):
        trial = FirstPass(export, torch.float64, turned ^ {place})
        trial_distance = relative(gradients, trial.gradients)
        kept += 1
        if trial_distance < distance:
            turned, best, distance = turned ^ {place}, trial, trial_distance
            kept = 0
        if kept == len(near):
            break
    return best, turned


class Training:
    """What PyTorch makes of the ten steps."""

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
        for _ in range(export.tensors["losses"].numel()):
            loss = functional.cross_entropy(model(images), export.labels)
            loss.backward()
            self.losses.append(loss.item())
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
