// What is looked at, and how: the state behind the element, without a browser.

import { collapse, linesOf, mergeLines } from './tree.js';
import { calls, callers, pathTo } from './view.js';
import { matchedWeight, search } from './search.js';
import { functionShares } from './summary.js';
import { readTree } from './document.js';

/**
 * Ways of looking that can be switched.
 *
 * @typedef {object} Modes
 * @property {boolean} inverted callers below callees
 * @property {boolean} collapsed recursion and libraries folded
 * @property {boolean} lines places instead of functions
 */

/** One profile and the way it is looked at. */
export class Looking {
  /** @param {import('./document.js').ProfileDocument} document */
  constructor(document) {
    this.document = document;
    this.base = readTree(document);
    const { functions, shares } = functionShares(this.base);
    this.functions = functions;
    this.shares = shares;
    this.hasLines = functions.name.length < this.base.frames.name.length;
    /** @type {Modes} */
    this.modes = { inverted: false, collapsed: false, lines: false };
    this.zoom = 0;
    /** @type {number[]} */
    this.before = [];
    /** @type {Set<string>} functions, by key */
    this.pins = new Set();
    this.merged = mergeLines(this.base);
    this.way = wayOf(this.base, this.merged, this.modes);
    this.words = '';
    this.query = search(this.frames, '');
    this.matched = 0;
    /** @type {Uint8Array | null} */
    this.functionMatches = null;
  }

  get view() {
    return this.way.view;
  }

  get tree() {
    return this.way.tree;
  }

  get frames() {
    return this.way.tree.frames;
  }

  /** Makes the view that the modes ask for; keeps the zoom as far as the same path exists in it. */
  look() {
    const kept = pathTo(this.view, this.zoom).slice(1).map(node => keyOf(this.frames, this.view.frame[node]));
    this.way = wayOf(this.base, this.merged, this.modes);
    this.zoom = 0;
    this.before = [];
    for (const key of kept) {
      const next = this.view.children(this.zoom).find(child => keyOf(this.frames, this.view.frame[child]) === key);
      if (next === undefined) break;
      this.zoom = next;
    }
    this.find(this.words);
  }

  /** @param {Partial<Modes>} change */
  change(change) {
    if (change.inverted !== undefined && change.inverted !== this.modes.inverted) this.zoom = 0;
    this.modes = { ...this.modes, ...change };
    this.look();
  }

  /** @param {string} words */
  find(words) {
    this.words = words;
    this.query = search(this.frames, words);
    this.matched = matchedWeight(this.tree, this.query.frames);
    this.functionMatches = words === '' ? null : search(this.functions, words).frames;
  }

  /** By frame while something is searched for. */
  get matches() {
    return this.words === '' ? null : this.query.frames;
  }

  /** @param {number} node */
  zoomTo(node) {
    if (node === this.zoom) return;
    this.before.push(this.zoom);
    this.zoom = node;
  }

  /** Back to where one was before the last zoom. */
  back() {
    this.zoom = this.before.pop() ?? 0;
  }

  /** Everything as it was at first. */
  reset() {
    this.modes = { inverted: false, collapsed: false, lines: false };
    this.zoom = 0;
    this.words = '';
    this.pins.clear();
    this.look();
    this.zoom = 0;
  }

  /** @param {string} key of a function */
  togglePin(key) {
    if (!this.pins.delete(key)) this.pins.add(key);
  }

  /** Pinned frames of the present view. */
  pinnedFrames() {
    /** @type {Set<number>} */
    const frames = new Set();
    if (this.pins.size > 0) this.frames.name.forEach((_, f) => this.pins.has(keyOf(this.frames, f)) && frames.add(f));
    return frames;
  }

  /**
   * The heaviest place of the view where a function is, or -1: looked for from the zoom outwards in.
   *
   * @param {string} key
   */
  heaviest(key) {
    if (this.modes.inverted) {
      return this.view.children(0).find(child => keyOf(this.frames, this.view.frame[child]) === key) ?? -1;
    }
    let best = -1;
    for (let node = 1; node < this.tree.frame.length; node++) {
      const better = best < 0 || this.tree.total[node] > this.tree.total[best];
      if (better && keyOf(this.frames, this.tree.frame[node]) === key) best = node;
    }
    return best;
  }

  /**
   * Lines of the function in one bar, heaviest first; empty where the view has no such thing.
   *
   * @param {number} node
   */
  linesOf(node) {
    const { inverted, collapsed, lines } = this.modes;
    return inverted || collapsed || lines || node <= 0 ? [] : linesOf(this.base, this.way.into, node);
  }
}

/**
 * What a function is known by in every view.
 *
 * @param {import('./tree.js').Frames} frames
 * @param {number} frame
 */
export function keyOf(frames, frame) {
  return frame < 0 ? '' : `${frames.name[frame]}\0${frames.path[frame]}`;
}

/**
 * @param {import('./tree.js').Tree} base
 * @param {import('./tree.js').Merge} merged its functions
 * @param {Modes} modes
 * @returns {{ tree: import('./tree.js').Tree, view: import('./view.js').View, into: Int32Array }} `into` leads from a node of
 *   the base to its place before anything is collapsed
 */
function wayOf(base, merged, modes) {
  const places = modes.lines ? { tree: base, into: new Int32Array(0) } : merged;
  const tree = modes.collapsed ? collapse(places.tree).tree : places.tree;
  return { tree, view: modes.inverted ? callers(tree) : calls(tree), into: places.into };
}

