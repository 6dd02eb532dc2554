// Call trees in typed arrays, and the ways to merge them. No drawing, no browser.

/**
 * What a frame is. The numbers are those of the profile document.
 *
 * @typedef {0 | 1 | 2 | 3 | 4} Origin
 */
export const OWN = 0;
export const LIBRARY = 1;
export const INTERPRETER = 2;
export const WAIT = 3;
export const GROUP = 4;

/**
 * The distinct frames of a tree, one column a property.
 *
 * @typedef {object} Frames
 * @property {string[]} name
 * @property {string[]} file as people say it: `shop/views.py`; empty where there is none
 * @property {string[]} path as the interpreter has it
 * @property {ArrayLike<number>} line 1-based; 0 where unknown
 * @property {ArrayLike<number>} origin
 */

/**
 * Node 0 is the root, which has no frame (-1). A parent always comes before its children.
 *
 * @typedef {object} Tree
 * @property {Frames} frames
 * @property {Int32Array} frame
 * @property {Int32Array} parent
 * @property {Float64Array} own weight of samples that end in the node
 * @property {Float64Array} total own weight and that of everything below
 */

/**
 * A tree made from another one.
 *
 * @typedef {object} Merge
 * @property {Tree} tree
 * @property {Int32Array} into node of the source → node of `tree` that holds it
 */

/**
 * Builds a tree out of its columns.
 *
 * @param {Frames} frames
 * @param {Int32Array} frame
 * @param {Int32Array} parent
 * @param {Float64Array} own
 * @returns {Tree}
 */
export function treeOf(frames, frame, parent, own) {
  const total = Float64Array.from(own);
  for (let node = total.length - 1; node > 0; node--) total[parent[node]] += total[node];
  return { frames, frame, parent, own, total };
}

/**
 * Merges nodes: `place(node)` says to which frame of `frames` a node belongs and under which node of the
 * result, -1 for the node's frame meaning that it disappears into that one.
 *
 * @param {Tree} tree
 * @param {Frames} frames
 * @param {(node: number, into: Int32Array, made: { frame: number[], parent: number[] }) => { under: number, frame: number }} place
 * @returns {Merge}
 */
export function merge(tree, frames, place) {
  const size = tree.frame.length;
  const width = frames.name.length + 1;
  const into = new Int32Array(size);
  const made = { frame: [-1], parent: [-1] };
  /** @type {Map<number, number>} */
  const known = new Map();
  const own = new Float64Array(size);
  own[0] = tree.own[0];
  for (let node = 1; node < size; node++) {
    const { under, frame } = place(node, into, made);
    let target = under;
    if (frame >= 0) {
      const key = under * width + frame;
      const found = known.get(key);
      if (found === undefined) {
        target = made.frame.push(frame) - 1;
        made.parent.push(under);
        known.set(key, target);
      } else {
        target = found;
      }
    }
    into[node] = target;
    own[target] += tree.own[node];
  }
  const merged = treeOf(frames, Int32Array.from(made.frame), Int32Array.from(made.parent), own.slice(0, made.frame.length));
  return { tree: merged, into };
}

/**
 * Functions instead of places: frames that differ only in their line become one.
 *
 * @param {Tree} tree
 * @returns {Merge}
 */
export function mergeLines(tree) {
  const { map, frames } = functionsOf(tree.frames);
  return merge(tree, frames, (node, into) => ({ under: into[tree.parent[node]], frame: map[tree.frame[node]] }));
}

/**
 * The distinct functions among frames.
 *
 * @param {Frames} frames
 * @returns {{ map: Int32Array, frames: Frames }} `map` leads from a frame to its function
 */
export function functionsOf(frames) {
  return renamed(frames, f => ({
    name: frames.name[f], file: frames.file[f], path: frames.path[f], origin: frames.origin[f],
  }));
}

/**
 * Runs of calls inside one library become one frame named after it, and recursion, direct or through
 * others, is folded back into its outermost call.
 *
 * @param {Tree} tree
 * @returns {Merge}
 */
export function collapse(tree) {
  const from = tree.frames;
  const { map, frames } = renamed(from, f => {
    const origin = from.origin[f];
    if (origin === LIBRARY || origin === INTERPRETER) {
      const name = packageOf(from.path[f], from.name[f]);
      return { name, file: '', path: name, origin };
    }
    return { name: from.name[f], file: from.file[f], path: from.path[f], origin };
  });
  return merge(tree, frames, (node, into, made) => {
    const under = into[tree.parent[node]];
    const frame = map[tree.frame[node]];
    const origin = frames.origin[frame];
    if (origin === LIBRARY || origin === INTERPRETER) {
      return made.frame[under] === frame ? { under, frame: -1 } : { under, frame };
    }
    for (let above = under; above > 0; above = made.parent[above]) {
      if (made.frame[above] === frame) return { under: above, frame: -1 };
    }
    return { under, frame };
  });
}

/**
 * Lines of the function of a merged node by weight, heaviest first.
 *
 * @param {Tree} tree whose frames have lines
 * @param {Int32Array} into node → merged node
 * @param {number} node merged
 * @returns {{ line: number, total: number }[]}
 */
export function linesOf(tree, into, node) {
  /** @type {Map<number, number>} */
  const lines = new Map();
  for (let n = 1; n < into.length; n++) {
    if (into[n] !== node) continue;
    const line = tree.frames.line[tree.frame[n]];
    lines.set(line, (lines.get(line) ?? 0) + tree.total[n]);
  }
  return [...lines].map(([line, total]) => ({ line, total })).sort((a, b) => b.total - a.total);
}

/**
 * The distribution or the standard library's module that a file belongs to.
 *
 * @param {string} path
 * @param {string} otherwise where the path does not say
 */
export function packageOf(path, otherwise) {
  const installed = /.*\/(?:site|dist)-packages\/([^/]+)/.exec(path) ?? /.*\/python\d[\d.]*t?\/([^/]+)/.exec(path);
  const name = installed?.[1] ?? /^<frozen ([\w.]+)/.exec(path)?.[1]?.split('.')[0] ?? path.split('/').pop();
  return name ? name.replace(/\.pyc?$/, '') : otherwise;
}

/**
 * @typedef {{ name: string, file: string, path: string, origin: number }} Renamed
 *
 * @param {Frames} from
 * @param {(frame: number) => Renamed} rename
 */
function renamed(from, rename) {
  const map = new Int32Array(from.name.length);
  const frames = { name: /** @type {string[]} */ ([]), file: /** @type {string[]} */ ([]), path: /** @type {string[]} */ ([]),
    line: /** @type {number[]} */ ([]), origin: /** @type {number[]} */ ([]) };
  /** @type {Map<string, number>} */
  const known = new Map();
  for (let f = 0; f < map.length; f++) {
    const { name, file, path, origin } = rename(f);
    const key = `${origin}\0${name}\0${path}`;
    let found = known.get(key);
    if (found === undefined) {
      found = frames.name.push(name) - 1;
      frames.file.push(file);
      frames.path.push(path);
      frames.line.push(0);
      frames.origin.push(origin);
      known.set(key, found);
    }
    map[f] = found;
  }
  return { map, frames };
}
