// A camera in the room, from its projection matrix. World: metres, z up; matrices: mm to pixels.

import * as THREE from '/webjars/three/0.181.1/build/three.module.min.js';
import { colours } from './theme.js';

const MM = 0.001;
const DEPTH = 0.3; // metres, how far a drawn camera reaches

/**
 * Where a camera stands and how it looks: a point on the ray of pixel (u, v) is centre + s · M⁻¹ (u, v, 1).
 *
 * @returns {centre, axis, up, corners: [4], halfHeight: tangent of half the angle of its height}
 */
export function place(camera) {
  const p = camera.worldToImage;
  const m = new THREE.Matrix3().set(p[0], p[1], p[2], p[4], p[5], p[6], p[8], p[9], p[10]);
  const sign = Math.sign(m.determinant());
  const inverse = m.invert();
  const centre = new THREE.Vector3(-p[3], -p[7], -p[11]).applyMatrix3(inverse).multiplyScalar(MM);
  const axis = new THREE.Vector3(p[8], p[9], p[10]).normalize().multiplyScalar(sign);
  const ray = (u, v) => {
    const r = new THREE.Vector3(u, v, 1).applyMatrix3(inverse).multiplyScalar(sign);
    return r.divideScalar(r.dot(axis));
  };
  const corners = [[0, 0], [camera.width, 0], [camera.width, camera.height], [0, camera.height]]
    .map(([u, v]) => ray(u, v).multiplyScalar(DEPTH).add(centre));
  const top = ray(camera.width / 2, 0);
  const bottom = ray(camera.width / 2, camera.height);
  const up = top.clone().sub(bottom);
  return { centre, axis: ray(camera.width / 2, camera.height / 2).normalize(), up: up.clone().normalize(), corners, halfHeight: up.length() / 2 };
}

/** Draws a camera and its name into a group. */
export function drawCamera(group, camera, chosen) {
  const { centre, corners } = place(camera);
  const colour = chosen ? colours.second : colours.first;
  const points = [];
  corners.forEach((corner, i) => points.push(centre, corner, corner, corners[(i + 1) % 4]));
  group.add(new THREE.LineSegments(
    new THREE.BufferGeometry().setFromPoints(points), new THREE.LineBasicMaterial({ color: colour })));
  const face = new THREE.BufferGeometry().setFromPoints(corners);
  face.setIndex([0, 1, 2, 0, 2, 3]);
  group.add(new THREE.Mesh(face, new THREE.MeshBasicMaterial(
    { color: colour, transparent: true, opacity: 0.12, side: THREE.DoubleSide, depthWrite: false })));
  const name = label(camera.id, colours.quiet);
  name.position.copy(centre).add(new THREE.Vector3(0, 0, 0.16));
  group.add(name);
}

function label(text, colour) {
  const canvas = document.createElement('canvas');
  canvas.width = 256;
  canvas.height = 64;
  const g = canvas.getContext('2d');
  g.font = '500 38px system-ui, sans-serif';
  g.textAlign = 'center';
  g.textBaseline = 'middle';
  g.fillStyle = colour;
  g.fillText(text, 128, 32, 250);
  const map = new THREE.CanvasTexture(canvas);
  map.colorSpace = THREE.SRGBColorSpace;
  const sprite = new THREE.Sprite(new THREE.SpriteMaterial({ map, transparent: true, depthWrite: false, sizeAttenuation: false }));
  sprite.scale.set(0.1, 0.025, 1);
  return sprite;
}
