"""Holds what `evpose export` writes against readers of other people: BVH, C3D, TRC and CSV say the same.

Not part of the build. Needs from PyPI: numpy bvh bvhtoolbox ezc3d

    python check.py [--evpose ../../../evpose] [--poses poses.jsonl]

Without --poses a walker is made up. Prints a row for each tool; exit code 1 when any differs.
"""

import argparse
import csv
import json
import math
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

JOINTS = ["head", "shoulderR", "shoulderL", "elbowR", "elbowL", "hipR", "hipL", "handR", "handL", "kneeR", "kneeL",
          "footR", "footL"]
BONES = {"head": "Head", "shoulderR": "RightArm", "shoulderL": "LeftArm", "elbowR": "RightForeArm",
         "elbowL": "LeftForeArm", "hipR": "RightUpLeg", "hipL": "LeftUpLeg", "handR": "RightHand", "handL": "LeftHand",
         "kneeR": "RightLeg", "kneeL": "LeftLeg", "footR": "RightFoot", "footL": "LeftFoot"}
PARENT = {"elbowR": "shoulderR", "elbowL": "shoulderL", "handR": "elbowR", "handL": "elbowL", "kneeR": "hipR",
          "kneeL": "hipL", "footR": "kneeR", "footL": "kneeL"}
ROUNDING_MM = 0.05


def walker(frames, noise_mm, seed):
    """[frames][13][3] mm, z up, a person who walks and turns."""
    random = np.random.default_rng(seed)
    out = np.zeros((frames, 13, 3))
    for f in range(frames):
        t = f / 100
        phase, about = 2 * math.pi * 0.9 * t, 0.8 * t
        body = np.zeros((13, 3))
        body[0] = 0, -60, 1650

        def limb(origin, length, angle):
            return origin + length * np.array([0, -math.sin(angle), -math.cos(angle)])

        for side, s in ((0, -1), (1, 1)):
            leg, arm = 0.5 * s * math.sin(phase), -0.7 * s * math.sin(phase) + 0.3
            body[1 + side] = s * 190, 0, 1450
            body[3 + side] = limb(body[1 + side], 290, arm)
            body[5 + side] = s * 110, 0, 950
            body[7 + side] = limb(body[3 + side], 260, arm + 0.6 + 0.5 * math.sin(2 * phase + s))
            body[9 + side] = limb(body[5 + side], 440, leg)
            body[11 + side] = limb(body[9 + side], 420, leg - 0.5 - 0.4 * math.cos(phase + side * math.pi))
        turn = np.array([[math.cos(about), -math.sin(about), 0], [math.sin(about), math.cos(about), 0], [0, 0, 1]])
        out[f] = body @ turn.T + [400 * math.sin(0.31 * t), 0, 0]
    return out + noise_mm * random.standard_normal(out.shape)


def write_poses(joints, file):
    with open(file, "w", encoding="utf-8") as out:
        for step, body in enumerate(joints):
            points = [{"x": round(x, 3), "y": round(y, 3), "z": round(z, 3), "confidence": 0.9,
                       "covarianceMm2": [1, 0, 0, 1, 0, 1], "reprojectionPx": 1.0, "views": 4, "ageSteps": 0}
                      for x, y, z in body.tolist()]
            out.write(json.dumps({
                "rig": "made-up", "step": step, "stepMicros": 10000, "endMicros": (step + 1) * 10000, "revision": 0,
                "final": True, "cameras": ["a", "b", "c", "d"], "camerasExpected": 4, "joints": points, "macs": 0,
                "acs": 0, "neuronUpdates": 0,
                "inputs": {"model": "", "calibration": "", "policy": "", "engine": ""}}) + "\n")


