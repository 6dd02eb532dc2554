import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barAt, layout, rowOf, step } from '../src/layout.js';
import { callers, calls, pathTo } from '../src/view.js';
import { SMALL, treeOfNodes } from './profiles.js';

/** @param {import('../src/view.js').View} view @param {number} node */
const name = (view, node) => (view.frame[node] < 0 ? 'all' : view.frames.name[view.frame[node]]);

/** @param {import('../src/view.js').View} view @param {number} root @param {number} width */
function rows(view, root, width) {
  const bars = layout(view, root, width);
  return Array.from({ length: bars.rows }, (_, row) =>
    Array.from(bars.node.slice(bars.rowStart[row], bars.rowStart[row + 1]), (node, i) => {
      const bar = bars.rowStart[row] + i;
      return `${node < 0 ? '…' : name(view, node)} ${bars.x[bar]}+${bars.width[bar]}`;
    }).join(', '));
}

test('a bar is as wide as its share and stands within its caller', () => {
  assert.deepEqual(rows(calls(treeOfNodes(SMALL)), 0, 1000), [
    'all 0+1000', 'main 0+1000', 'a 0+600, c 600+300', 'b 0+400, b 600+200',
  ]);
});

test('a zoomed bar fills the width', () => {
  const view = calls(treeOfNodes(SMALL));
  assert.deepEqual(rows(view, 2, 600), ['a 0+600', 'b 0+400']);
});

test('callers: functions by own time, below them who called', () => {
  assert.deepEqual(rows(callers(treeOfNodes(SMALL)), 0, 1000), [
    'all 0+1000', 'b 0+600, a 600+200, main 800+100, c 900+100', 'a 0+400, c 400+200, main 600+200, main 900+100', 'main 0+400, main 400+200',
  ]);
});

test('what is too narrow to see becomes one bar that stands for all of it', () => {
  /** @type {[number, string, number][]} */
  const nodes = [[1, 'wide', 1000]];
  for (let i = 0; i < 1000; i++) nodes.push([1, `narrow${i}`, 1]);
  const view = calls(treeOfNodes(nodes));
  assert.deepEqual(rows(view, 0, 900), ['all 0+900', 'wide 0+450, … 450+450']);
});

test('a pixel leads to its bar and a bar to its row', () => {
  const view = calls(treeOfNodes(SMALL));
  const bars = layout(view, 0, 1000);
  assert.equal(name(view, bars.node[barAt(bars, 2, 599)]), 'a');
  assert.equal(name(view, bars.node[barAt(bars, 2, 600)]), 'c');
  assert.equal(barAt(bars, 2, 950), -1);
  assert.equal(barAt(bars, 9, 1), -1);
  for (let bar = 0; bar < bars.node.length; bar++) assert.equal(barAt(bars, rowOf(bars, bar), bars.x[bar] + 1), bar);
});

test('arrow keys walk along the bars', () => {
  const view = calls(treeOfNodes(SMALL));
  const bars = layout(view, 0, 1000);
  let bar = 0;
  /** @type {string[]} */
  const walked = [];
  for (const way of /** @type {const} */ (['inner', 'inner', 'right', 'inner', 'left', 'outer', 'outer', 'outer', 'outer'])) {
    bar = step(bars, bar, way);
    walked.push(name(view, bars.node[bar]));
  }
  assert.deepEqual(walked, ['main', 'a', 'c', 'b', 'b', 'a', 'main', 'all', 'all']);
});

test('a stack a thousand deep has a thousand rows', () => {
  /** @type {[number, string, number][]} */
  const nodes = Array.from({ length: 1000 }, (_, i) => [i + 1, `f${i % 7}`, i === 999 ? 5 : 0]);
  const view = calls(treeOfNodes(nodes));
  assert.equal(layout(view, 0, 800).rows, 1001);
  assert.equal(pathTo(view, 1000).length, 1001);
});

test('an empty profile has one row', () => {
  assert.deepEqual(rows(calls(treeOfNodes([])), 0, 800), ['all 0+800']);
});
