// A tree as it is looked at: callees below callers, or callers below callees.

/**
 * Node 0 is the root. Nodes may be made when they are asked for, so numbers are stable but the columns
 * may grow.
 *
 * @typedef {object} View
 * @property {import('./tree.js').Frames} frames
 * @property {ArrayLike<number>} frame -1 at the root
 * @property {ArrayLike<number>} parent
 * @property {ArrayLike<number>} total
 * @property {(node: number) => number} own weight that goes no further than this node
 * @property {(node: number) => Int32Array} children heaviest first
 */

/**
 * What every function calls.
 *
 * @param {import('./tree.js').Tree} tree
 * @returns {View}
 */
export function calls(tree) {
  const size = tree.frame.length;
  const start = new Int32Array(size + 1);
  for (let node = 1; node < size; node++) start[tree.parent[node] + 1]++;
  for (let node = 0; node < size; node++) start[node + 1] += start[node];
  const next = start.slice(0, size);
  const order = new Int32Array(Math.max(0, size - 1));
  for (let node = 1; node < size; node++) order[next[tree.parent[node]]++] = node;
  const sorted = new Uint8Array(size);
  return {
    frames: tree.frames, frame: tree.frame, parent: tree.parent, total: tree.total,
    own: node => tree.own[node],
    children(node) {
      const children = order.subarray(start[node], start[node + 1]);
      if (!sorted[node]) {
        sorted[node] = 1;
        if (children.length > 1) children.sort((a, b) => tree.total[b] - tree.total[a] || a - b);
      }
      return children;
    },
  };
}

/**
 * Who called the functions in which time is spent: the first row is where samples end, each further row
 * its callers. Rows are made when they are asked for, because all of them together can be as many as
 * nodes times depth.
 *
 * @param {import('./tree.js').Tree} tree
 * @returns {View}
 */
export function callers(tree) {
  const size = tree.frame.length;
  const ends = [];
  for (let node = 1; node < size; node++) if (tree.own[node] > 0) ends.push(node);
  /** @type {number[]} */
  const frame = [-1];
  const parent = [-1];
  const total = [tree.total[0]];
  // The nodes of the tree that a node of the view stands for, and how much of their weight is meant: a stretch
  // of columns that it shares with its siblings, for there may be as many siblings as nodes.
  /** @type {{ nodes: Int32Array, weights: Float64Array }[]} */
  const columns = [{ nodes: Int32Array.from(ends), weights: Float64Array.from(ends, node => tree.own[node]) }];
  const start = [0];
  const end = [ends.length];
  /** @type {(Int32Array | undefined)[]} */
  const made = [undefined];

  /** @param {number} node */
  function make(node) {
    /** @type {Map<number, number>} */
    const groups = new Map();
    /** @type {number[]} */
    const counts = [];
    const from = columns[node];
    /** @param {number} at */
    const step = at => (node === 0 ? at : tree.parent[at]);
    for (let i = start[node]; i < end[node]; i++) {
      const above = step(from.nodes[i]);
      if (above <= 0) continue;
      const group = groups.get(tree.frame[above]);
      if (group === undefined) {
        groups.set(tree.frame[above], counts.length);
        counts.push(1);
      } else {
        counts[group]++;
      }
    }
    const first = frame.length;
    const size = counts.reduce((sum, count) => sum + count, 0);
    const into = { nodes: new Int32Array(size), weights: new Float64Array(size) };
    let next = 0;
    for (const [key, group] of groups) {
      frame.push(key);
      parent.push(node);
      total.push(0);
      columns.push(into);
      start.push(next);
      end.push(next);
      made.push(undefined);
      next += counts[group];
    }
    for (let i = start[node]; i < end[node]; i++) {
      const above = step(from.nodes[i]);
      if (above <= 0) continue;
      const child = first + /** @type {number} */ (groups.get(tree.frame[above]));
      into.nodes[end[child]] = above;
      into.weights[end[child]++] = from.weights[i];
      total[child] += from.weights[i];
    }
    return Int32Array.from({ length: groups.size }, (_, i) => first + i).sort((a, b) => total[b] - total[a] || a - b);
  }

  /** @param {number} node */
  const children = node => (made[node] ??= make(node));
  return {
    frames: tree.frames, frame, parent, total, children,
    own: node => children(node).reduce((rest, child) => rest - total[child], total[node]),
  };
}

/**
 * Frames from the root to a node, both included; the root is -1.
 *
 * @param {View} view
 * @param {number} node
 */
export function pathTo(view, node) {
  const path = [];
  for (let n = node; n > 0; n = view.parent[n]) path.push(n);
  path.push(0);
  return path.reverse();
}
