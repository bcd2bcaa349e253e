"""Writes calibration files with the libraries of other tools, for FormatsTest, and reads ours with them.

python3 -m venv venv && venv/bin/pip install opencv-python-headless numpy scipy toml tomli-w pyyaml aniposelib
venv/bin/python interop.py write ../resources/interop     # what the repository holds
venv/bin/python interop.py read FOLDER                    # checks what FormatsTest's formats wrote, see README
"""
import pathlib
import sys

import cv2
import numpy as np
import scipy.io
import toml
import tomli_w
import yaml
from aniposelib.cameras import Camera, CameraGroup

SIZE = (346, 260)
K = [np.array([[330.5, 0, 171.25], [0, 331.75, 130.5], [0, 0, 1]]),
     np.array([[345.0, 0, 169.0], [0, 344.0, 128.0], [0, 0, 1]])]
DIST = [np.array([-0.31, 0.12, 0.0011, -0.0008, 0.0]), np.zeros(5)]
CENTRE = [np.array([2200.0, -1900.0, 1800.0]), np.array([-2100.0, -2000.0, 1750.0])]  # mm
POINT = np.array([-500.0, -700.0, 1600.0])


def looking(centre):
    forward = np.array([0, 0, 900.0]) - centre
    forward /= np.linalg.norm(forward)
    right = np.cross(forward, [0, 0, 1.0])
    right /= np.linalg.norm(right)
    return np.array([right, np.cross(forward, right), forward])


R = [looking(c) for c in CENTRE]
T = [-r @ c for r, c in zip(R, CENTRE)]
RVEC = [cv2.Rodrigues(r)[0].ravel() for r in R]


def seen(i, point, dist):
    return cv2.projectPoints(point.reshape(1, 3), RVEC[i], T[i], K[i], dist)[0].ravel()


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for ending, name in ((".yml", "opencv-" + cv2.__version__), (".xml", "opencv-xml-" + cv2.__version__)):
        (folder / name).mkdir(exist_ok=True)
        for i in range(2):
            fs = cv2.FileStorage(str(folder / name / f"cam{i}{ending}"), cv2.FILE_STORAGE_WRITE)
            fs.write("image_width", SIZE[0])
            fs.write("image_height", SIZE[1])
            fs.write("camera_matrix", K[i])
            fs.write("distortion_coefficients", DIST[i].reshape(1, 5))
            fs.write("R", R[i])
            fs.write("T", T[i].reshape(3, 1))
            fs.release()
    mocap = folder / ("easymocap-opencv-" + cv2.__version__)  # as easymocap/mytools/camera_utils.py writes it
    mocap.mkdir(exist_ok=True)
    for name in ("intri", "extri"):
        fs = cv2.FileStorage(str(mocap / (name + ".yml")), cv2.FILE_STORAGE_WRITE)
        fs.startWriteStruct("names", cv2.FileNode_SEQ)
        for i in range(2):
            fs.write("", f"{i:02d}")
        fs.endWriteStruct()
        for i in range(2):
            if name == "intri":
                fs.write(f"K_{i:02d}", K[i])
                fs.write(f"dist_{i:02d}", DIST[i].reshape(1, 5))
            else:
                fs.write(f"R_{i:02d}", RVEC[i].reshape(3, 1))
                fs.write(f"Rot_{i:02d}", R[i])
                fs.write(f"T_{i:02d}", (T[i] / 1000).reshape(3, 1))
        fs.release()
    flip = []
    for i in range(2):  # as DHP19: v counted upwards
        p = K[i] @ np.hstack([R[i], T[i][:, None]])
        p[1] = SIZE[1] * p[2] - p[1]
        flip.append(p / p[2, 3])
    (folder / "numpy-2").mkdir(exist_ok=True)
    np.save(folder / "numpy-2" / "P1.npy", flip[0])
    np.save(folder / "numpy-2" / "P2.npy", np.asfortranarray(flip[1]))
    scipy.io.savemat(folder / "scipy-1.17.mat", {"cams": {"P1": flip[0], "P2": flip[1]}})
    CameraGroup([Camera(matrix=K[i], dist=DIST[i], size=SIZE, rvec=RVEC[i], tvec=T[i], name=chr(65 + i))
                 for i in range(2)]).dump(str(folder / "calibration-aniposelib-0.8.0.toml"))
    sections = {}
    for i in range(2):
        sections[f"int_cam{i}_img"] = {"name": f"cam{i}", "size": [346.0, 260.0], "matrix": K[i].tolist(),
                                       "distortions": DIST[i][:4].tolist(), "rotation": RVEC[i].tolist(),
                                       "translation": (T[i] / 1000).tolist(), "fisheye": False}
    sections["metadata"] = {"adjusted": False, "error": 0.0}
    (folder / "calib_pose2sim-tomli-w-1.2.0.toml").write_text(tomli_w.dumps(sections))
    chain = {}
    pose = [np.vstack([np.hstack([R[i], T[i][:, None] / 1000]), [0, 0, 0, 1]]) for i in range(2)]
    for i in range(2):
        chain[f"cam{i}"] = {"cam_overlaps": [1 - i], "camera_model": "pinhole",
                            "distortion_coeffs": DIST[i][:4].tolist(), "distortion_model": "radtan",
                            "intrinsics": [K[i][0, 0], K[i][1, 1], K[i][0, 2], K[i][1, 2]],
                            "resolution": list(SIZE), "rostopic": f"/cam{i}/image_raw",
                            "T_cam_imu": pose[i].tolist(), "timeshift_cam_imu": 0.0}
    chain["cam1"]["T_cn_cnm1"] = (pose[1] @ np.linalg.inv(pose[0])).tolist()
    (folder / "camchain-pyyaml-6.0.4.yaml").write_text(
        yaml.safe_dump(plain(chain), default_flow_style=None))
    ros = folder / "ros-pyyaml-6.0.4"
    ros.mkdir(exist_ok=True)
    places = {"units": "mm", "world_up": "z"}
    for i in range(2):
        info = {"image_width": SIZE[0], "image_height": SIZE[1], "camera_name": f"davis{i}",
                "camera_matrix": matrix(K[i]), "distortion_model": "plumb_bob",
                "distortion_coefficients": matrix(DIST[i].reshape(1, 5)),
                "rectification_matrix": matrix(np.eye(3)),
                "projection_matrix": matrix(np.hstack([K[i], np.zeros((3, 1))]))}
        (ros / f"davis{i}.yaml").write_text(yaml.safe_dump(info))
        places[f"davis{i}"] = {"rotation": R[i].ravel().tolist(), "translation": T[i].tolist()}
    (ros / "extrinsics.yaml").write_text(yaml.safe_dump(places))
    for i in range(2):
        print("bent", [repr(float(x)) for x in seen(i, POINT, DIST[i])],
              "straight", [repr(float(x)) for x in seen(i, POINT, np.zeros(5))])


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value.item() if hasattr(value, "item") else value


