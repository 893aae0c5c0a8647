"""First-order bounds of what rounding to float32 can do to a network and its gradients.

The forward and the backward pass are one long program. Let it compute T (the loss, the logits, a
gradient) and let every elementary operation o of it, a convolution or the transpose of one, a batch
norm, ..., return its exact result plus an error e_o. To first order

    T - T_exact = sum over o of (dT / d(result of o)) e_o,

so in the direction v of the difference, and hence for its 2-norm,

    |T - T_exact| = <v, T - T_exact> <= sum over o, elements i of |d<v, T> / d(result of o)_i| E_oi

where E_oi bounds |e_oi|. The derivatives are those of the true network, in float64, by
differentiating through the backward pass; nothing cancels between elements. The E_oi are the
classical ones (Higham, Accuracy and Stability of Numerical Algorithms, chapter 3): a sum of n
products, in any order, with or without fused multiply-adds, errs by at most gamma_n times the sum of
the absolute products, gamma_n = n u / (1 - n u), u = 2^-24. An implementation that sums in blocks or
in double errs by far less, and errors of thousands of operations cancel, so ratios far below 1 are
expected; one above 1 is a defect.

The probable bound lets the errors of different channels and operations be independent with mean 0,
while those within a channel, which share the moments of a batch norm, may conspire: by Hoeffding's
inequality a sum of independent terms within +-b_k exceeds 6 sqrt(sum b_k^2) with a probability below
4e-8.

All this is for one choice of the way that each rectifier turns; see `rectifiers.py`.
"""

import torch
from torch.nn import functional
from torch.overrides import TorchFunctionMode

from rectifiers import Rectifiers

UNIT = 2.0**-24
DEVIATIONS = 6


def gamma(n):
    return n * UNIT / (1 - n * UNIT)


class Probe(torch.autograd.Function):
    """The identity, with a place for an error of the value and one of its gradient."""

    @staticmethod
    def forward(ctx, x, forward_error, backward_error, record):
        ctx.save_for_backward(backward_error)
        ctx.record = record
        return x + forward_error

    @staticmethod
    def backward(ctx, gradient):
        (backward_error,) = ctx.saved_tensors
        # The first time is the backward pass itself, later ones differentiate through it.
        ctx.record.setdefault("gradient", gradient.detach())
        return gradient + backward_error, gradient, None, None


