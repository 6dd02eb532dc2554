// The profile document: what the element is given, as JSON.

import { treeOf } from './tree.js';

/**
 * Numbers of a nanosecond and of samples are plain; everything under `summary` may be absent, and what is
 * absent is not shown.
 *
 * @typedef {object} ProfileDocument
 * @property {'hotclub-flamegraph'} format
 * @property {number} version 1
 * @property {'samples' | 'nanoseconds' | 'bytes'} unit
 * @property {number} periodNanos what a sample stands for; 0 where the unit is not samples
 * @property {string[]} strings
 * @property {{ name: number[], file: number[], path: number[], line: number[], origin: number[] }} frames
 *   one column a property; names and files are indices of `strings`
 * @property {{ depth: number[], frame: number[], own: number[] }} nodes the call tree without its root, parents before their
 *   children and subtrees unbroken; the outermost frame has depth 1
 * @property {Summary} summary
 */

/**
 * @typedef {object} Summary
 * @property {string} [title]
 * @property {string} [start] ISO 8601
 * @property {number} [durationNanos]
 * @property {number} [ratePerSecond]
 * @property {string} [reader]
 * @property {string} [producer]
 * @property {string} [end]
 * @property {{ exact: number, approximate: number, lost: number, late: number, cut: number }} [losses]
 * @property {{ heldNanos: number, cpuNanos: number, kernelCpuNanos: number }} [cost]
 * @property {string[]} [processes] one line each
 * @property {string} [leftOut] what this picture does not show, in words
 */

/**
 * Reads the call tree of a document.
 *
 * @param {ProfileDocument} document
 * @returns {import('./tree.js').Tree}
 * @throws {Error} if the document contradicts itself
 */
export function readTree(document) {
  if (document.format !== 'hotclub-flamegraph' || document.version !== 1) {
    throw new Error(`not a profile of a known kind: ${document.format} ${document.version}`);
  }
  const { strings, frames, nodes } = document;
  const size = nodes.depth.length;
  if (nodes.frame.length !== size || nodes.own.length !== size) {
    throw new Error(`columns of nodes differ: ${size}, ${nodes.frame.length}, ${nodes.own.length}`);
  }
  const frame = new Int32Array(size + 1);
  const parent = new Int32Array(size + 1);
  const own = new Float64Array(size + 1);
  frame[0] = parent[0] = -1;
  const path = [0];
  for (let n = 1; n <= size; n++) {
    const depth = nodes.depth[n - 1];
    if (!(depth >= 1 && depth <= path.length)) throw new Error(`node ${n} has depth ${depth} below ${path.length - 1}`);
    frame[n] = nodes.frame[n - 1];
    if (!(frame[n] >= 0 && frame[n] < frames.name.length)) throw new Error(`node ${n} has frame ${frame[n]} of ${frames.name.length}`);
    parent[n] = path[depth - 1];
    own[n] = nodes.own[n - 1];
    path.length = depth;
    path.push(n);
  }
  /** @param {number[]} column */
  const text = column => column.map(s => strings[s] ?? '');
  return treeOf(
    { name: text(frames.name), file: text(frames.file), path: text(frames.path), line: frames.line, origin: frames.origin },
    frame, parent, own);
}

/**
 * Unpacks a document that was deflated (RFC 1950) and written as base64.
 *
 * @param {string} packed
 * @returns {Promise<ProfileDocument>}
 */
export async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed.trim()), c => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return JSON.parse(await new Response(stream).text());
}
