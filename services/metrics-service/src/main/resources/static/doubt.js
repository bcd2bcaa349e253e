// How sure the place of a joint is: an ellipsoid of two standard deviations about it, from its covariance.

import * as THREE from '/webjars/three/0.181.1/build/three.module.min.js';
import { colours, sideOf } from './theme.js';

const MM = 0.001;
const SIGMAS = 2;
const LARGEST = 0.6; // metres; a wilder guess would hide the room
const SWEEPS = 6;

/**
 * Axes of a symmetric matrix by Jacobi's rotations.
 *
 * @param c xx, xy, xz, yy, yz, zz
 * @returns {values: [3], vectors: [3 columns][3]}
 */
export function axes(c) {
  const m = [[c[0], c[1], c[2]], [c[1], c[3], c[4]], [c[2], c[4], c[5]]];
  const v = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const [p, q] of [[0, 1], [0, 2], [1, 2]]) {
      rotate(m, v, p, q);
    }
  }
  return { values: [m[0][0], m[1][1], m[2][2]], vectors: [0, 1, 2].map(k => v.map(row => row[k])) };
}

function rotate(m, v, p, q) {
  if (m[p][q] === 0) {
    return;
  }
  const theta = (m[q][q] - m[p][p]) / (2 * m[p][q]);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cos = 1 / Math.hypot(t, 1);
  const sin = t * cos;
  for (let k = 0; k < 3; k++) {
    [m[k][p], m[k][q]] = [cos * m[k][p] - sin * m[k][q], sin * m[k][p] + cos * m[k][q]];
  }
  for (let k = 0; k < 3; k++) {
    [m[p][k], m[q][k]] = [cos * m[p][k] - sin * m[q][k], sin * m[p][k] + cos * m[q][k]];
    [v[k][p], v[k][q]] = [cos * v[k][p] - sin * v[k][q], sin * v[k][p] + cos * v[k][q]];
  }
}

export class Doubt {
  constructor(joints) {
    this.group = new THREE.Group();
    const sphere = new THREE.SphereGeometry(1, 16, 10);
    this.halos = joints.map(label => {
      const material = new THREE.MeshBasicMaterial({ transparent: true, opacity: 0.16, depthWrite: false });
      material.userData.colour = sideOf(label);
      const halo = new THREE.Mesh(sphere, material);
      halo.matrixAutoUpdate = false;
      halo.visible = false;
      halo.renderOrder = 3;
      this.group.add(halo);
      return halo;
    });
  }

  paint() {
    this.halos.forEach(halo => halo.material.color.set(colours[halo.material.userData.colour]));
  }

  /**
   * @param covariance of each joint, six numbers in mm², null when not known; null when there is no pose
   */
  goTo(covariance) {
    this.halos.forEach((halo, j) => {
      const c = covariance?.[j] ?? null;
      halo.userData.known = c !== null && c[0] + c[3] + c[5] > 0;
      if (halo.userData.known) {
        const { values, vectors } = axes(c);
        const [a, b, d] = vectors.map((axis, k) => new THREE.Vector3(...axis).multiplyScalar(
          Math.min(LARGEST, SIGMAS * Math.sqrt(Math.max(values[k], 1)) * MM)));
        halo.matrix.makeBasis(a, b, d);
      }
    });
  }

  /** Puts the halos where the balls are. */
  draw(balls) {
    this.halos.forEach((halo, j) => {
      halo.visible = halo.userData.known && balls[j].visible;
      halo.matrix.setPosition(balls[j].position);
      halo.matrixWorldNeedsUpdate = true;
    });
  }
}
