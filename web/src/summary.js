// What a profile says, in figures that can be put into words.

import { OWN, WAIT, functionsOf } from './tree.js';

/**
 * @typedef {object} FunctionShare
 * @property {number} function index into the functions of `functionsOf`
 * @property {number} line where most of it was; 0 where unknown
 * @property {number} own
 * @property {number} total samples that have the function anywhere, each counted once
 */

/**
 * Every function with its weight, widest own first.
 *
 * @param {import('./tree.js').Tree} tree as a document holds it: subtrees unbroken
 * @returns {{ functions: import('./tree.js').Frames, shares: FunctionShare[] }}
 */
export function functionShares(tree) {
  const { map, frames: functions } = functionsOf(tree.frames);
  const own = new Float64Array(functions.name.length);
  const total = new Float64Array(functions.name.length);
  const byFrame = new Float64Array(tree.frames.name.length);
  const active = new Int32Array(functions.name.length);
  /** @type {number[]} */
  const path = [];
  for (let node = 1; node < tree.frame.length; node++) {
    while (path.length > 0 && path[path.length - 1] !== tree.parent[node]) {
      active[map[tree.frame[/** @type {number} */ (path.pop())]]]--;
    }
    path.push(node);
    const f = map[tree.frame[node]];
    own[f] += tree.own[node];
    byFrame[tree.frame[node]] += tree.own[node] > 0 ? tree.own[node] : tree.total[node] * 1e-9;
    if (active[f]++ === 0) total[f] += tree.total[node];
  }
  const line = heaviestLines(tree.frames, map, byFrame, functions.name.length);
  const shares = functions.name.map((_, f) => ({ function: f, line: line[f], own: own[f], total: total[f] }));
  shares.sort((a, b) => b.own - a.own || b.total - a.total);
  return { functions, shares };
}

/**
 * @typedef {object} Blame
 * @property {number} frame of the functions
 * @property {number} line
 * @property {number} weight
 * @property {number} spentIn function in which most of it ends; the function itself where it does its own work
 * @property {number} spentWeight
 */

/**
 * Own code by the time it asked for: every sample counts for the innermost function of one's own code
 * on its stack, whatever library or wait it ends in.
 *
 * @param {import('./tree.js').Tree} tree
 * @returns {Blame[]} widest first
 */
export function blame(tree) {
  const { map, frames: functions } = functionsOf(tree.frames);
  const size = tree.frame.length;
  const by = new Int32Array(size).fill(-1);
  const weights = new Float64Array(functions.name.length);
  const byFrame = new Float64Array(tree.frames.name.length);
  /** @type {Map<number, number>[]} */
  const ends = [];
  for (let node = 1; node < size; node++) {
    const frame = tree.frame[node];
    by[node] = tree.frames.origin[frame] === OWN ? frame : by[tree.parent[node]];
    if (by[node] < 0 || tree.own[node] === 0) continue;
    const responsible = map[by[node]];
    weights[responsible] += tree.own[node];
    byFrame[by[node]] += tree.own[node];
    const spent = (ends[responsible] ??= new Map());
    spent.set(map[frame], (spent.get(map[frame]) ?? 0) + tree.own[node]);
  }
  const line = heaviestLines(tree.frames, map, byFrame, functions.name.length);
  /** @type {Blame[]} */
  const list = [];
  for (let f = 0; f < weights.length; f++) {
    if (weights[f] === 0) continue;
    const [spentIn, spentWeight] = [...ends[f]].reduce((most, end) => (end[1] > most[1] ? end : most));
    list.push({ frame: f, line: line[f], weight: weights[f], spentIn, spentWeight });
  }
  return list.sort((a, b) => b.weight - a.weight);
}

/**
 * Weight by kind of wait, widest first; what is not waiting is the rest.
 *
 * @param {import('./tree.js').Tree} tree
 * @returns {{ name: string, weight: number }[]}
 */
export function waits(tree) {
  /** @type {Map<string, number>} */
  const kinds = new Map();
  for (let node = 1; node < tree.frame.length; node++) {
    if (tree.own[node] === 0 || tree.frames.origin[tree.frame[node]] !== WAIT) continue;
    const kind = waitKind(tree.frames.name[tree.frame[node]]);
    kinds.set(kind, (kinds.get(kind) ?? 0) + tree.own[node]);
  }
  return [...kinds].map(([name, weight]) => ({ name, weight })).sort((a, b) => b.weight - a.weight);
}

/**
 * The family of a wait: `socket` of `[wait: socket recv fd 9]`.
 *
 * @param {string} name of the frame
 */
export function waitKind(name) {
  return /^\[(?:wait(?:ing)?(?: for)?:?\s*)?([\w-]+)/.exec(name)?.[1]?.toLowerCase() ?? 'wait';
}

/**
 * @param {import('./tree.js').Frames} frames
 * @param {Int32Array} map frame → function
 * @param {Float64Array} weights by frame
 * @param {number} functions
 */
function heaviestLines(frames, map, weights, functions) {
  const line = new Int32Array(functions);
  const most = new Float64Array(functions).fill(-1);
  for (let f = 0; f < map.length; f++) {
    if (weights[f] > most[map[f]]) {
      most[map[f]] = weights[f];
      line[map[f]] = frames.line[f];
    }
  }
  return line;
}
