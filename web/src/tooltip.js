// What is said about one bar: in the tooltip, in the line below the picture, and to a screen reader.

import { GROUP, INTERPRETER, LIBRARY, OWN, WAIT, packageOf } from './tree.js';
import { percent, place, weight } from './format.js';

/**
 * @typedef {object} About
 * @property {string} name
 * @property {string} place
 * @property {string} kind
 * @property {string[]} shares one a line
 */

/**
 * @param {object} from
 * @param {import('./view.js').View} from.view
 * @param {number} from.node negative: the narrow children of -1 - node
 * @param {number} from.zoom node
 * @param {{ line: number, total: number }[]} from.lines of the function, heaviest first; may be empty
 * @param {'samples' | 'nanoseconds' | 'bytes'} from.unit
 * @param {number} from.periodNanos
 * @param {boolean} from.inverted
 * @param {number} from.narrowest weight below which a bar is not drawn
 * @returns {About}
 */
export function about({ view, node, zoom, lines, unit, periodNanos, inverted, narrowest }) {
  const all = view.total[0];
  /** @param {number} value */
  const amount = value => `${percent(value, all)} (${weight(value, unit, periodNanos)})`;
  if (node < 0) {
    const hidden = view.children(-1 - node).filter(child => view.total[child] < narrowest);
    const sum = hidden.reduce((weights, child) => weights + view.total[child], 0);
    return { name: `${hidden.length} calls too narrow to draw`, place: '', kind: '', shares: [amount(sum), 'zoom in to see them'] };
  }
  const frame = view.frame[node];
  const { frames } = view;
  const shares = [];
  const total = view.total[node];
  if (inverted && frame >= 0) {
    shares.push(`${view.parent[node] === 0 ? 'own' : 'on this way'} ${amount(total)}`);
  } else {
    shares.push(`total ${amount(total)}`, `own ${amount(view.own(node))}`);
  }
  if (zoom !== 0 && node !== 0) shares.push(`${percent(total, view.total[zoom])} of what is zoomed`);
  if (frame < 0) return { name: 'all', place: '', kind: '', shares };
  if (lines.length > 1) {
    shares.push(`lines ${lines.slice(0, 4).map(l => `${l.line} (${percent(l.total, total)})`).join(', ')}${lines.length > 4 ? ', …' : ''}`);
  }
  const line = frames.line[frame] || (lines[0]?.line ?? 0);
  return {
    name: frames.name[frame],
    place: frames.file[frame] ? place('', frames.path[frame] || frames.file[frame], line).trim().slice(1, -1) : '',
    kind: kindOf(frames, frame),
    shares,
  };
}

/** @param {import('./tree.js').Frames} frames @param {number} frame */
function kindOf(frames, frame) {
  switch (frames.origin[frame]) {
    case OWN: return 'own code';
    case LIBRARY: return `library ${packageOf(frames.path[frame], '')}`.trim();
    case INTERPRETER: return 'Python';
    case WAIT: return 'waiting, not computing';
    case GROUP: default: return '';
  }
}
