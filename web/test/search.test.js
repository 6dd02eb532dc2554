import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchedWeight, search } from '../src/search.js';
import { SMALL, treeOfNodes } from './profiles.js';

/** @param {import('../src/tree.js').Tree} tree @param {string} words */
function found(tree, words) {
  const query = search(tree.frames, words);
  return { kind: query.kind, count: query.count, weight: matchedWeight(tree, query.frames) };
}

test('the share of a search is that of the samples that have a match', () => {
  const tree = treeOfNodes(SMALL);
  assert.deepEqual(found(tree, 'b.py'), { kind: 'text', count: 1, weight: 6 });
  assert.deepEqual(found(tree, 'main'), { kind: 'text', count: 1, weight: 10 });
  assert.deepEqual(found(tree, 'nowhere'), { kind: 'pattern', count: 0, weight: 0 });
  assert.deepEqual(found(tree, ''), { kind: 'nothing', count: 0, weight: 0 });
});

test('nested matches count once', () => {
  const tree = treeOfNodes([[1, 'fib', 1], [2, 'fib', 2], [3, 'fib', 4], [1, 'rest', 3]]);
  assert.equal(found(tree, 'fib').weight, 7);
});

test('case does not matter, and signs are text before they are a pattern', () => {
  const tree = treeOfNodes([[1, 'View.get', 1], [1, 'list[int]', 2], [1, 'fetch', 4]]);
  assert.deepEqual(found(tree, 'VIEW.GET'), { kind: 'text', count: 1, weight: 1 });
  assert.deepEqual(found(tree, 'list[int]'), { kind: 'text', count: 1, weight: 2 });
  assert.deepEqual(found(tree, '^(view|fetch)'), { kind: 'pattern', count: 2, weight: 5 });
  assert.deepEqual(found(tree, '(['), { kind: 'text', count: 0, weight: 0 });
});
