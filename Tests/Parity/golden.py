"""The numbers of the golden file."""

import json

import numpy
import torch
from peer import FirstPass, Training, norm


def short(error):
    return float(f"{error:.1e}")


def case(export):
    """What the tests compare with: numbers of the first step, and the losses of ten."""
    first, first_single = FirstPass(export, torch.float64), FirstPass(export, torch.float32)
    truth, single = Training(export, torch.float64), Training(export, torch.float32)
    stream = numpy.random.default_rng(1)
    gradients = []
    for name, gradient in first.gradients.items():
        flat = gradient.flatten()
        index = int(stream.integers(flat.numel()))
        gradients.append({
            "name": name, "norm": flat.norm().item(), "index": index,
            "entry": flat[index].item(),
            "floatError": short(norm(first_single.gradients[name].double() - gradient))})
    state = [
        {"name": name, "norm": norm(value),
         "floatError": short(norm(single.final[name].double() - value))}
        for name, value in truth.final.items() if "running" in name or name.endswith("matrix")]
    settings = export.settings
    return {
        "network": settings["network"], "shuffle": settings["shuffle"], "start": settings["start"],
        "batch": int(settings["batch"]), "side": int(settings["side"]),
        "seed": int(settings["seed"]),
        "initialSum": sum(v.double().sum().item() for v in export.weights.values()),
        "logits": first.logits.flatten().tolist(),
        "logitsFloatError": norm(first_single.logits.double() - first.logits),
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
