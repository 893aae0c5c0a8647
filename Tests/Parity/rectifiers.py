"""Which way rectifiers turn where rounding decides it.

A rectifier whose argument is within rounding errors of 0 passes a gradient in one program and none
in another; both are right, and their gradients differ by far more than by rounding. The value hardly
depends on it, as a rectifier is continuous. So the truth has as many versions as there are choices
for such arguments, and a program is compared with the version that is nearest to it.
"""

import torch
from torch.overrides import TorchFunctionMode

# An argument may turn either way if it is within this many times the largest difference of float32
# and float64 among the arguments of its channel, since the errors of another float32 program are of the
# same size. Of 8 images of 32x32 a channel has 128 arguments or more; with fewer the limit is lower, so
# that a turned rectifier may be missed, and the comparison fails.
MARGIN = 2


class Rectifiers(TorchFunctionMode):
    """Notes the arguments of rectifiers, [N, C, H, W]; those in `turned`, pairs of the number of
    the rectifier and the flat index, are passed on if negative and cut off if positive."""

    def __init__(self, turned=()):
        super().__init__()
        self.turned = turned
        self.arguments = []

    def __torch_function__(self, function, types, args=(), kwargs=None):
        if getattr(function, "__name__", "") != "relu":
            return function(*args, **(kwargs or {}))
        x = args[0]
        passes = (x.detach() > 0).contiguous()
        for rectifier, index in self.turned:
            if rectifier == len(self.arguments):
                passes.view(-1)[index] ^= True
        self.arguments.append(x.detach().contiguous())
        return x * passes


def uncertain(model, images):
    """The arguments whose signs rounding may change, as `Rectifiers` takes them; how many of them it
    does change in PyTorch's float32; and the number of all arguments."""
    passes = []
    for dtype in [torch.float32, torch.float64]:
        with Rectifiers() as rectifiers, torch.no_grad():
            model.to(dtype)(images.to(dtype))
        passes.append(rectifiers.arguments)
    near, changed, count = [], 0, 0
    for rectifier, (single, double) in enumerate(zip(*passes)):
        limit = MARGIN * (single - double).abs().amax((0, 2, 3), keepdim=True)
        places = (double.abs() <= limit).flatten().nonzero().flatten()
        near += [(rectifier, index) for index in places.tolist()]
        changed += ((single > 0) != (double > 0)).sum().item()
        count += double.numel()
    return near, changed, count
