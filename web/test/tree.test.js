import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTree } from '../src/document.js';
import { percent, weight } from '../src/format.js';
import { INTERPRETER, LIBRARY, OWN, WAIT, collapse, mergeLines, packageOf } from '../src/tree.js';
import { blame, functionShares, waits } from '../src/summary.js';
import { answer, facts } from '../src/words.js';
import { documentOf, treeOfNodes } from './profiles.js';

/** @param {import('../src/tree.js').Tree} tree */
const told = tree => Array.from(tree.frame, (frame, node) => `${frame < 0 ? 'all' : tree.frames.name[frame]} ${tree.own[node]}/${tree.total[node]}`);

test('lines of one function become one bar', () => {
  const tree = treeOfNodes([[1, 'main', 0, 5], [2, 'work', 1, 10], [2, 'work', 2, 11], [1, 'main', 4, 6]]);
  assert.deepEqual(told(mergeLines(tree).tree), ['all 0/7', 'main 4/7', 'work 3/3']);
});

test('recursion and runs of one library are folded', () => {
  const tree = treeOfNodes([
    [1, 'fib', 1], [2, 'fib', 2], [3, 'fib', 4],
    [1, 'view', 0], [2, 'query', 1, 0, LIBRARY, '/v/site-packages/django/q.py'], [3, 'sql', 2, 0, LIBRARY, '/v/site-packages/django/s.py'],
  ]);
  assert.deepEqual(told(collapse(tree).tree), ['all 0/10', 'fib 7/7', 'view 0/3', 'django 3/3']);
});

test('own and total shares count a recursive function once', () => {
  const { functions, shares } = functionShares(treeOfNodes([[1, 'fib', 1], [2, 'fib', 2], [3, 'fib', 4], [1, 'x', 3]]));
  assert.deepEqual(shares.map(s => [functions.name[s.function], s.own, s.total]), [['fib', 7, 7], ['x', 3, 3]]);
});

test('time in a library is blamed on the own code that asked for it', () => {
  const tree = treeOfNodes([[1, 'view', 1, 3, OWN], [2, 'dumps', 8, 9, INTERPRETER], [1, 'other', 1, 1, OWN]]);
  const [first] = blame(tree);
  assert.equal(first?.weight, 9);
  assert.equal(first?.line, 3);
  assert.equal(first?.spentWeight, 8);
});

test('waits are summed by kind and put into words', () => {
  const tree = treeOfNodes([[1, 'f', 1], [2, '[wait: socket recv fd 9]', 6, 0, WAIT, ''], [2, '[wait: GIL]', 3, 0, WAIT, '']]);
  assert.deepEqual(waits(tree).map(w => [w.name, w.weight]), [['socket', 6], ['gil', 3]]);
  assert.match(answer(tree), /^Mostly waiting, not computing: 90.% waits \(socket 60.%, GIL 30.%\), 10.% computes\.$/);
});

test('the quality of the measurement is said, with what was missed', () => {
  const document = documentOf([[1, 'f', 90]]);
  document.summary = {
    durationNanos: 1e9, ratePerSecond: 100, reader: 'look',
    losses: { exact: 80, approximate: 10, lost: 4, late: 6, cut: 0 }, cost: { heldNanos: 1e6, cpuNanos: 5e6, kernelCpuNanos: 0 },
  };
  const said = facts(document, 90).map(f => `${f.value} ${f.what}`.replace(/\u202f/g, ' '));
  assert.ok(said.includes('100/s asked, 90.0/s achieved'), said.join('; '));
  assert.ok(said.includes('10 approximate') && said.includes('4 lost') && said.includes('6 late'), said.join('; '));
  assert.ok(said.includes('0.10 % target held') && said.includes('0.50 % of a core for the profiler'), said.join('; '));
});

test('a document that contradicts itself is refused', () => {
  const jump = documentOf([[1, 'a', 1], [3, 'b', 1]]);
  assert.throws(() => readTree(jump), /node 2 has depth 3 below 1/);
  const unknown = documentOf([[1, 'a', 1]]);
  unknown.nodes.frame[0] = 7;
  assert.throws(() => readTree(unknown), /node 1 has frame 7 of 1/);
});

test('packages are named after what was installed', () => {
  assert.equal(packageOf('/v/lib/python3.12/site-packages/django/db/models/query.py', ''), 'django');
  assert.equal(packageOf('/usr/lib/python3.12/json/encoder.py', ''), 'json');
  assert.equal(packageOf('<frozen importlib._bootstrap>', ''), 'importlib');
});

test('numbers are said as people read them', () => {
  assert.equal(percent(1, 3), '33\u202f%');
  assert.equal(percent(1, 1e6), '<\u202f0.01\u202f%');
  assert.equal(weight(1456, 'samples', 5e6), '7.3\u202fs, 1,456 ticks');
});
