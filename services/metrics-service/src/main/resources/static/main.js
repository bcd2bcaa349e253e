// Puts the page together: the stream feeds the scene, the tiles, the cards and the line of words.

import { Card, LastMinute, NONE } from './charts.js';
import { Scene } from './scene.js';
import { follow } from './stream.js';
import { onThemeChange } from './theme.js';
import { Tiles } from './tiles.js';

const $ = id => document.getElementById(id);
const wanted = new URLSearchParams(location.search).get('rig') ?? '';

/** What a test or a curious reader may ask in the console. */
window.evpose = { lastStep: -1, frames: 0, seconds: 0, pose: null, violations: 0, scene: null };
document.addEventListener('securitypolicyviolation', () => window.evpose.violations++);

const fixed = (value, digits) => Number.isFinite(value) ? value.toFixed(digits) : NONE;
const inMilli = value => Number.isFinite(value) ? value * 1000 : null;
const milli = value => Number.isFinite(value) ? significant(value * 1000) : NONE;
const significant = value => value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(2);
const count = value => value.toLocaleString('en-US');

function startScene() {
  try {
    return new Scene($('scene'));
  } catch (noWebGl) {
    note('This browser has no WebGL, so there is no 3D view: ' + noWebGl.message);
    return null;
  }
}

function note(text) {
  $('stage-note').textContent = text;
  $('stage-note').hidden = text === '';
}

const scene = startScene();
window.evpose.scene = scene;
const tiles = new Tiles($('cameras'));
const minute = new LastMinute();

const latency = (title, hint, kind, p50, p99) => ({
  title, hint, kind,
  lines: [{ of: p50, colour: 'first' }, { of: p99, colour: 'second' }],
  words: p => ({ value: fixed(p50(p), 1), unit: 'ms', aside: [['first', 'p50'], ['second', 'p99 ' + fixed(p99(p), 1)]] }),
});
const error = (title, hint, kind, of, unit, digits) => ({
  title, hint, kind,
  lines: [{ of, colour: 'first' }],
  words: p => ({ value: fixed(of(p), digits), unit, aside: [[null, of(p) === null ? 'no truth to compare with' : 'last 10 s']] }),
});
const rate = (title, hint, kind, of, aside) => ({
  title, hint, kind,
  lines: [{ of, colour: 'first' }],
  words: p => ({ value: fixed(of(p), 0), unit: '/ s', aside: [[null, aside(p)]] }),
});

const cards = [
  latency('Latency, event to 3D pose',
    'From the last event packet of a step published to its 3D pose read here, wall clock, last 10 s.',
    'deep', p => p.latencyP50Ms, p => p.latencyP99Ms),
  latency('Latency, event to 2D pose',
    'From the last event packet of a step published to its 2D pose made, wall clock, last 10 s.',
    'shallow', p => p.latency2dP50Ms, p => p.latency2dP99Ms),
  error('3D error', 'MPJPE: mean distance of the joints from the truth, over the last 10 s of data. No alignment.',
    'deep', p => p.mpjpe3dMm, 'mm', 1),
  error('2D error',
    'MPJPE in the images: mean distance of the joints from the projected truth, all cameras, over the last 10 s of data.',
    '', p => p.mpjpe2dPx, 'px', 2),
  {
    title: 'Estimated power',
    hint: 'Operations counted in the poses, all cameras, times the energy table named below. The dense ANN is the same '
      + 'network run at every step.',
    lines: [{ of: p => inMilli(p.wattsEstimated), colour: 'first' },
      { of: p => inMilli(p.wattsDenseAnn), colour: 'second', dashed: true }],
    words: p => ({ value: milli(p.wattsEstimated), unit: 'mW',
      aside: [['first', 'hybrid'], ['second', 'dense ANN ' + milli(p.wattsDenseAnn)]] }),
  },
  rate('3D poses a second', 'Poses read in this second; 2D poses are those of all cameras.',
    'deep', p => p.poses3dPerSecond, p => fixed(p.poses2dPerSecond, 0) + ' 2D poses / s'),
  rate('2D poses a second', 'Poses read in this second.', 'shallow', p => p.poses2dPerSecond, () => ''),
].map(card => new Card($('cards'), card));

function health(level, words) {
  $('health').className = level;
  $('health').querySelector('.words').textContent = words;
}

function drawCards() {
  cards.forEach(card => card.draw(minute.points));
}

function chooseRig(setup) {
  $('rig').hidden = setup.rigs.length < 2;
  $('rig-name').textContent = setup.rigs.length < 2 ? setup.rig : '';
  $('rig').replaceChildren(...setup.rigs.map(name => new Option(name, name, false, name === setup.rig)));
}

$('rig').addEventListener('change', e => location.assign('?rig=' + encodeURIComponent(e.target.value)));
$('home').addEventListener('click', () => scene?.reset());
onThemeChange(drawCards);

let lastMicros = 0;

follow(wanted, {
  scene(setup) {
    chooseRig(setup);
    document.body.classList.toggle('flat', setup.cameras.length === 1);
    scene?.setUp(setup);
    tiles.setUp(setup);
    $('assumption').textContent = 'power is estimated with ' + setup.energyTable;
  },

  history(points) {
    minute.points = points;
    drawCards();
  },

  frame(frame) {
    const pose = frame.pose;
    scene?.show(pose?.xyz ?? null, frame.truth);
    tiles.show(frame.cameras);
    $('legend-truth').hidden = frame.truth === null;
    if (frame.endMicros !== null && frame.endMicros !== lastMicros) {
      lastMicros = frame.endMicros;
      $('clock').textContent = (frame.endMicros / 1e6).toFixed(2) + ' s';
    }
    window.evpose.frames++;
    window.evpose.lastStep = pose?.step ?? Math.max(-1, ...frame.cameras.map(view => view.step ?? -1));
    window.evpose.pose = pose;
  },

  second(second) {
    health(second.level, second.words);
    if (scene) {
      note(second.stageNote);
    }
    if (second.point) {
      minute.add(second.point);
      drawCards();
    }
    const p = second.packets;
    $('packets').textContent = p ? count(p.published) + ' packets published, ' + count(p.consumed) + ' consumed, '
      + count(p.lost) + ' lost' + (p.deadLettered > 0 ? ', ' + count(p.deadLettered) + ' in dead-letters' : '') : '';
    window.evpose.seconds++;
  },

  lost() {
    health('bad', 'no connection to metrics-service, trying again');
  },
});
