// Two bodies beside each other, the true one behind each in grey. Drag turns the room, the slider and the arrow keys move through time.
'use strict';
(() => {
  const { joints, bones, frames } = JSON.parse(document.getElementById('motion-data').textContent);
  const section = document.getElementById('motion');
  const canvases = [...section.querySelectorAll('canvas')];
  const slider = section.querySelector('input');
  const button = section.querySelector('button');
  const said = section.querySelector('[role=status]');
  const PADDING = 1.25;
  const STRAY = 0.02; // share of coordinates at either end that the picture need not hold
  const middle = [0, 1, 2].map(axis => {
    const all = frames.flatMap(f => [...f.a, ...f.b, ...(f.t ?? [])].filter((v, i) => i % 3 === axis && v !== null)).sort((p, q) => p - q);
    const [low, high] = [all[Math.floor(STRAY * all.length)], all[Math.ceil((1 - STRAY) * all.length) - 1]];
    return { at: (low + high) / 2, size: high - low };
  });
  const room = Math.max(1, ...middle.map(m => m.size)) * PADDING;
  let turn = 0.6;
  let at = 0;
  let playing = null;

  const colour = name => getComputedStyle(section).getPropertyValue(name);

  function place(body, joint, size) {
    const [x, y, z] = [0, 1, 2].map(axis => body[3 * joint + axis] === null ? undefined : body[3 * joint + axis] - middle[axis].at);
    const scale = size / room;
    return [size / 2 + scale * (x * Math.cos(turn) + y * Math.sin(turn)), size / 2 - scale * z];
  }

  function draw(pen, body, size, ink, width) {
    pen.strokeStyle = pen.fillStyle = ink;
    pen.lineWidth = width;
    pen.lineCap = 'round';
    const points = joints.map((_, j) => place(body, j, size));
    for (const [p, q] of bones) {
      const [a, b] = [points[p], points[q]];
      if (Number.isFinite(a[0] + b[0])) {
        pen.beginPath();
        pen.moveTo(...a);
        pen.lineTo(...b);
        pen.stroke();
      }
    }
    points.forEach(([x, y], j) => {
      if (Number.isFinite(x)) {
        pen.beginPath();
        pen.arc(x, y, joints[j] === 'head' ? 2.4 * width : width, 0, 2 * Math.PI);
        pen.fill();
      }
    });
  }

  function apart(p, q) {
    const distances = joints.map((_, j) => Math.hypot(...[0, 1, 2].map(k =>
      p[3 * j + k] === null || q[3 * j + k] === null ? undefined : p[3 * j + k] - q[3 * j + k]))).filter(d => Number.isFinite(d));
    return distances.length ? Math.round(distances.reduce((s, d) => s + d, 0) / distances.length) : null;
  }

  function show() {
    const frame = frames[at];
    canvases.forEach((canvas, side) => {
      const size = canvas.clientWidth;
      const dense = window.devicePixelRatio || 1;
      canvas.width = canvas.height = size * dense;
      const pen = canvas.getContext('2d');
      pen.scale(dense, dense);
      if (frame.t) {
        draw(pen, frame.t, size, colour('--truth'), size / 60);
      }
      draw(pen, side ? frame.b : frame.a, size, colour(side ? '--s2' : '--s0'), size / 90);
    });
    slider.value = at;
    const errors = frame.t ? `, from the truth: A ${apart(frame.a, frame.t) ?? '–'} mm, B ${apart(frame.b, frame.t) ?? '–'} mm` : '';
    said.textContent = `${frame.s.toFixed(2)} s: ${apart(frame.a, frame.b) ?? '–'} mm apart${errors}`;
  }

  function pause() {
    clearTimeout(playing);
    playing = null;
    button.textContent = 'Play';
  }

  function next() {
    at = (at + 1) % frames.length;
    show();
    const wait = at + 1 < frames.length ? 1000 * (frames[at + 1].s - frames[at].s) : 1000;
    playing = setTimeout(next, wait);
  }

  slider.max = frames.length - 1;
  slider.addEventListener('input', () => {
    pause();
    at = Number(slider.value);
    show();
  });
  button.addEventListener('click', () => {
    if (playing) {
      pause();
    } else {
      button.textContent = 'Pause';
      next();
    }
  });
  for (const canvas of canvases) {
    canvas.addEventListener('pointerdown', e => canvas.setPointerCapture(e.pointerId));
    canvas.addEventListener('pointermove', e => {
      if (e.buttons) {
        turn += e.movementX / 120;
        show();
      }
    });
  }
  addEventListener('resize', show);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
  show();
})();
