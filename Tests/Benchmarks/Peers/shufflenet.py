"""ShuffleNet v1 and v2 for small colour images in PyTorch, the same networks as Sources/NeuralNet.

Parameters have the names that exported weights have; only batch norms are called differently, see
`torch_name`. Images are [N, 3, H, W].
"""

import torch
from torch import nn
from torch.nn import functional

STAGES = {2: 4, 3: 8, 4: 4}
STEM_CHANNELS = 24
HEAD_CHANNELS = 1024
V2_WIDTHS = {"0.5": 48, "1": 116, "1.5": 176}
V1_WIDTHS = {3: 240, 8: 384}

BATCH_NORM_NAMES = {
    "scale": "weight",
    "shift": "bias",
    "runningMean": "running_mean",
    "runningVariance": "running_var",
}


def torch_name(name):
    """The name in a `state_dict` of the tensor that exported weights call `name`."""
    path, _, last = name.rpartition(".")
    return f"{path}.{BATCH_NORM_NAMES.get(last, last)}"


def fixed_permutation(size, groups):
    """For each output channel of the transpose shuffle the input channel that it takes."""
    width = size // groups
    return [(i % groups) * width + i // groups for i in range(size)]


def stretched(matrix, gain):
    """Each row r replaced by 1/N + (r - 1/N) / s^gain, s^2 = (|r|^2 - 1/N) / (1 - 1/N)."""
    uniform = 1 / matrix.shape[1]
    squares = ((matrix - uniform) ** 2).sum(1, keepdim=True)
    scale = torch.where(squares > 2**-30, ((1 - uniform) / squares) ** (gain / 2), 1)
    return uniform + (matrix - uniform) * scale


class Shuffle(nn.Module):
    """The fixed shuffle, a learned matrix or an index permutation: y_i = sum_j M_ij x_j or x_p(i)."""

    def __init__(self, size, groups, kind):
        super().__init__()
        self.gain = 0
        self.size = size
        self.groups = groups
        self.matrix = None
        self.register_buffer("permutation", None, persistent=False)
        if kind == "learned":
            # The same kind of start: 0.4 of the fixed shuffle, the rest scaled noise.
            noise = torch.rand(size, size)
            noise /= noise.sum(0)
            noise /= noise.sum(1, keepdim=True)
            start = 0.6 * noise
            start[range(size), fixed_permutation(size, groups)] += 0.4
            self.matrix = nn.Parameter(start)

    def freeze(self, permutation):
        self.matrix = None
        self.permutation = torch.as_tensor(permutation)

    def forward(self, x):
        if self.matrix is not None:
            # Faster than `torch.matmul` on [N, C, H*W] and than `torch.einsum`, in every mode.
            matrix = stretched(self.matrix, self.gain) if self.gain else self.matrix
            return functional.conv2d(x, matrix[:, :, None, None])
        if self.permutation is None:
            return functional.channel_shuffle(x, self.groups)
        if x.is_contiguous(memory_format=torch.channels_last):
            # `index_select` over the channels would lose the layout.
            return x.permute(0, 2, 3, 1).index_select(3, self.permutation).permute(0, 3, 1, 2)
        return x.index_select(1, self.permutation)


def pointwise(inputs, outputs, groups=1):
    return nn.Conv2d(inputs, outputs, 1, groups=groups, bias=False)


def depthwise(channels, stride):
    return nn.Conv2d(channels, channels, 3, stride, padding=1, groups=channels, bias=False)


class BranchV2(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = pointwise(inputs, outputs)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.depthwise = depthwise(outputs, stride)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.conv2 = pointwise(outputs, outputs)
        self.norm3 = nn.BatchNorm2d(outputs)

    def forward(self, x):
        x = functional.relu(self.norm1(self.conv1(x)), inplace=True)
        x = self.norm2(self.depthwise(x))
        return functional.relu(self.norm3(self.conv2(x)), inplace=True)


class LeftBranchV2(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.depthwise = depthwise(inputs, 2)
        self.norm1 = nn.BatchNorm2d(inputs)
        self.conv = pointwise(inputs, outputs)
        self.norm2 = nn.BatchNorm2d(outputs)

    def forward(self, x):
        x = self.norm1(self.depthwise(x))
        return functional.relu(self.norm2(self.conv(x)), inplace=True)


class UnitV2(nn.Module):
    """A unit of ShuffleNet v2; where `inputs` and `outputs` differ it has stride 2."""

    def __init__(self, inputs, outputs, strided, kind):
        super().__init__()
        half = outputs // 2
        self.left = LeftBranchV2(inputs, half) if strided else None
        self.branch = BranchV2(inputs if strided else half, half, 2 if strided else 1)
        self.shuffle = Shuffle(outputs, 2, kind)

    def forward(self, x):
        if self.left is not None:
            return self.shuffle(torch.cat([self.left(x), self.branch(x)], 1))
        left, right = x.chunk(2, 1)
        return self.shuffle(torch.cat([left, self.branch(right)], 1))


class BranchV1(nn.Module):
    def __init__(self, inputs, outputs, bottleneck, groups, first_groups, stride):
        super().__init__()
        self.conv1 = pointwise(inputs, bottleneck, first_groups)
        self.norm1 = nn.BatchNorm2d(bottleneck)
        self.depthwise = depthwise(bottleneck, stride)
        self.norm2 = nn.BatchNorm2d(bottleneck)
        self.conv2 = pointwise(bottleneck, outputs, groups)
        self.norm3 = nn.BatchNorm2d(outputs)

    def forward(self, x, shuffle):
        x = shuffle(functional.relu(self.norm1(self.conv1(x)), inplace=True))
        return self.norm3(self.conv2(self.norm2(self.depthwise(x))))


class UnitV1(nn.Module):
    """A unit of ShuffleNet v1."""

    def __init__(self, inputs, outputs, groups, strided, first, kind):
        super().__init__()
        # A quarter of the stage's width, rounded up to whole groups.
        bottleneck = -(-(outputs // 4) // groups) * groups
        self.strided = strided
        self.branch = BranchV1(
            inputs, outputs - inputs if strided else outputs, bottleneck, groups,
            1 if first else groups, 2 if strided else 1)
        self.shuffle = Shuffle(bottleneck, groups, kind)

    def forward(self, x):
        branch = self.branch(x, self.shuffle)
        if not self.strided:
            return functional.relu(branch + x, inplace=True)
        # The average of rectified values needs no rectifier.
        pooled = functional.avg_pool2d(x, 3, 2, padding=1, count_include_pad=True)
        return torch.cat([pooled, functional.relu(branch, inplace=True)], 1)


class ConvNorm(nn.Module):
    def __init__(self, conv):
        super().__init__()
        self.conv = conv
        self.norm = nn.BatchNorm2d(conv.out_channels)

    def forward(self, x):
        return functional.relu(self.norm(self.conv(x)), inplace=True)


class ShuffleNet(nn.Module):
    """`name` is v1-3, v1-8, v2-0.5, v2-1 or v2-1.5; `kind` is fixed or learned, then with a gain."""

    def __init__(self, name, kind="fixed", classes=10, gain=0):
        super().__init__()
        family, _, size = name.partition("-")
        is_v2 = family == "v2"
        if is_v2:
            stem = nn.Conv2d(3, STEM_CHANNELS, 3, padding=1, bias=False)
            width = V2_WIDTHS[size]
        else:
            stem = pointwise(3, STEM_CHANNELS)
            width = V1_WIDTHS[int(size)]
        self.stem = ConvNorm(stem)
        channels = STEM_CHANNELS
        for number, units in STAGES.items():
            stage = nn.Module()
            for unit in range(1, units + 1):
                strided = unit == 1
                module = (
                    UnitV2(channels, width, strided, kind) if is_v2 else
                    UnitV1(channels, width, int(size), strided, strided and number == 2, kind))
                stage.add_module(f"unit{unit}", module)
                channels = width
            self.add_module(f"stage{number}", stage)
            width *= 2
        self.head = ConvNorm(pointwise(channels, HEAD_CHANNELS)) if is_v2 else None
        self.classifier = nn.Linear(HEAD_CHANNELS if is_v2 else channels, classes)
        for shuffle in self.shuffles():
            shuffle.gain = gain

    def forward(self, x):
        x = self.stem(x)
        for number in STAGES:
            for unit in getattr(self, f"stage{number}").children():
                x = unit(x)
        if self.head is not None:
            x = self.head(x)
        return self.classifier(x.mean((2, 3)))

    def shuffles(self):
        return [module for module in self.modules() if isinstance(module, Shuffle)]

    def load(self, tensors):
        """Takes over exported tensors by their names; every one must be there and fit."""
        state = {torch_name(name): torch.as_tensor(value) for name, value in tensors.items()}
        expected = {name for name in self.state_dict() if not name.endswith("num_batches_tracked")}
        if expected != set(state):
            raise ValueError(f"the names differ in {sorted(expected ^ set(state))}")
        self.load_state_dict(state, strict=False)
