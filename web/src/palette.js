// Colours: computing is warm, waiting cool; own code strong, libraries muted.

import { GROUP, INTERPRETER, LIBRARY, OWN, WAIT } from './tree.js';
import { waitKind } from './summary.js';

/** One hue for each kind of wait, the same everywhere. */
const WAIT_HUES = new Map(Object.entries({
  gil: 262, lock: 245, socket: 208, poll: 194, sleep: 222, file: 176, disk: 166, pipe: 185, process: 232, stopped: 280, cpu: 150,
}));

/**
 * @typedef {object} Theme
 * @property {boolean} dark
 * @property {string} text on the page
 * @property {string} muted
 * @property {string} page
 * @property {string} accent search, pins, focus
 * @property {string} onAccent
 */

/** @type {Theme} */
export const LIGHT = { dark: false, text: '#1c1b1a', muted: '#6b6862', page: '#ffffff', accent: '#6d28d9', onAccent: '#ffffff' };
/** @type {Theme} */
export const DARK = { dark: true, text: '#ecebe8', muted: '#9b9891', page: '#161615', accent: '#b794ff', onAccent: '#161615' };

/**
 * Fill and ink of a frame, made when it is first asked for: of many frames few are ever drawn.
 *
 * @typedef {(frame: number) => { fill: string, ink: string }} Paint
 */

/**
 * @param {import('./tree.js').Frames} frames
 * @param {Theme} theme
 * @returns {Paint}
 */
export function paint(frames, theme) {
  /** @type {({ fill: string, ink: string } | undefined)[]} */
  const made = new Array(frames.name.length);
  return f => {
    const known = made[f];
    if (known) return known;
    // Neighbours of one kind differ a little so that they can be told apart; one file keeps its shade.
    const shade = hash(frames.path[f] || frames.name[f]) / 0xffffffff;
    const [fill, ink] = colours(frames.origin[f], frames.name[f], shade, theme.dark);
    return (made[f] = { fill, ink });
  };
}

/**
 * @param {number} origin
 * @param {string} name
 * @param {number} shade 0 to 1
 * @param {boolean} dark
 * @returns {[string, string]} fill and ink
 */
function colours(origin, name, shade, dark) {
  const pale = dark ? '#e4e1da' : '#3a3630';
  const strong = '#1d0f05';
  switch (origin) {
    case OWN: return [`hsl(${18 + shade * 22} ${dark ? 78 : 92}% ${(dark ? 56 : 63) + shade * 4}%)`, strong];
    case LIBRARY: return [dark ? `hsl(${28 + shade * 22} 22% ${26 + shade * 6}%)` : `hsl(${32 + shade * 18} 52% ${85 + shade * 4}%)`, pale];
    case INTERPRETER: return [dark ? `hsl(40 6% ${24 + shade * 4}%)` : `hsl(42 16% ${87 + shade * 3}%)`, pale];
    case WAIT: {
      const hue = WAIT_HUES.get(waitKind(name)) ?? 212;
      return dark ? [`hsl(${hue} 46% 62%)`, '#0a1220'] : [`hsl(${hue} 62% 76%)`, '#0d1b2e'];
    }
    case GROUP:
    default: return dark ? ['hsl(210 5% 22%)', '#cfcdc8'] : ['hsl(210 8% 92%)', '#4a4843'];
  }
}

/**
 * What the colours stand for, as far as the frames have it.
 *
 * @param {import('./tree.js').Frames} frames
 * @param {Theme} theme
 * @returns {{ fill: string, what: string }[]}
 */
export function legend(frames, theme) {
  const kinds = [[OWN, 'own code'], [LIBRARY, 'libraries'], [INTERPRETER, 'Python'], [WAIT, 'waiting']];
  const present = new Set(Array.from(frames.origin));
  return kinds
    .filter(([origin]) => present.has(Number(origin)))
    .map(([origin, what]) => ({ fill: colours(Number(origin), '', 0.5, theme.dark)[0], what: String(what) }));
}

/** @param {string} text FNV-1a, because it is small and spreads file names well */
function hash(text) {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  // The last steps of MurmurHash3: without them names that differ in their last letter get one shade.
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}
