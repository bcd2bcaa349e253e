"""The hybrid network of Aydin et al. (2024) in PyTorch, written from the paper's description.

It shares no line with the Java engines: an oracle for them. Module names are those of the authors'
code, so a state_dict of either loads with strict=True. Channel counts are read off the weights.
"""

import torch
from torch import nn
from torch.nn import functional as F


def conv(channels_in, channels_out, kernel, stride=1, bias=True):
    return nn.Conv2d(channels_in, channels_out, kernel, stride, kernel // 2, bias=bias)


def twice(x):
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


def leaky(x):
    return F.leaky_relu(x, 0.1)


class Pair(nn.Module):
    """The two convolutions of a block of the U-Net."""

    def __init__(self, first, second):
        super().__init__()
        self.conv1 = first
        self.conv2 = second


class StateInit(nn.Module):
    """conv 1x1, norm, leaky rectifier, conv 1x1, norm: a layer's first potentials."""

    def __init__(self, channels_in, channels_out):
        super().__init__()
        self.conv1 = conv(channels_in, channels_out, 1)
        self.norm_layer = nn.BatchNorm2d(channels_out)
        self.conv2 = conv(channels_out, channels_out, 1)
        self.norm_layer2 = nn.BatchNorm2d(channels_out)
        self.grows = channels_in > channels_out

    def forward(self, x):
        if self.grows:
            x = twice(x)
        return self.norm_layer2(self.conv2(leaky(self.norm_layer(self.conv1(x)))))


class Spiking(nn.Module):
    """A convolution without bias and its norm; the neurons behind it live in Hybrid.step."""

    def __init__(self, channels_in, channels_out, stride=1):
        super().__init__()
        self.conv2d = conv(channels_in, channels_out, 5, stride, bias=False)
        self.norm_layer = nn.BatchNorm2d(channels_out)

    def forward(self, x):
        return self.norm_layer(self.conv2d(x))


class Encoder(nn.Module):
    def __init__(self, channels_in, channels_out):
        super().__init__()
        self.conv = Spiking(channels_in, channels_out, stride=2)

    def forward(self, x):
        return self.conv(x)


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = conv(channels, channels, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = conv(channels, channels, 3, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)


class Head(nn.Module):
    def __init__(self, channels_in, joints):
        super().__init__()
        self.conv2d = conv(channels_in, joints, 1, bias=False)


class Hybrid(nn.Module):
    """ann(y) gives heatmaps and nine potentials; begin() takes them; step(x) goes on."""

    def __init__(self, widths, inputs=20, joints=13, tau=3.0, decay=0.8, threshold=1.0):
        """widths: channels of a0..a5, 32 64 128 256 512 512 in the paper."""
        super().__init__()
        self.tau, self.decay, self.threshold = tau, decay, threshold
        w = widths
        self.conv1_cnn = conv(inputs, w[0], 7)
        self.conv2_cnn = conv(w[0], w[0], 7)
        for i in range(1, 6):
            k = 5 if i == 1 else 3
            block = Pair(conv(w[i - 1], w[i], k), conv(w[i], w[i], k))
            setattr(self, f"down{i}_cnn", block)
        up = [w[5], w[4], w[3], w[2], w[1], w[0]]
        for i in range(1, 6):
            block = Pair(conv(up[i - 1], up[i], 3), conv(2 * up[i], up[i], 3))
            setattr(self, f"up{i}_cnn", block)
        self.conv3_cnn = conv(w[0], joints, 3)

        sources = [w[0], w[1], w[2], w[3], w[4], w[3], w[2], w[1], w[0]]
        layers = [w[0], w[1], w[2], w[3], w[3], w[3], w[2], w[1], w[0]]
        self.states_in = StateInit(sources[0], layers[0])
        for k in range(1, 9):
            setattr(self, f"states_{k}", StateInit(sources[k], layers[k]))

        self.static_conv_snn = Spiking(2, w[0])
        self.down1_snn = Encoder(w[0], w[1])
        self.down2_snn = Encoder(w[1], w[2])
        self.down3_snn = Encoder(w[2], w[3])
        self.residualBlock_snn = Residual(w[3])
        self.up1_snn = Spiking(2 * w[3], w[2])
        self.up2_snn = Spiking(2 * w[2], w[1])
        self.up3_snn = Spiking(2 * w[1], w[0])
        self.temporalflat_snn = Head(2 * w[0], joints)

    def ann(self, y):
        a = [leaky(self.conv2_cnn(leaky(self.conv1_cnn(y))))]
        for i in range(1, 6):
            block = getattr(self, f"down{i}_cnn")
            x = F.avg_pool2d(a[-1], 2)
            a.append(leaky(block.conv2(leaky(block.conv1(x)))))
        b = [a[5]]
        for i in range(1, 6):
            block = getattr(self, f"up{i}_cnn")
            x = leaky(block.conv1(twice(b[-1])))
            b.append(leaky(block.conv2(torch.cat([x, a[5 - i]], 1))))
        heatmaps = self.conv3_cnn(b[5])
        features = [a[0], a[1], a[2], a[3], b[1], b[2], b[3], b[4], b[5]]
        modules = [self.states_in] + [getattr(self, f"states_{k}") for k in range(1, 9)]
        return heatmaps, [module(x) for module, x in zip(modules, features)]

    def begin(self, heatmaps, potentials):
        self.output = heatmaps
        self.v = list(potentials)
        self.margin = float("inf")

    def fire(self, k, x):
        """Neurons of layer k: charge, fire, soft reset. Spikes may be given, see step."""
        h = self.v[k] + (x - self.v[k]) / self.tau
        self.margin = min(self.margin, (h - self.threshold).abs().min().item())
        own = (h - self.threshold >= 0).to(h.dtype)
        z = own if self.given is None else self.given[k]
        self.v[k] = h - z * self.threshold
        self.spikes[k], self.own_spikes[k] = z, own
        return z

    def step(self, x, given=None):
        """One step. given: nine spike maps that take the place of the layers' own."""
        self.given = given
        self.spikes, self.own_spikes = [None] * 9, [None] * 9
        e0 = self.fire(0, self.static_conv_snn(x))
        e1 = self.fire(1, self.down1_snn(e0))
        e2 = self.fire(2, self.down2_snn(e1))
        e3 = self.fire(3, self.down3_snn(e2))
        block = self.residualBlock_snn
        r1 = self.fire(4, block.bn1(block.conv1(e3)))
        r = self.fire(5, block.bn2(block.conv2(r1)) + e3)
        d1 = self.fire(6, self.up1_snn(twice(torch.cat([r, e3], 1))))
        d2 = self.fire(7, self.up2_snn(twice(torch.cat([d1, e2], 1))))
        d3 = self.fire(8, self.up3_snn(twice(torch.cat([d2, e1], 1))))
        correction = self.temporalflat_snn.conv2d(torch.cat([d3, e0], 1))
        self.output = self.decay * self.output + correction
        return self.output


def load(checkpoint, tau, decay, threshold, dtype):
    """A network for evaluation; strict, so every tensor must have the authors' name and shape."""
    state = torch.load(checkpoint, weights_only=True)
    widths = [state["conv1_cnn.weight"].shape[0]]
    widths += [state[f"down{i}_cnn.conv1.weight"].shape[0] for i in range(1, 6)]
    inputs = state["conv1_cnn.weight"].shape[1]
    joints = state["conv3_cnn.weight"].shape[0]
    network = Hybrid(widths, inputs, joints, tau, decay, threshold)
    network.load_state_dict(state, strict=True)
    return network.to(dtype).eval()
