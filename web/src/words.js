// The head of the page: how good the measurement is, and what it says, in words.

import { WAIT } from './tree.js';
import { blame, waits } from './summary.js';
import { count, duration, percent, place } from './format.js';

/**
 * @typedef {object} Fact
 * @property {string} value
 * @property {string} what
 * @property {boolean} bad something was missed
 */

/**
 * Quality and cost of a measurement, nothing hidden: also what was not lost is said.
 *
 * @param {import('./document.js').ProfileDocument} document
 * @param {number} total
 * @returns {Fact[]}
 */
export function facts(document, total) {
  const { summary, unit } = document;
  /** @type {Fact[]} */
  const list = [];
  /** @param {string} value @param {string} what @param {boolean} bad */
  const say = (value, what, bad = false) => list.push({ value, what, bad });
  if (unit === 'samples' && document.periodNanos > 0) say(duration(total * document.periodNanos), 'of thread time shown');
  if (unit === 'nanoseconds') say(duration(total), 'of thread time shown');
  const nanos = summary.durationNanos;
  const losses = summary.losses;
  if (nanos !== undefined) say(duration(nanos), 'recorded');
  const asked = summary.ratePerSecond;
  if (asked) {
    const due = losses ? losses.exact + losses.approximate + losses.lost + losses.late : 0;
    const missed = losses ? losses.lost + losses.late : 0;
    const achieved = due > 0 ? (asked * (due - missed)) / due : asked;
    say(`${count(asked)}/s`, missed > 0 ? `asked, ${achieved.toFixed(achieved < 100 ? 1 : 0)}/s achieved` : 'asked and achieved', missed > due / 100);
  }
  if (summary.reader) say(summary.reader, 'reader');
  if (losses) {
    say(count(losses.exact + losses.approximate), 'samples');
    say(count(losses.exact), 'exact');
    say(count(losses.approximate), 'approximate');
    say(count(losses.lost), 'lost', losses.lost > 0);
    say(count(losses.late), 'late', losses.late > 0);
    say(count(losses.cut), 'cut short', losses.cut > 0);
  }
  const cost = summary.cost;
  if (cost && nanos) {
    say(percent(cost.heldNanos, nanos), 'target held');
    say(percent(cost.cpuNanos + cost.kernelCpuNanos, nanos),
      cost.kernelCpuNanos > 0 ? `of a core for the profiler (kernel ${percent(cost.kernelCpuNanos, nanos)})` : 'of a core for the profiler');
  }
  for (const process of summary.processes ?? []) say('', process);
  if (summary.start) say('', summary.start.replace('T', ' ').replace(/(:\d\d)\.\d+/, '$1'));
  if (summary.end && summary.end !== 'duration reached') say('', summary.end);
  if (summary.leftOut) say('', summary.leftOut);
  return list;
}

/**
 * One sentence: computing or waiting, and for what.
 *
 * @param {import('./tree.js').Tree} tree
 */
export function answer(tree) {
  const total = tree.total[0];
  if (total === 0) return 'Nothing was sampled: no thread was busy while it was measured.';
  const kinds = waits(tree);
  const waiting = kinds.reduce((sum, kind) => sum + kind.weight, 0);
  if (waiting === 0) return '';
  const named = kinds.slice(0, 4).map(kind => `${/^(gil|cpu)$/.test(kind.name) ? kind.name.toUpperCase() : kind.name} ${percent(kind.weight, total)}`).join(', ');
  const computing = percent(total - waiting, total);
  return waiting > total / 2
    ? `Mostly waiting, not computing: ${percent(waiting, total)} waits (${named}), ${computing} computes.`
    : `Mostly computing: ${computing}; ${percent(waiting, total)} waits (${named}).`;
}

/**
 * @typedef {object} Wide
 * @property {number} frame of the functions
 * @property {string} name
 * @property {string} place file:line
 * @property {string} spent where the time goes from there; empty where the function itself computes
 * @property {number} weight
 */

/**
 * The own code for which most time is spent; where there is none, nothing.
 *
 * @param {import('./tree.js').Tree} tree
 * @param {import('./tree.js').Frames} functions of `functionsOf`
 * @param {number} most
 * @returns {Wide[]}
 */
export function widestOwn(tree, functions, most) {
  const total = tree.total[0];
  return blame(tree).slice(0, most).map(({ frame, line, weight, spentIn, spentWeight }) => {
    const waiting = functions.origin[spentIn] === WAIT;
    const end = waiting
      ? `waits: ${functions.name[spentIn].replace(/^\[(?:wait:?\s*)?|\]$/g, '')}`
      : place(functions.name[spentIn], functions.file[spentIn], 0);
    return {
      frame,
      name: functions.name[frame],
      place: functions.file[frame] + (line > 0 ? `:${line}` : ''),
      spent: spentIn === frame ? '' : `${end} ${percent(spentWeight, total)}`,
      weight,
    };
  });
}
