// What pages do beside links and forms: copying, keys, choosing at once, and staying fresh.

import { Chart } from './chart.js';

/** Traffic changes over minutes: half of one is fresh enough, and cheap. */
const FRESH_MS = 30_000;

customElements.get('hotclub-chart') ?? customElements.define('hotclub-chart', Chart);
document.documentElement.classList.add('scripted');

document.addEventListener('click', event => {
  const button = /** @type {HTMLElement | null} */ (event.target instanceof Element ? event.target.closest('[data-copy]') : null);
  if (button) void copy(button);
});

/** @param {HTMLElement} button */
async function copy(button) {
  const text = button.dataset['copy'] ?? '';
  const label = button.dataset['label'] ?? button.textContent ?? '';
  button.dataset['label'] = label;
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // pages without TLS on another host have no clipboard: an invisible field has
    const field = document.createElement('textarea');
    field.value = text;
    field.className = 'sr';
    document.body.append(field);
    field.select();
    done = document.execCommand('copy');
    field.remove();
  }
  button.textContent = done ? 'Copied' : 'Copy it by hand';
  button.classList.toggle('done', done);
  setTimeout(() => {
    button.textContent = label;
    button.classList.remove('done');
  }, 1600);
}

document.addEventListener('change', event => {
  const field = /** @type {HTMLSelectElement} */ (event.target);
  const form = field.closest?.('form[data-auto]');
  if (!(form instanceof HTMLFormElement)) return;
  if (field.name === 'last') form.querySelectorAll('input[name=from], input[name=to]').forEach(input => input.remove());
  tidy(form);
  form.requestSubmit();
});

document.addEventListener('submit', event => {
  if (event.target instanceof HTMLFormElement && event.target.method === 'get') tidy(event.target);
}, true);

/** Fields without a value stay out of the address. @param {HTMLFormElement} form */
function tidy(form) {
  for (const field of form.elements) {
    if ((field instanceof HTMLInputElement || field instanceof HTMLSelectElement) && field.value === '') {
      field.disabled = true;
      setTimeout(() => { field.disabled = false; });
    }
  }
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.closest?.('input, select, textarea')) {
    if (event.key === 'Escape') target.blur();
    return;
  }
  if (event.key === '/') {
    event.preventDefault();
    /** @type {HTMLInputElement | null} */ (document.querySelector('.find input[type=search]'))?.focus();
    return;
  }
  if (event.key === 'j' || event.key === 'k') {
    step(event.key === 'j' ? 1 : -1);
    return;
  }
  const entry = /** @type {HTMLElement | null} */ (document.querySelector(`.top nav a[data-key="${CSS.escape(event.key)}"]`));
  entry?.click();
});

/** Moves the focus through rows: `j` down, `k` up, Enter opens. @param {number} by */
function step(by) {
  const links = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('main tbody th a, main .card h3 a, main .w-row > summary')]);
  const at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
}

setInterval(() => {
  const main = document.querySelector('main[data-live="true"]');
  const busy = document.hidden || main?.querySelector('details[open]') || main?.contains(document.activeElement) && document.activeElement !== main;
  if (main && !busy && String(getSelection()) === '') /** @type {any} */ (window).htmx?.trigger(main, 'refresh');
}, FRESH_MS);
