"""Writes the checkpoints of CheckpointsTest with torch.save itself.

  write_checkpoints.py OUT

plain.pth    a state_dict as training scripts save it
wrapped.pth  the same numbers under state_dict and module., beside an optimiser; half of them in
             float16 or bfloat16, many views of few storages, some of them transposed
old.pth      the format of PyTorch before 1.6
whole.pth    a whole module instead of its state_dict
expected.safetensors  the numbers
"""

import pathlib
import sys

import torch
from safetensors.torch import save_file

import twin

WIDTHS = [2, 2, 2, 3, 5, 5]  # a hundredth of the paper's, at least 2
DTYPES = [torch.float32, torch.float16, torch.float32, torch.bfloat16]


def numbers(shape, generator):
    """Multiples of 1/64 in (0, 2): exact in float16 and bfloat16, positive for variances."""
    return torch.randint(1, 128, shape, generator=generator) / 64


def wrapped(state):
    """Each dtype's tensors are views of one storage; matrices lie there transposed."""
    views = {}
    for i, dtype in enumerate(DTYPES):
        mine = [k for j, k in enumerate(state) if j % len(DTYPES) == i]
        mine = [k for k in mine if state[k].is_floating_point()]
        rows = [state[k].transpose(0, 1) if state[k].dim() > 1 else state[k] for k in mine]
        storage = torch.cat([torch.zeros(3)] + [r.flatten() for r in rows]).to(dtype)
        at = 3
        for k, row in zip(mine, rows):
            view = storage[at : at + row.numel()].view(row.shape)
            views[k] = view.transpose(0, 1) if row.dim() > 1 else view
            at += row.numel()
    counts = {k: v for k, v in state.items() if k not in views}
    ordered = {f"module.{k}": views[k] if k in views else counts[k] for k in state}
    first = next(iter(ordered))
    ordered[first] = torch.nn.Parameter(ordered[first])
    return {
        "epoch": 5,
        "best": 4.98,
        "finished": False,
        "state_dict": ordered,
        "optimizer": {"state": {0: {"step": torch.tensor(7.0)}}, "param_groups": [{"lr": 5e-5}]},
        "note": None,
    }


def main(target):
    torch.manual_seed(2022)
    generator = torch.Generator().manual_seed(2022)
    network = twin.Hybrid(WIDTHS, inputs=2)
    for name, x in network.state_dict().items():
        x.copy_(numbers(x.shape, generator) if x.is_floating_point() else torch.tensor(2_800_001))
    state = network.state_dict()
    torch.save(state, target / "plain.pth")
    torch.save(wrapped(state), target / "wrapped.pth")
    small = torch.nn.Linear(1, 1)
    torch.save(small.state_dict(), target / "old.pth", _use_new_zipfile_serialization=False)
    torch.save(small, target / "whole.pth")
    save_file({k: v.contiguous() for k, v in state.items()}, target / "expected.safetensors")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
