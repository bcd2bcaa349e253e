"""The attention temporal network, written in PyTorch from the description alone (Liu et al. 2020, as used by
Aydin et al. 2024), to hold evpose.hybrid.djl.TemporalNetwork to it. Run: python temporal_twin.py FILE writes what
TemporalTwinTest compares with. Weights and inputs are made by number(), in both languages."""

import json
import sys
import zlib

import torch
import torch.nn as nn
import torch.nn.functional as F

JOINTS = 13


class Depthwise(nn.Module):
    """Thirds of the frames: depthwise 3, norm, 1x1, norm."""

    def __init__(self, channels, width):
        super().__init__()
        self.depthwise = nn.Conv1d(channels, channels, 3, stride=3, groups=channels, bias=False)
        self.norm1 = nn.BatchNorm1d(channels)
        self.pointwise = nn.Conv1d(channels, width, 1, bias=False)
        self.norm2 = nn.BatchNorm1d(width)

    def forward(self, x):
        return self.norm2(self.pointwise(self.norm1(self.depthwise(x))))


class Branch(nn.Module):
    """One reach of the selective kernel."""

    def __init__(self, width, j):
        super().__init__()
        self.j = j
        self.depthwise = nn.Conv1d(width, width, 3, stride=3, dilation=j + 1, groups=width, bias=False)
        self.norm1 = nn.BatchNorm1d(width)
        self.pointwise = nn.Conv1d(width, width, 1, groups=8, bias=False)
        self.norm2 = nn.BatchNorm1d(width)

    def forward(self, x):
        if self.j:
            x = F.pad(x, (self.j, self.j), mode="replicate")
        return F.mish(self.norm2(self.pointwise(self.norm1(self.depthwise(x)))))


class Kernels(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.branches = nn.ModuleList(Branch(width, j) for j in range(3))
        self.squeeze = nn.Linear(width, width // 8)
        self.excite = nn.ModuleList(nn.Linear(width // 8, width) for _ in range(3))

    def forward(self, x):
        u = torch.stack([branch(x) for branch in self.branches])
        z = self.squeeze(u.sum(0).mean(-1))
        share = torch.softmax(torch.stack([e(z) for e in self.excite]), 0)
        return (u * share.unsqueeze(-1)).sum(0)


class Side(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.expand = Depthwise(width, width)
        self.conv = nn.Conv1d(width, width, 1, bias=False)
        self.norm = nn.BatchNorm1d(width)

    def forward(self, x, residual, drop):
        return residual + drop(F.mish(self.norm(self.conv(drop(F.mish(self.expand(x)))))))


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.kernels = Kernels(width)
        self.conv = nn.Conv1d(width, width, 1, bias=False)
        self.norm = nn.BatchNorm1d(width)


class Temporal(nn.Module):
    def __init__(self, channels=52, points=52, width=1024, blocks=4, outputs=39, dropout=0.2):
        super().__init__()
        self.frames = 3 ** (blocks + 1)
        self.points = points
        lengths = [3 ** (blocks - i) for i in range(blocks)]
        self.expand = nn.ModuleList(Depthwise(channels, width) for _ in range(blocks))
        self.attention = nn.ModuleList(nn.Linear(self.frames, n) for n in lengths)
        self.attention_norm = nn.ModuleList(nn.BatchNorm1d(n) for n in lengths)
        self.blocks = nn.ModuleList(Block(width) for _ in range(blocks))
        arrives = (("y11", 2), ("y12", 3), ("y21", 3))
        self.side = nn.ModuleDict({key: Side(width) for key, block in arrives if block < blocks})
        self.head = nn.Conv1d(width, outputs, 1)
        self.drop = nn.Dropout(dropout)

    def attend(self, x):
        p = x[:, : self.points].reshape(len(x), -1, JOINTS, 2, self.frames)
        p = (p - p[:, :, :1]).reshape(len(x), self.points, self.frames)
        middle = self.frames // 2
        cosine = F.cosine_similarity(p, p[:, :, middle : middle + 1], dim=1)
        return [torch.sigmoid(n(a(cosine))).unsqueeze(1) for a, n in zip(self.attention, self.attention_norm)]

    def forward(self, x):
        attention = self.attend(x)
        z = [self.drop(F.mish(e(x[..., (3**i - 1) // 2 :: 3**i]))) for i, e in enumerate(self.expand)]
        y = {}
        running = z[0]
        for i, block in enumerate(self.blocks):
            newest = running[..., 2::3]
            if i == 0:
                running = attention[0] * running
                if "y11" in self.side:
                    y["y11"] = self.side["y11"](running[..., 1::3], newest[..., 1::3], self.drop)
                if "y12" in self.side:
                    y["y12"] = self.side["y12"](running[..., 4::9], newest[..., 4::9], self.drop)
            elif i == 1:
                own = attention[1] * running
                if "y21" in self.side:
                    y["y21"] = self.side["y21"](own[..., 1::3], newest[..., 1::3], self.drop)
                running = own + attention[1] * z[1]
            elif i == 2:
                running = attention[2] * (running + z[2] + y["y11"])
            else:
                running = attention[3] * (running + z[3] + y["y12"] + y["y21"])
            running = self.drop(block.kernels(running))
            running = newest + self.drop(F.mish(block.norm(block.conv(running))))
        return self.head(running).squeeze(-1)


def number(name, count):
    """Uniform in [0, 1), a 32-bit congruential generator seeded by the name."""
    x = zlib.crc32(name.encode())
    out = []
    for _ in range(count):
        x = (1664525 * x + 1013904223) % 2**32
        out.append(x / 2**32)
    return torch.tensor(out, dtype=torch.float64)


def fill(net):
    for name, tensor in net.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        u = number(name, tensor.numel()).reshape(tensor.shape)
        if tensor.dim() > 1:
            u = (2 * u - 1) * (3 / (tensor.numel() / tensor.shape[0])) ** 0.5
        elif name.endswith(("weight", "running_var")):
            u = 0.5 + u
        else:
            u = 0.2 * (2 * u - 1)
        tensor.copy_(u)


CASES = {
    "four blocks": dict(channels=52, points=52, width=16, blocks=4, outputs=39),
    "three blocks": dict(channels=117, points=52, width=8, blocks=3, outputs=39),
    "two blocks": dict(channels=117, points=52, width=24, blocks=2, outputs=52),
}


def main(path):
    golden = {}
    for name, sizes in CASES.items():
        net = Temporal(**sizes).double().eval()
        with torch.no_grad():
            fill(net)
            x = 2 * number("input", 2 * sizes["channels"] * net.frames).reshape(2, sizes["channels"], net.frames) - 1
            golden[name] = [round(v, 9) for v in net(x).flatten().tolist()]
    with open(path, "w") as out:
        json.dump(golden, out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
