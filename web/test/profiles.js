// Small profiles with known figures.

import { readTree } from '../src/document.js';

/**
 * A document of nodes given as [depth, name, own], optionally with [line, origin, path].
 *
 * @param {[number, string, number, number?, number?, string?][]} nodes
 * @returns {import('../src/document.js').ProfileDocument}
 */
export function documentOf(nodes) {
  /** @type {string[]} */
  const strings = [];
  /** @param {string} text */
  const string = text => (strings.includes(text) ? strings.indexOf(text) : strings.push(text) - 1);
  /** @type {import('../src/document.js').ProfileDocument['frames']} */
  const frames = { name: [], file: [], path: [], line: [], origin: [] };
  /** @type {string[]} */
  const known = [];
  /** @param {[number, string, number, number?, number?, string?]} node */
  const frame = ([, name, , line = 0, origin = 0, path = `/srv/${name}.py`]) => {
    const key = JSON.stringify([name, line, origin, path]);
    if (!known.includes(key)) {
      known.push(key);
      frames.name.push(string(name));
      frames.file.push(string(path));
      frames.path.push(string(path));
      frames.line.push(line);
      frames.origin.push(origin);
    }
    return known.indexOf(key);
  };
  return {
    format: 'hotclub-flamegraph', version: 1, unit: 'samples', periodNanos: 10_000_000, strings, frames,
    nodes: { depth: nodes.map(n => n[0]), frame: nodes.map(frame), own: nodes.map(n => n[2]) },
    summary: {},
  };
}

/** @param {[number, string, number, number?, number?, string?][]} nodes */
export const treeOfNodes = nodes => readTree(documentOf(nodes));

/** main 10: a 6 (b 4), c 3 (b 2) */
export const SMALL = /** @type {[number, string, number][]} */ ([[1, 'main', 1], [2, 'a', 2], [3, 'b', 4], [2, 'c', 1], [3, 'b', 2]]);