def read_csv(file):
    with open(file, newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    place = [[[float(r[f"{j}_{axis}_mm"] or "nan") for axis in "xyz"] for j in JOINTS] for r in rows]
    return np.array(place)


def deviations(joints, bones):
    """Largest sum of length deviations from a joint up to its shoulder or hip, mm."""
    most = 0
    for joint in PARENT:
        total = np.zeros(len(joints))
        while joint in PARENT:
            length = np.linalg.norm(joints[:, JOINTS.index(joint)] - joints[:, JOINTS.index(PARENT[joint])], axis=1)
            total += np.abs(length - bones[joint])
            joint = PARENT[joint]
        most = max(most, np.nanmax(total))
    return most


def check_bvh(file, truth):
    from bvh import Bvh
    from bvhtoolbox import BvhTree
    from bvhtoolbox.convert.bvh2csv import write_joint_positions

    text = pathlib.Path(file).read_text(encoding="utf-8")
    parsed = Bvh(text)
    assert parsed.nframes == len(truth), (parsed.nframes, len(truth))
    assert abs(parsed.frame_time - 0.01) < 1e-9, parsed.frame_time
    positions = pathlib.Path(file).with_suffix(".positions.csv")
    write_joint_positions(BvhTree(text), str(positions))  # its own scale multiplies joint by joint
    with open(positions, newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    lengths = {j: 10 * np.linalg.norm(parsed.joint_offset(BONES[j])) for j in PARENT}
    most = 0
    for index, joint in enumerate(JOINTS):
        mm = 10 * np.array([[float(row[f"{BONES[joint]}.{axis}"]) for axis in "xyz"] for row in rows])
        ours = np.stack([mm[:, 0], -mm[:, 2], mm[:, 1]], axis=1)
        most = max(most, np.nanmax(np.linalg.norm(ours - truth[:, index], axis=1)))
    trunk = 0
    for a, b in (("shoulderR", "shoulderL"), ("hipR", "hipL")):
        length = np.linalg.norm(truth[:, JOINTS.index(a)] - truth[:, JOINTS.index(b)], axis=1)
        trunk = max(trunk, np.nanmax(np.abs(length / 2 - 10 * np.linalg.norm(parsed.joint_offset(BONES[a])))))
    middle = [(truth[:, JOINTS.index(r)] + truth[:, JOINTS.index(l)]) / 2
              for r, l in (("hipR", "hipL"), ("shoulderR", "shoulderL"))]
    torso = np.linalg.norm(middle[1] - middle[0], axis=1)
    trunk += np.nanmax(np.abs(torso - 10 * np.linalg.norm(parsed.joint_offset("Spine1"))))
    neck = np.linalg.norm(truth[:, 0] - middle[1], axis=1)
    neck = np.nanmax(np.abs(neck - 10 * np.linalg.norm(parsed.joint_offset("Head"))))
    return most, trunk + max(neck, deviations(truth, lengths)) + ROUNDING_MM


def check_c3d(file, truth):
    import ezc3d

    points = ezc3d.c3d(str(file))["data"]["points"][:3].transpose(2, 1, 0)
    return np.nanmax(np.abs(points - truth)), ROUNDING_MM


def check_trc(file, truth):
    rows = [line.split("\t") for line in pathlib.Path(file).read_text(encoding="utf-8").splitlines()[6:]]
    metres = np.array([[float(v or "nan") for v in row[2:41]] for row in rows]).reshape(-1, 13, 3)
    ours = np.stack([metres[..., 0], -metres[..., 2], metres[..., 1]], axis=-1) * 1000
    return np.nanmax(np.abs(ours - truth)), ROUNDING_MM


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--evpose", default=str(pathlib.Path(__file__).resolve().parents[3] / "evpose"))
    parser.add_argument("--poses")
    options = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        sources = {"recorded": options.poses} if options.poses else {}
        for name, noise in () if options.poses else (("constant bones", 0), ("15 mm noise", 15)):
            sources[name] = folder / f"{noise}.jsonl"
            write_poses(walker(600, noise, 1), sources[name])
        for name, poses in sources.items():
            for kind in ("csv", "bvh", "c3d", "trc"):
                subprocess.run([options.evpose, "export", str(poses), "--to", kind, "--out", str(folder / f"x.{kind}")],
                               check=True, stdout=subprocess.DEVNULL)
            truth = read_csv(folder / "x.csv")
            for kind, tool, check in (("bvh", "bvh, bvhtoolbox", check_bvh), ("c3d", "ezc3d", check_c3d),
                                      ("trc", "columns", check_trc)):
                error, allowed = check(folder / f"x.{kind}", truth)
                failed |= not error <= allowed
                print(f"{name:15} {kind:4} {tool:16} differs by at most {error:9.4f} mm, allowed {allowed:9.4f} mm"
                      f"  {'ok' if error <= allowed else 'DIFFERS'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
