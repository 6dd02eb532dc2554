// The list of functions beside the picture: the same facts for those who read tables or hear pages.

import { OWN } from './tree.js';
import { count, percent } from './format.js';

/** Rows shown at first; the widest bars of a picture are among them. */
const FEW = 40;
/** A table of more rows takes seconds to build and nobody reads it; searching narrows it. */
const MANY = 2000;

/**
 * @param {object} from
 * @param {import('./tree.js').Frames} from.functions
 * @param {import('./summary.js').FunctionShare[]} from.shares widest own first
 * @param {number} from.total
 * @param {'own' | 'total'} from.by
 * @param {Uint8Array | null} from.matches by function: only these, when something is searched for
 * @param {boolean} from.all
 * @param {(change: { by?: 'own' | 'total', all?: boolean }) => void} from.change
 * @param {(function_: number) => void} from.pick
 * @returns {HTMLElement[]}
 */
export function functionTable({ functions, shares, total, by, matches, all, change, pick }) {
  const wanted = shares.filter(s => (matches === null || matches[s.function] === 1) && (s.own > 0 || by === 'total' || matches !== null));
  if (by === 'total') wanted.sort((a, b) => b.total - a.total);
  const shown = wanted.slice(0, all ? MANY : FEW);
  const table = document.createElement('table');
  const caption = table.createCaption();
  caption.append('Functions ', element('small', `${count(wanted.length)}${matches === null ? '' : ' found'}, by ${by === 'own' ? 'own time' : 'time in them and below'}`));
  const head = table.createTHead().insertRow();
  for (const column of /** @type {const} */ (['own', 'total'])) {
    const th = element('th', '');
    th.scope = 'col';
    th.className = 'n';
    if (by === column) th.setAttribute('aria-sort', 'descending');
    const button = element('button', column);
    button.type = 'button';
    button.addEventListener('click', () => change({ by: column }));
    th.append(button);
    head.append(th);
  }
  const name = element('th', 'function');
  name.scope = 'col';
  head.append(name);
  const body = table.createTBody();
  for (const share of shown) {
    const f = share.function;
    const row = body.insertRow();
    if (functions.origin[f] === OWN) row.className = 'own';
    for (const value of [share.own, share.total]) {
      const cell = row.insertCell();
      cell.className = 'n';
      cell.textContent = percent(value, total);
    }
    const button = element('button', '');
    button.type = 'button';
    const place = functions.file[f] ? functions.file[f] + (share.line > 0 ? `:${share.line}` : '') : '';
    button.title = `${functions.name[f]}${place ? ` (${place})` : ''}`;
    button.append(element('b', functions.name[f]));
    if (place) button.append(element('span', place, 'where'));
    button.addEventListener('click', () => pick(f));
    row.insertCell().append(button);
  }
  if (wanted.length <= shown.length) return [table];
  const more = element('button', all ? `${count(wanted.length - shown.length)} more: search to narrow` : `all ${count(wanted.length)}`, 'more');
  more.type = 'button';
  more.disabled = all;
  more.addEventListener('click', () => change({ all: true }));
  return [table, more];
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} text
 * @param {string} [className]
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, text, className = '') {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}
