"""What `Benchmarks parity` wrote."""

import json

from safetensors import safe_open
from shufflenet import ShuffleNet


class Export:
    """The folder that `Benchmarks parity` wrote."""

    def __init__(self, folder):
        with safe_open(folder / "network.safetensors", "pt") as file:
            self.weights = {name: file.get_tensor(name) for name in file.keys()}
            self.network = json.loads(file.metadata()["network"])
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
        model = ShuffleNet(self.settings["network"], kind, gain=self.network.get("gain", 0))
        model.load(self.weights)
        return model.to(dtype)

    def named(self, prefix):
        return {
            name.removeprefix(prefix): value
            for name, value in self.tensors.items() if name.startswith(prefix)
        }