def matrix(m):
    return {"rows": m.shape[0], "cols": m.shape[1], "data": [float(x) for x in m.ravel()]}


def read(folder):
    """Our own exports of one rig, in folders named by format, all give the same pixels."""
    pixels = {}

    def put(name, k, r, t, dist, fisheye=False):
        point = POINT.reshape(1, 1, 3)
        rvec = cv2.Rodrigues(np.array(r, float).reshape(3, 3))[0] if np.size(r) == 9 else np.array(r, float).reshape(3, 1)
        project = cv2.fisheye.projectPoints if fisheye else cv2.projectPoints
        k, t = np.array(k, float).reshape(3, 3), np.array(t, float).reshape(3, 1)
        pixels.setdefault(name, []).append(project(point, rvec, t, k, np.array(dist, float))[0].ravel())

    for f in sorted((folder / "opencv").glob("*.yml")) + sorted((folder / "opencv-xml").glob("*.xml")):
        fs = cv2.FileStorage(str(f), cv2.FILE_STORAGE_READ)
        m = [fs.getNode(n).mat() for n in ("camera_matrix", "R", "T", "distortion_coefficients")]
        put(f.parent.name, *m, fs.getNode("fisheye").real() == 1)
    fi = cv2.FileStorage(str(folder / "easymocap/intri.yml"), cv2.FILE_STORAGE_READ)
    fe = cv2.FileStorage(str(folder / "easymocap/extri.yml"), cv2.FILE_STORAGE_READ)
    names = fi.getNode("names")
    for i in range(names.size()):
        n = names.at(i).string()
        put("easymocap", fi.getNode("K_" + n).mat(), fe.getNode("R_" + n).mat(),
            fe.getNode("T_" + n).mat() * 1000, fi.getNode("dist_" + n).mat())
    group = CameraGroup.load(str(folder / "anipose/calibration.toml"))
    for i, c in enumerate(group.cameras):
        pixels.setdefault("aniposelib", []).append(c.project(POINT.reshape(1, 3)).ravel())
    for name, scale in (("anipose", 1), ("pose2sim", 1000)):
        for key, c in toml.load(next((folder / name).glob("*.toml"))).items():
            if "matrix" in c:
                put(name, c["matrix"], c["rotation"], np.array(c["translation"]) * scale, c["distortions"])
    places = yaml.safe_load((folder / "ros/extrinsics.yaml").read_text())
    for f in sorted((folder / "ros").glob("*.yaml")):
        if f.name != "extrinsics.yaml":
            c = yaml.safe_load(f.read_text())
            p = places[c["camera_name"]]
            put("ros", c["camera_matrix"]["data"], p["rotation"], np.array(p["translation"]) * (1000 if places["units"] == "m" else 1),
                c["distortion_coefficients"]["data"])
    for f in sorted((folder / "dhp19").glob("*.npy")):
        p = np.load(f)
        h = p @ np.append(POINT, 1)
        pixels.setdefault("dhp19", []).append(np.array([h[0] / h[2], SIZE[1] - h[1] / h[2]]))
    file = folder / "matlab/cameras.mat"  # lenses that bend cannot be said in matrices
    mat = scipy.io.loadmat(file) if file.exists() else {}
    for n in sorted(k for k in mat if not k.startswith("__")):
        h = mat[n] @ np.append(POINT, 1)
        pixels.setdefault("matlab", []).append(np.array([h[0] / h[2], SIZE[1] - h[1] / h[2]]))
    cams = yaml.safe_load((folder / "kalibr/camchain.yaml").read_text())
    print("kalibr:", len(cams), "cameras, baseline",
          [round(float(np.linalg.norm(np.array(c["T_cn_cnm1"])[:3, 3])), 6) for c in cams.values() if "T_cn_cnm1" in c], "m")
    first = pixels["opencv"]
    for name, p in pixels.items():
        worst = max(float(np.abs(a - b).max()) for a, b in zip(first, p))
        print(f"{name}: {len(p)} cameras, {worst:.1e} px from opencv")
        assert worst < 1e-6 and len(p) == len(first), name


{"write": write, "read": read}[sys.argv[1]](pathlib.Path(sys.argv[2]))