class Recording(TorchFunctionMode):
    """Runs a network with a probe on both sides of every operation that rounds."""

    def __init__(self, model):
        super().__init__()
        self.names = {id(parameter): name for name, parameter in model.named_parameters()}
        # Where errors enter, each with its bound: a tensor, or a function that gives one once the
        # backward pass has been done.
        self.errors = []
        self.bounds = []
        # Bounds of the errors that enter the gradients of parameters, by the parameters' names.
        self.parameter_bounds = {}

    def __torch_function__(self, function, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        name = getattr(function, "__name__", "")
        if name == "conv2d":
            return self.convolution(*args, **kwargs)
        if name == "batch_norm":
            return self.batch_norm(*args, **kwargs)
        if name == "linear":
            return self.linear(*args)
        if name == "cross_entropy":
            return self.cross_entropy(*args)
        if name == "avg_pool2d":
            return self.averages(lambda x: function(x, *args[1:], **kwargs), args[0], 9)
        if name == "mean":
            return self.averages(
                lambda x: function(x, *args[1:], **kwargs), args[0], args[0][0, 0].numel())
        if name in ("add", "__add__"):
            y = function(*args, **kwargs)
            return self.output(y, UNIT * y.detach().abs())[0]
        if name == "relu":
            return functional.relu(args[0])
        return function(*args, **kwargs)

    def probe(self, x, forward_bound, backward_bound):
        record = {}
        forward_error = torch.zeros_like(x, requires_grad=True)
        backward_error = torch.zeros_like(x, requires_grad=True)
        if forward_bound is not None:
            self.errors.append(forward_error)
            self.bounds.append(forward_bound)
        self.errors.append(backward_error)
        self.bounds.append(backward_bound)
        return Probe.apply(x, forward_error, backward_error, record), record

    def input(self, x, backward_bound):
        """Marks what an operation reads; the bound is that of its part of the gradient of x."""
        return self.probe(x, None, backward_bound)[0]

    def output(self, y, bound):
        """Marks what an operation returns; the record will hold the gradient of it."""
        # Gradients of up to three readers are added.
        y, record = self.probe(y, bound, lambda: gamma(2) * record["gradient"].abs())
        return y, record

    def note(self, parameter, bound):
        owner = parameter if id(parameter) in self.names else parameter._base
        self.parameter_bounds[self.names[id(owner)]] = bound

    @staticmethod
    def transposed(function, like, gradient):
        """The transpose of a linear map, applied to `gradient`."""
        with torch.enable_grad():
            x = torch.zeros_like(like, requires_grad=True)
            return torch.autograd.grad(function(x), x, gradient)[0]

    def averages(self, function, x, count):
        """Means of `count` values: sums and a division."""
        inner = self.input(
            x, lambda: gamma(count + 1) * self.transposed(function, x, record["gradient"].abs()))
        y, record = self.output(function(inner), gamma(count + 1) * function(x.detach().abs()))
        return y

    def bilinear(self, function, x, weight, bias, readers):
        """A map linear in x and in the weight; `readers` results read an entry of x at most."""
        sizes, weights = x.detach().abs(), weight.detach().abs()
        terms = weight[0].numel()

        def gradient():
            return record["gradient"].abs()

        inner = self.input(
            x, lambda: gamma(readers) * self.transposed(
                lambda t: function(t, weights), sizes, gradient()))
        bound = function(sizes, weights)
        y = function(inner, weight)
        if bias is not None:
            y, bound, terms = y + bias, bound + bias.detach().abs(), terms + 1
            self.note(bias, lambda: gamma(len(gradient())) * gradient().sum(0))
        y, record = self.output(y, gamma(terms) * bound)
        self.note(
            weight, lambda: gamma(gradient()[:, 0].numel()) * self.transposed(
                lambda t: function(sizes, t), weights, gradient()))
        return y

    def convolution(self, x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
        return self.bilinear(
            lambda x, w: torch.conv2d(x, w, None, stride, padding, dilation, groups),
            x, weight, bias, weight[:, 0].numel() // groups)

    def linear(self, x, weight, bias):
        return self.bilinear(lambda x, w: x @ w.T, x, weight, bias, len(weight))

    def batch_norm(self, x, *running, weight, bias, **options):
        """Mean and variance in two passes, or in double; the rest in a handful of roundings.

        With r the inverse deviation, z = (x - mean) r and a = scale r: the mean errs by gamma_m
        times the mean of |x|, the sum of squares behind r relatively by gamma_(m+3), hence r by half
        of that, and an evaluation as a x + (shift - a mean) by 4 u of the terms.
        """
        scale, shift, eps = weight, bias, options["eps"]
        value = x.detach()
        axes = (0, 2, 3)
        count = value[:, 0].numel()

        def mean(t):
            return t.mean(axes, keepdim=True)

        center = mean(value)
        r = 1 / (mean((value - center) ** 2) + eps).sqrt()
        z = (value - center) * r
        a = scale.detach()[:, None, None] * r
        r_error = gamma(count + 3) / 2 + 4 * UNIT
        z_error = (
            gamma(count) * r * mean(value.abs()) + r_error * z.abs()
            + 4 * UNIT * r * (value.abs() + center.abs()))
        size = scale.detach().abs()[:, None, None]
        offset = shift.detach().abs()[:, None, None]

        def backward_bound():
            g = record["gradient"]
            product = mean(g * z)
            centered = g - mean(g) - z * product
            sums = gamma(count) * (mean(g.abs()) + z.abs() * mean((g * z).abs()))
            moments = z_error * product.abs() + z.abs() * mean(g.abs() * z_error)
            roundings = 4 * UNIT * (g.abs() + mean(g).abs() + (z * product).abs())
            return a.abs() * (sums + moments + roundings + r_error * centered.abs())

        def scale_bound():
            g = record["gradient"].abs()
            return (gamma(count) * g * z.abs() + g * z_error).sum(axes)

        inner = self.input(x, backward_bound)
        y, record = self.output(
            functional.batch_norm(inner, *running, weight=weight, bias=bias, **options),
            size * z_error + 4 * UNIT * offset)
        self.note(scale, scale_bound)
        self.note(shift, lambda: gamma(count) * record["gradient"].abs().sum(axes))
        return y

    def cross_entropy(self, logits, labels):
        """Exponentials of arguments that were rounded once, and a few roundings more."""
        z = logits.detach()
        images, classes = z.shape
        ranges = (z.max(1).values - z.min(1).values)[:, None]
        target = functional.one_hot(labels, classes)
        relative = gamma(classes + 8) + 4 * UNIT * ranges
        bound = relative * (torch.softmax(z, 1) + target) / images
        inner = self.input(logits, lambda: bound)
        loss = functional.cross_entropy(inner, labels)
        size = z.abs().max(1).values.mean() + ranges.mean() + loss.detach()
        return self.probe(loss, gamma(images + classes + 8) * size, lambda: torch.zeros(()))[0]


class Tracer:
    """The bounds of one training pass of a network, with rectifiers turned as `Rectifiers` takes
    them."""

    def __init__(self, model, images, labels, turned):
        self.recording = Recording(model)
        with Rectifiers(turned), self.recording:
            self.logits = model(images)
            self.loss = functional.cross_entropy(self.logits, labels)
        parameters = dict(model.named_parameters())
        gradients = torch.autograd.grad(self.loss, parameters.values(), create_graph=True)
        self.gradients = dict(zip(parameters, gradients))
        self.bounds = [b() if callable(b) else b for b in self.recording.bounds]

    def bound(self, name, difference):
        """The certain and the probable bound of the norm of a difference in the loss, the logits
        [classes, N], or the gradient of the parameter called `name` in PyTorch."""
        results = {"loss": self.loss, "logits": self.logits.T, **self.gradients}
        size = difference.norm()
        direction = difference / size if size > 0 else torch.ones_like(difference)
        functional_value = (direction * results[name]).sum()
        derivatives = torch.autograd.grad(
            functional_value, self.recording.errors, retain_graph=True, allow_unused=True)
        certain = squares = 0.0
        for derivative, bound in zip(derivatives, self.bounds):
            if derivative is not None:
                parts = by_channel(derivative.abs() * bound)
                certain += parts.sum().item()
                squares += parts.square().sum().item()
        if name in self.gradients:
            own = self.recording.parameter_bounds[name]().reshape(direction.shape)
            parts = (direction.abs() * own).flatten()
            certain += parts.sum().item()
            squares += parts.square().sum().item()
        return certain, min(certain, DEVIATIONS * squares**0.5)


def by_channel(parts):
    """Sums over all but the channels, which are the second axis of what has several."""
    return parts.sum([axis for axis in range(parts.dim()) if axis != 1])
