// The cards: which numbers stand there, in which words.

import { Card, NONE } from './charts.js';

const fixed = (value, digits) => Number.isFinite(value) ? value.toFixed(digits) : NONE;
const inMilli = value => Number.isFinite(value) ? value * 1000 : null;
const significant = value => value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(2);
const milli = value => Number.isFinite(value) ? significant(value * 1000) : NONE;
const percent = value => Number.isFinite(value) ? (100 * value).toFixed(value > 0.995 && value < 1 ? 1 : 0) + ' %' : NONE;

const latency = (title, hint, kind, p50, p99) => ({
  title, hint, kind,
  lines: [{ of: p50, colour: 'first' }, { of: p99, colour: 'second' }],
  words: p => ({ value: fixed(p50(p), 1), unit: 'ms', aside: [['first', 'p50'], ['second', 'p99 ' + fixed(p99(p), 1)]] }),
});

const rate = (title, hint, kind, of, aside) => ({
  title, hint, kind,
  lines: [{ of, colour: 'first' }],
  words: p => ({ value: fixed(of(p), 0), unit: '/ s', aside: [[null, aside(p)]] }),
});

function roomError(p) {
  return p.mpjpe3dMm === null
    ? { value: fixed(p.reprojectionPx, 2), unit: 'px off', aside: [[null, 'no truth: how the views agree']] }
    : { value: fixed(p.mpjpe3dMm, 1), unit: 'mm',
      aside: [[null, 'aligned ' + fixed(p.paMpjpeMm, 0) + ' mm · ' + percent(p.pck100Mm) + ' < 10 cm']] };
}

function power(p) {
  const times = p.wattsDenseAnn / p.wattsEstimated;
  return { value: milli(p.wattsEstimated), unit: 'mW',
    aside: [['first', 'hybrid'], ['second', 'dense ANN ' + milli(p.wattsDenseAnn)
      + (Number.isFinite(times) && times > 1 ? ', ' + times.toFixed(1) + ' ×' : '')]] };
}

const CARDS = [
  latency('Latency, event to 3D pose',
    'From the last event packet of a step published to its 3D pose read here, wall clock, last 10 s.',
    'deep', p => p.latencyP50Ms, p => p.latencyP99Ms),
  latency('Latency, event to 2D pose',
    'From the last event packet of a step published to its 2D pose made, wall clock, last 10 s.',
    'shallow', p => p.latency2dP50Ms, p => p.latency2dP99Ms),
  {
    title: '3D error',
    hint: 'MPJPE: mean distance of the joints from the truth, over the last 10 s of data; no alignment. Aligned: after '
      + 'moving, turning and scaling. Without truth: the mean reprojection error.',
    kind: 'deep',
    lines: [{ of: p => p.mpjpe3dMm ?? p.reprojectionPx, colour: 'first' }],
    words: roomError,
  },
  {
    title: '2D error',
    hint: 'MPJPE in the images: mean distance of the joints from the projected truth, all cameras, over the last 10 s.',
    lines: [{ of: p => p.mpjpe2dPx, colour: 'first' }],
    words: p => ({ value: fixed(p.mpjpe2dPx, 2), unit: 'px',
      aside: [[null, p.mpjpe2dPx === null ? 'no truth to compare with' : 'last 10 s']] }),
  },
  {
    title: 'Estimated power',
    hint: 'Operations counted in the poses, all cameras, times the energy table named below. The dense ANN is the '
      + 'ANN run at every step.',
    lines: [{ of: p => inMilli(p.wattsEstimated), colour: 'first' },
      { of: p => inMilli(p.wattsDenseAnn), colour: 'second', dashed: true }],
    words: power,
  },
  rate('3D poses a second', 'Poses read in this second; silent: spiking neurons whose output was zero.',
    'deep', p => p.poses3dPerSecond, p => fixed(p.poses2dPerSecond, 0) + ' 2D / s · '
      + percent(p.activationSparsity) + ' of neurons silent'),
  rate('2D poses a second', 'Poses read in this second.', 'shallow', p => p.poses2dPerSecond, () => ''),
];

/** Makes them all. */
export function makeCards(host) {
  return CARDS.map(card => new Card(host, card));
}
