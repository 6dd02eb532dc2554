// Finding frames by name and file.

/**
 * @typedef {object} Query
 * @property {'text' | 'pattern' | 'nothing'} kind how the words were understood
 * @property {Uint8Array} frames 1 for each frame that matches
 * @property {number} count matching frames
 */

/**
 * Looks for the words as they stand, in any case, in `function (file:line)` and the path. Where they occur
 * nowhere and are a regular expression, for that.
 *
 * @param {import('./tree.js').Frames} frames
 * @param {string} words
 * @returns {Query}
 */
export function search(frames, words) {
  const size = frames.name.length;
  if (words === '') return { kind: 'nothing', frames: new Uint8Array(size), count: 0 };
  const wanted = words.toLowerCase();
  const plain = matching(frames, text => text.toLowerCase().includes(wanted));
  if (plain.count > 0) return { kind: 'text', ...plain };
  const pattern = patternOf(words);
  return pattern ? { kind: 'pattern', ...matching(frames, text => pattern.test(text)) } : { kind: 'text', ...plain };
}

/**
 * Weight of the samples that have at least one matching frame: nested matches count once.
 *
 * @param {import('./tree.js').Tree} tree
 * @param {Uint8Array} matches by frame
 */
export function matchedWeight(tree, matches) {
  const covered = new Uint8Array(tree.frame.length);
  let weight = 0;
  for (let node = 1; node < covered.length; node++) {
    covered[node] = covered[tree.parent[node]] | matches[tree.frame[node]];
    if (covered[node]) weight += tree.own[node];
  }
  return weight;
}

/** @param {string} words */
function patternOf(words) {
  try {
    return new RegExp(words, 'i');
  } catch {
    return null;
  }
}

/**
 * @param {import('./tree.js').Frames} frames
 * @param {(text: string) => boolean} test
 */
function matching(frames, test) {
  const found = new Uint8Array(frames.name.length);
  let count = 0;
  for (let f = 0; f < found.length; f++) {
    const line = frames.line[f] ? `:${frames.line[f]}` : '';
    const place = frames.file[f] ? ` (${frames.file[f]}${line})` : '';
    if (test(frames.name[f] + place) || (frames.path[f] !== frames.file[f] && test(frames.path[f]))) {
      found[f] = 1;
      count++;
    }
  }
  return { frames: found, count };
}
