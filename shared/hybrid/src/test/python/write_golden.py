"""Writes what the twin computes for the networks of evpose.hybrid.Oracle.

  write_golden.py IN OUT

IN is the folder that OracleInputsTest writes, target/oracle: NAME.pth, NAME.json, NAME-inputs.safetensors. For each, OUT
gets NAME-golden.safetensors: every SAMPLE-th number of the ANN's heatmaps, the nine first
potentials, and of potentials and output after each step; the mean and the mean size of all numbers;
spikes, 24 to a float; of small networks the whole start state. Computed in double precision.
"""

import json
import pathlib
import sys

import numpy as np
import torch
from safetensors.numpy import load_file, save_file

import twin

SAMPLE = 61
WHOLE_BYTES = 100_000  # a start state below this is kept whole, so engines without ANN can start
BITS = 24  # a float holds so many exactly


def packed(spikes):
    bits = spikes.flatten().numpy().astype(np.int64)
    bits = np.pad(bits, (0, -len(bits) % BITS)).reshape(-1, BITS)
    return (bits << np.arange(BITS)).sum(1).astype(np.float32)


def main(source, target):
    torch.set_grad_enabled(False)
    torch.set_num_threads(1)
    for checkpoint in sorted(source.glob("*.pth")):
        name = checkpoint.stem
        model = json.loads((source / f"{name}.json").read_text())["model"]
        inputs = load_file(source / f"{name}-inputs.safetensors")
        settings = model["tau"], model["lambda"], model["threshold"]
        network = twin.load(checkpoint, *settings, torch.float64)
        golden = {}

        def keep(key, x):
            flat = x.flatten().numpy()
            golden[key] = flat[::SAMPLE].astype(np.float32)
            means = [flat.mean(), np.abs(flat).mean()]
            golden[key + ".means"] = np.array(means, np.float32)

        heatmaps, potentials = network.ann(torch.from_numpy(inputs["ann"])[None].double())
        keep("ann.heatmaps", heatmaps)
        for k, v in enumerate(potentials):
            keep(f"ann.potentials.{k}", v)
        if heatmaps.numel() * 4 < WHOLE_BYTES:
            golden["start.heatmaps"] = heatmaps.flatten().float().numpy()
            for k, v in enumerate(potentials):
                golden[f"start.potentials.{k}"] = v.flatten().float().numpy()
        network.begin(heatmaps, potentials)
        fired = np.zeros((len(inputs["events"]), 9))
        for t, events in enumerate(inputs["events"]):
            keep(f"step{t}.heatmaps", network.step(torch.from_numpy(events)[None].double()))
            for k in range(9):
                keep(f"step{t}.potentials.{k}", network.v[k])
                golden[f"step{t}.spikes.{k}"] = packed(network.spikes[k])
                fired[t, k] = network.spikes[k].mean()
        golden["margin"] = np.array([network.margin], np.float32)
        save_file(golden, target / f"{name}-golden.safetensors")
        rates = " ".join(f"{rate:.3f}" for rate in fired.mean(0))
        print(f"{name}: margin {network.margin:.2e}, spikes a neuron and step {rates}")
        assert (fired.sum(0) > 0).all(), "a silent layer tests nothing"


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
