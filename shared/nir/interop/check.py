"""Holds a NIR file of `evpose weights export --nir` against PyPI's nir, and runs it.

Not part of the build. Needs from PyPI: nir numpy h5py

    python check.py [--evpose ../../../evpose] [--model compact] [--steps 10]

Reads the file with nir.read, walks the graph's edges with numpy (double precision; nothing here knows the network, only node
types, edges and the stated metadata), and compares potentials and outputs with the traces of the event-driven engine. Each step
starts from the recorded state, so that one neuron that rounds to the other side of its threshold is one difference and not a
thousand. Exit code 1 when more than one neuron in a hundred thousand differs.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

import h5py
import nir
import numpy as np

NEAR = 1e-4  # potentials are floats of size one
SHARE = 1e-5


def doubled(x):
    """Bilinear x2 with half-pixel centres, both axes: what the metadata says."""
    for axis in (1, 2):
        x = np.moveaxis(x, axis, 0)
        before = np.concatenate([x[:1], x[:-1]])
        after = np.concatenate([x[1:], x[-1:]])
        out = np.empty((2 * len(x),) + x.shape[1:])
        out[0::2] = 0.75 * x + 0.25 * before
        out[1::2] = 0.75 * x + 0.25 * after
        x = np.moveaxis(out, 0, axis)
    return x


def convolve(node, x):
    if "upsample_input" in node.metadata:
        assert "half-pixel" in str(node.metadata["upsample_input"])
        x = doubled(x)
    assert tuple(x.shape[1:]) == tuple(int(s) for s in node.input_shape), "the stated shape is not what comes in"
    pad, stride = int(node.padding[0]), int(node.stride[0])
    weight = node.weight.astype(float)
    k = weight.shape[2]
    x = np.pad(x, ((0, 0), (pad, pad), (pad, pad)))
    size = (x.shape[1] - k) // stride + 1
    out = np.zeros((weight.shape[0], size, size))
    for i in range(k):
        for j in range(k):
            part = x[:, i:i + stride * size:stride, j:j + stride * size:stride]
            out += np.tensordot(weight[:, :, i, j], part, axes=1)
    return out + node.bias[:, None, None]


def order(graph):
    """Nodes such that each comes after all that feed it."""
    waiting = {name: {a for a, b in graph.edges if b == name} for name in graph.nodes}
    done = []
    while waiting:
        ready = sorted(name for name, sources in waiting.items() if sources <= set(done))
        assert ready, "the graph has a loop"
        done += ready
        for name in ready:
            del waiting[name]
    return done


def step(graph, nodes, state, x, dt):
    """One step; state (name -> v) is changed."""
    out = {}
    for name in nodes:
        node = graph.nodes[name]
        sources = [a for a, b in graph.edges if b == name]
        current = sum(out[s] for s in sources) if sources else x
        if isinstance(node, nir.Input) or isinstance(node, nir.Output):
            out[name] = current
        elif isinstance(node, nir.Conv2d):
            out[name] = convolve(node, current)
        elif isinstance(node, nir.LIF):
            assert str(node.metadata["reset"]) == "subtract"
            v = state[name] + dt / node.tau.astype(float) * (node.v_leak - state[name] + node.r * current)
            out[name] = (v >= node.v_threshold).astype(float)
            state[name] = v - out[name] * node.v_threshold
        elif isinstance(node, nir.LI):
            state[name] = state[name] + dt / node.tau.astype(float) * (node.v_leak - state[name] + node.r * current)
            out[name] = state[name]
        elif isinstance(node, nir.I):
            state[name] = state[name] + dt * node.r * current
            out[name] = state[name]
        else:
            raise AssertionError(f"unexpected node: {name} {type(node).__name__}")
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--evpose", default=str(pathlib.Path(__file__).resolve().parents[3] / "evpose"))
    parser.add_argument("--model", default="compact")
    parser.add_argument("--steps", type=int, default=10)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file, traces = f"{folder}/a.nir", f"{folder}/traces.h5"
        subprocess.run([asked.evpose, "weights", "export", asked.model, "--nir", "--out", file, "--traces", traces,
                        "--trace-steps", str(asked.steps)], check=True)
        graph = nir.read(file, type_check=False)  # doubling a map is not a node, so types do not meet there
        print(f"nir {nir.version}: file version {nir.serialization.read_version(file)}, {len(graph.nodes)} nodes,"
              f" {len(graph.edges)} edges")
        dt = float(graph.metadata["dt"])
        nodes = order(graph)
        neurons = differ = 0
        worst_output = worst = 0.0
        with h5py.File(traces) as recorded:
            inputs, outputs = recorded["inputs"][()].astype(float), recorded["outputs"][()].astype(float)
            potentials = {name: v[()].astype(float) for name, v in recorded["potentials"].items()}
        fired = {name: 0.0 for name in potentials}
        for t in range(len(inputs)):
            state = {name: v[t].copy() for name, v in potentials.items()}
            state["membrane"] = outputs[t].copy()
            out = step(graph, nodes, state, inputs[t], dt)
            for name, v in potentials.items():
                off = np.abs(state[name] - v[t + 1])
                neurons += off.size
                differ += int((off > NEAR).sum())
                worst = max(worst, float(off[off <= NEAR].max()))
                fired[name] += out[name].mean() / len(inputs)
            off = np.abs(out["output"] - outputs[t + 1])
            worst_output = max(worst_output, float(np.quantile(off, 1 - SHARE)))
        print("share that fires:", " ".join(f"{name} {rate:.3f}" for name, rate in fired.items()))
        print(f"{neurons} potentials, {differ} off by more than {NEAR}, the others by at most {worst:.1e};"
              f" outputs off by at most {worst_output:.1e}")
        good = differ <= SHARE * neurons and worst_output < 1e-3 and all(rate > 0 for rate in fired.values())
        print("equal" if good else "NOT equal")
        return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
